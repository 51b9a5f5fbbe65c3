import { describe, expect, it } from '@jest/globals'
import { kindsSchema } from '../fixtures/gen/kinds.ts'
import { Cache } from './cache.ts'
import { getTable } from './schema.ts'
import { StoredRow } from './stored-row.ts'
import type { Row } from './types.ts'

const pairs = getTable(kindsSchema, 'Pair')
const columns = ['left', 'right', 'external_ids']

const cacheWith = (...indexes: (string | readonly string[])[]): Cache => new Cache([{ table: pairs, columns, indexes }])

const row = (uuid: string, left: string, right: number, ids: Record<string, string> = {}): StoredRow =>
  StoredRow.read({ table: pairs, columns }, uuid, { wire: { left, right, external_ids: ['map', Object.entries(ids)] } })
const uuidsOf = (rows: readonly Row[]): unknown[] => rows.map(({ _uuid }) => _uuid)

describe('find', () => {
  it('by an index of the schema, whatever the order of its columns', () => {
    const cache = cacheWith()
    cache.set('Pair', 'u1', row('u1', 'a', 1))
    cache.set('Pair', 'u2', row('u2', 'a', 2))
    expect(uuidsOf(cache.find('Pair', { right: 2, left: 'a' }))).toEqual(['u2'])
    expect(cache.find('Pair', { left: 'b', right: 2 })).toEqual([])
  })

  it('by a key of a map, through inserts, changes and deletes', () => {
    const cache = cacheWith('external_ids:owner')
    const owned = (owner: string): unknown[] => uuidsOf(cache.find('Pair', { 'external_ids:owner': owner }))
    cache.set('Pair', 'u1', row('u1', 'a', 1, { owner: 'me' }))
    cache.set('Pair', 'u2', row('u2', 'b', 1, { owner: 'me' }))
    cache.set('Pair', 'u3', row('u3', 'c', 1, { other: 'me' }))
    expect(owned('me')).toEqual(['u1', 'u2'])
    cache.set('Pair', 'u1', row('u1', 'a', 9, { owner: 'me' }))
    expect(cache.find('Pair', { 'external_ids:owner': 'me' }).map(({ right }) => right)).toEqual([9, 1])
    cache.set('Pair', 'u1', row('u1', 'a', 9, { owner: 'you' }))
    expect([owned('me'), owned('you')]).toEqual([['u2'], ['u1']])
    cache.set('Pair', 'u2', null)
    cache.set('Pair', 'u1', row('u1', 'a', 9))
    expect([owned('me'), owned('you')]).toEqual([[], []])
    expect(cache.rows('Pair').size).toBe(2)
  })

  it('by a compound index, that does not mix up values', () => {
    const cache = cacheWith(['external_ids:x', 'left'])
    cache.set('Pair', 'u1', row('u1', 'a', 1, { x: 'b,c' }))
    cache.set('Pair', 'u2', row('u2', 'a,b', 1, { x: 'c' }))
    expect(uuidsOf(cache.find('Pair', { left: 'a', 'external_ids:x': 'b,c' }))).toEqual(['u1'])
  })

  it('says which indexes there are when there is none', () => {
    expect(() => cacheWith('left').find('Pair', { right: 1 })).toThrow(
      'Pair has no index on (right), only on: left right; left',
    )
  })
})

it('tells what a row was before', () => {
  const cache = cacheWith()
  const [first, second] = [row('u', 'a', 1), row('u', 'a', 2)]
  expect(cache.set('Pair', 'u', first)).toMatchObject({ table: 'Pair', uuid: 'u', before: null, after: first.row })
  expect(cache.set('Pair', 'u', second)).toMatchObject({
    table: 'Pair',
    uuid: 'u',
    before: first.row,
    after: second.row,
  })
  expect(cache.set('Pair', 'u', null)).toMatchObject({ table: 'Pair', uuid: 'u', before: second.row, after: null })
})

it('refuses what is not monitored', () => {
  expect(() => cacheWith().rows('Thing')).toThrow('table Thing is not monitored')
  expect(() => new Cache([{ table: pairs, columns: ['left'], indexes: ['right'] }])).toThrow(
    'Pair: index on right, which is not monitored',
  )
})

it('takes as long for a row whose key is shared by many as for any other', () => {
  const replacing = (rows: number): number => {
    const cache = cacheWith('external_ids:owner')
    const started = process.hrtime.bigint()
    for (const right of [1, 2]) {
      for (let at = 0; at < rows; at += 1) {
        cache.set('Pair', `u${String(at)}`, row(`u${String(at)}`, String(at), right, { owner: 'me' }))
      }
    }
    return Number(process.hrtime.bigint() - started) / rows
  }
  replacing(5000)
  // Were it linear in the number of rows that share the key, it would be 20 times as long.
  expect(replacing(40_000)).toBeLessThan(8 * replacing(2000))
})
