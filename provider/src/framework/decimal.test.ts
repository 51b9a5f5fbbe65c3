import { describe, expect, it } from '@jest/globals'
import { Decimal } from './decimal.ts'

describe('a number', () => {
  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['007', '7'],
    ['+5', '5'],
    ['1.0', '1'],
    ['1.50', '1.5'],
    ['0.1', '0.1'],
    ['-0.001', '-0.001'],
    ['1e3', '1000'],
    ['1.5e3', '1500'],
    ['15e-1', '1.5'],
    ['9007199254740992', '9007199254740992'],
    ['1e30', '1000000000000000000000000000000'],
    ['1e400', '1e400'],
    ['120e-402', '12e-401'],
  ])('%s is %s, however it is spelled', (text, canonical) => {
    expect(String(Decimal.parse(text))).toBe(canonical)
    expect(Decimal.parse(canonical)).toEqual(Decimal.parse(text))
  })

  it('that JavaScript holds exactly is a plain number', () => {
    expect(Decimal.parse('9007199254740991')).toBe(9007199254740991)
    expect(Decimal.parse('-1e3')).toBe(-1000)
    expect(Decimal.parse('9007199254740992')).toBeInstanceOf(Decimal)
    expect(Decimal.parse('0.5')).toBeInstanceOf(Decimal)
  })

  it.each(['', 'x', '1.', '.5', '1e', '0x10', 'NaN', 'Infinity', '1 '])('is not spelled %j', (text) => {
    expect(Decimal.parse(text)).toBeUndefined()
  })

  it('has a nearest number of JavaScript', () => {
    expect((Decimal.parse('0.1') as Decimal).toNumber()).toBe(0.1)
  })
})
