import { Decoder, encode } from '@msgpack/msgpack'
import { describe, expect, it } from '@jest/globals'
import { Decimal, UNKNOWN, type Path, type Type, type Value } from '../framework/index.ts'
import { decodeValue, encodeValue, TypeMismatch } from './msgpack.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const decimal = (text: string): Value => {
  const value = Decimal.parse(text)
  if (value === undefined) throw new Error(text)
  return value
}
const port: Type = { object: { name: 'string', vlan: 'number', up: 'bool' } }

describe('values', () => {
  it.each<[string, Type, Value]>([
    ['text', 'string', 'Grüße'],
    ['a bool', 'bool', false],
    ['null', 'string', null],
    ['something unknown', port, UNKNOWN],
    ['a list', { list: 'string' }, ['b', 'a']],
    ['a set with something unknown in it', { set: 'string' }, ['a', UNKNOWN]],
    ['a map', { map: 'number' }, { a: 1, b: UNKNOWN }],
    ['an empty map', { map: 'number' }, {}],
    ['an object with null and unknown', port, { name: null, vlan: UNKNOWN, up: true }],
    ['objects in a list', { list: port }, [{ name: 'a', vlan: 1, up: null }]],
    ['a whole number', 'number', -42],
    ['the largest exact one', 'number', Number.MAX_SAFE_INTEGER],
    ['one beyond it', 'number', decimal('9007199254740993')],
    ['one beyond 64 bits', 'number', decimal('12345678901234567890123')],
    ['a fraction', 'number', decimal('0.1')],
    ['a long fraction', 'number', decimal('3.14159265358979323846264338327950288')],
    ['a huge number', 'number', decimal('1e400')],
  ])('come back: %s', (_what, type, value) => {
    expect(decodeValue(encodeValue(value, type), type)).toEqual(value)
  })

  it.each<[string, string, Type, Value]>([
    ['an int64', 'd3002386f26fc10000', 'number', decimal('10000000000000000')],
    ['an uint64', 'cfffffffffffffffff', 'number', decimal('18446744073709551615')],
    ['a float that is a fraction', 'cb3fe0000000000000', 'number', decimal('0.5')],
    ['a float that is whole', 'cb4045000000000000', 'number', 42],
    ['a number as text', 'a3302e31', 'number', decimal('0.1')],
    ['an unknown with refinements', 'c7030c810102', 'string', UNKNOWN],
    ['an unknown of a code that does not exist yet', 'd45500', 'string', UNKNOWN],
  ])('are read from %s', (_what, bytes, type, value) => {
    expect(decodeValue(Buffer.from(bytes, 'hex'), type)).toEqual(value)
  })

  it('write unknown as Terraform does', () => {
    expect(hex(encodeValue(UNKNOWN, 'string'))).toBe('d40000')
  })

  it('write every attribute of an object, and no other', () => {
    const written = new Decoder().decode(encodeValue({ name: 'a', other: 1 }, port))
    expect(written).toEqual({ name: 'a', vlan: null, up: null })
  })

  it('read an object that lacks an attribute, or has one too many', () => {
    expect(decodeValue(encode({ name: 'a', gone: true }), port)).toEqual({ name: 'a', vlan: null, up: null })
  })

  it.each<[string, unknown, Type, string]>([
    ['text for a number', 'many', 'number', 'expected a number, got a string'],
    ['a number for text', 5, 'string', 'expected a string, got a number'],
    ['an object for a list', {}, { list: 'string' }, 'expected a list, got a object'],
    ['a list for an object', [], port, 'expected an object, got a list'],
    ['a wrong attribute deep inside', { name: 1 }, port, 'name: expected a string, got a number'],
  ])('refuse %s, and say where', (_what, raw, type, message) => {
    expect(() => decodeValue(encode(raw), type)).toThrow(TypeMismatch)
    expect(() => decodeValue(encode(raw), type)).toThrow(message)
  })

  it.each<[string, unknown, Type, Path]>([
    ['a map', { labels: { forbidden: 'x' } }, { object: { labels: { map: 'string' } } }, ['labels', '__proto__']],
    ['a map in a list', [{}, { forbidden: 1 }], { list: { map: 'number' } }, [1, '__proto__']],
  ])('refuse a key that JavaScript keeps for itself in %s, and say where', (_what, raw, type, path) => {
    // As long as the key itself, which the encoder would not write either.
    const bytes = Buffer.from(Buffer.from(encode(raw)).toString('latin1').replace('forbidden', '__proto__'), 'latin1')
    expect(() => decodeValue(bytes, type)).toThrow(
      expect.objectContaining({ diagnostics: [expect.objectContaining({ path })] }),
    )
  })

  it('refuse what a resource gives in another type', () => {
    expect(() => encodeValue({ name: 5 }, port)).toThrow('name: expected a string, got a number')
    expect(() => encodeValue(['a'], { map: 'string' })).toThrow('expected an object, got a list')
  })

  it('of eight megabytes pass', () => {
    const large = 'x'.repeat(8_000_000)
    expect(decodeValue(encodeValue(large, 'string'), 'string')).toBe(large)
  })
})
