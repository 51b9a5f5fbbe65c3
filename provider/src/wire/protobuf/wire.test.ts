import { describe, expect, it } from '@jest/globals'
import { fieldChunks, MalformedMessage, rawFields, varint } from './wire.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const bytes = (text: string): Uint8Array => Buffer.from(text, 'hex')

describe('varint', () => {
  it.each([
    [0n, '00'],
    [1n, '01'],
    [127n, '7f'],
    [128n, '8001'],
    [300n, 'ac02'],
    [2n ** 53n + 1n, '8180808080808010'],
    [-1n, 'ffffffffffffffffff01'],
    [-(2n ** 63n), '80808080808080808001'],
  ])('%s is %s', (value, expected) => {
    expect(hex(varint(value))).toBe(expected)
    expect([...rawFields(Buffer.concat([bytes('08'), varint(value)]))]).toEqual([{ number: 1, payload: value }])
  })
})

describe('fields', () => {
  it('of length-delimited payloads carry their length once, however many chunks they have', () => {
    expect(hex(Buffer.concat(fieldChunks(2, [bytes('aa'), bytes('bbcc')])))).toBe('1203aabbcc')
  })

  it('with numbers above 15 have a tag of two bytes', () => {
    expect(hex(Buffer.concat(fieldChunks(16, 1n)))).toBe('800101')
  })

  it('of fixed width are read past', () => {
    const fields = [...rawFields(bytes('0d00000000' + '110000000000000000' + '1801'))]
    expect(fields.map(({ number }) => number)).toEqual([1, 2, 3])
    expect(fields[2]?.payload).toBe(1n)
  })

  it.each([
    ['a number that never ends', '08ffffffffffffffffffffff'],
    ['a number cut short', '0880'],
    ['a payload cut short', '0a05aabb'],
    ['a group', '0b'],
  ])('refuse %s', (_what, message) => {
    expect(() => [...rawFields(bytes(message))]).toThrow(MalformedMessage)
  })
})
