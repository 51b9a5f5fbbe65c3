import { describe, expect, it } from '@jest/globals'
import { bytes, dictionary, flag, integer, many, maybe, message, one, text } from './message.ts'

const Inner = message({ name: one(1, text), size: one(2, integer) })
const Outer = message({
  title: one(1, text),
  raw: one(2, bytes),
  ready: one(3, flag),
  inner: maybe(4, Inner),
  list: many(5, Inner),
  byName: dictionary(6, Inner),
  index: maybe(7, integer),
})
const empty = {
  title: '',
  raw: new Uint8Array(),
  ready: false,
  inner: undefined,
  list: [],
  byName: {},
  index: undefined,
}

describe('a message table', () => {
  it('decodes nothing to the zero values', () => {
    expect(Outer.fromBytes(new Uint8Array())).toEqual(empty)
  })

  it('sends nothing for zero values', () => {
    expect(Outer.toBytes({ title: '', ready: false, list: [], byName: {}, inner: undefined }).length).toBe(0)
  })

  it.each([
    ['text beyond ASCII', { title: 'Grüße €' }],
    ['bytes', { raw: Buffer.from([0, 255]) }],
    ['an empty message, which is not the same as none', { inner: {} }],
    ['messages in a list', { list: [{ name: 'a' }, {}, { size: -1 }] }],
    ['messages by key', { byName: { a: { name: 'x' }, '': { size: 3 } } }],
    ['zero where presence counts', { index: 0 }],
  ])('brings back %s', (_what, value) => {
    const inner = { name: '', size: 0 }
    const decoded = Outer.fromBytes(Outer.toBytes(value))
    expect(decoded).toMatchObject({
      ...empty,
      ...value,
      ...('inner' in value ? { inner } : {}),
      ...('raw' in value ? { raw: Buffer.from([0, 255]) } : {}),
      ...('list' in value ? { list: [{ ...inner, name: 'a' }, inner, { ...inner, size: -1 }] } : {}),
      ...('byName' in value ? { byName: { a: { ...inner, name: 'x' }, '': { ...inner, size: 3 } } } : {}),
    })
  })

  it('skips fields that it does not know', () => {
    const Newer = message({ title: one(1, text), later: one(99, text), laterStill: one(100, integer) })
    const bytesOfNewer = Newer.toBytes({ title: 't', later: 'x', laterStill: 7 })
    expect(Outer.fromBytes(bytesOfNewer)).toEqual({ ...empty, title: 't' })
  })

  it('keeps decoded messages apart', () => {
    Outer.fromBytes(Outer.toBytes({ list: [{ name: 'a' }], byName: { a: {} } }))
    expect(Outer.fromBytes(new Uint8Array())).toEqual(empty)
  })

  it('refuses a number where text belongs', () => {
    const Other = message({ title: one(1, integer) })
    expect(() => Outer.fromBytes(Other.toBytes({ title: 5 }))).toThrow('a number stands where bytes belong')
  })

  it('takes time in proportion to the length of a list', () => {
    const list = Array.from({ length: 100_000 }, (_, size) => ({ name: 'n', size }))
    const decoded = Outer.fromBytes(Outer.toBytes({ list }))
    expect(decoded.list.length).toBe(100_000)
    expect(decoded.list[99_999]).toEqual({ name: 'n', size: 99_999 })
  })
})
