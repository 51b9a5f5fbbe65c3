import { describe, expect, it } from '@jest/globals'
import { canonicalJson, createDigest } from './canonical.ts'

describe('canonical JSON', () => {
  it.each<[unknown, unknown]>([
    [
      { b: 1, a: { d: 2, c: 3 } },
      { a: { c: 3, d: 2 }, b: 1 },
    ],
    [[{ b: 1, a: 2 }], [{ a: 2, b: 1 }]],
    [{ a: undefined, b: null }, { b: null }],
  ])('is the same for %j and %j', (left, right) => {
    expect(canonicalJson(left)).toBe(canonicalJson(right))
  })

  it.each<[unknown, unknown]>([
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: null }, {}],
    [{ a: '1' }, { a: 1 }],
  ])('is another for %j and %j', (left, right) => {
    expect(canonicalJson(left)).not.toBe(canonicalJson(right))
  })

  it('gives 32 bytes as a digest', () => {
    expect(createDigest({ name: 'x' })).toHaveLength(32)
    expect(createDigest({ name: 'x', labels: {} })).not.toEqual(createDigest({ name: 'x' }))
  })
})
