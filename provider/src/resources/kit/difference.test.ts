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
})
