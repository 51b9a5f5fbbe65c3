import { describe, expect, it } from '@jest/globals'
import { Decimal } from '../framework/index.ts'
import { valueFrom } from './msgpack.ts'
import { parseExact } from './state-json.ts'

describe('a stored state', () => {
  it.each([
    ['42', 42],
    ['-7', -7],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['9007199254740993', Decimal.parse('9007199254740993')],
    ['12345678901234567890', Decimal.parse('12345678901234567890')],
    ['0.1', Decimal.parse('0.1')],
    ['1e30', Decimal.parse('1e30')],
    ['1.0', 1],
  ])('keeps the number %s', (json, value) => {
    expect(valueFrom(parseExact(json), 'number')).toEqual(value)
  })

  it('leaves numbers in text alone', () => {
    const text = String.raw`{"a":"12345678901234567890","b":"say \"0.5\" \\","c":[0.5,{"0.5":1}]}`
    expect(parseExact(text)).toEqual({
      a: '12345678901234567890',
      b: 'say "0.5" \\',
      c: ['0.5', { '0.5': 1 }],
    })
  })

  it.each(['x', String.raw`\"`, String.raw`\\`])('may have megabytes of %s in one string', (piece) => {
    const json = `{"a":"${piece.repeat(4_000_000)}","b":0.5}`
    expect(parseExact(json)).toMatchObject({ b: '0.5' })
  })

  it('refuses what is no JSON', () => {
    expect(() => parseExact('{')).toThrow(SyntaxError)
  })
})
