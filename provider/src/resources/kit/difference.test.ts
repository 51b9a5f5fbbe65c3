import { describe, expect, it } from '@jest/globals'
import { difference } from './crud.ts'

describe('what an update sends', () => {
  it.each<[string, object, object, object]>([
    ['what is planned otherwise', { name: 'b', mtu: 1 }, { name: 'a', mtu: 1 }, { name: 'b' }],
    ['not what is left out', { name: undefined }, { name: 'a' }, {}],
    ['no labels in another order', { labels: { a: '1', b: '2' } }, { labels: { b: '2', a: '1' } }, {}],
    ['a list in another order', { ips: ['a', 'b'] }, { ips: ['b', 'a'] }, { ips: ['a', 'b'] }],
  ])('has %s', (_what, planned, prior, expected) => {
    expect(difference(planned, prior)).toEqual(expected)
  })

  it.each<[string, object, object, object]>([
    ['all of them when one differs', { a: 1, b: [], c: 5 }, { a: 2, b: [], c: 5 }, { a: 1, b: [] }],
    ['none of them when another field differs', { a: 1, b: [], c: 5 }, { a: 1, b: [], c: 6 }, { c: 5 }],
    ['not the one that is left out', { a: 1, b: undefined }, { a: 2, b: [] }, { a: 1 }],
  ])('has, of fields that go together, %s', (_what, planned, prior, expected) => {
    expect(difference(planned, prior, ['a', 'b'] as never[])).toEqual(expected)
  })
})
