import { describe, expect, it } from '@jest/globals'
import { kindsSchema } from '../fixtures/gen/kinds.ts'
import { Monitor } from './monitor.ts'
import { parseSchema } from './schema.ts'
import type { DatabaseSchema } from './schema.ts'

const zero = '00000000-0000-0000-0000-000000000000'
const [t1, t2, t3] = ['t1', 't2', 't3']
const a = '11111111-1111-4111-8111-111111111111'
const b = '22222222-2222-4222-8222-222222222222'

const monitorOf = (request: Record<string, '*' | string[]> = { Pair: '*' }): Monitor =>
  new Monitor({ id: 'm', schema: kindsSchema, request, indexes: {} })

/** What small answers change is there at once. */
const now = (changes: ReturnType<Monitor['applyReply']>): unknown[] => {
  if (changes instanceof Promise) throw new Error('not at once')
  return changes.map(({ table, uuid, before, after }) => ({ table, uuid, before, after }))
}
const replied = (monitor: Monitor, reply: unknown): unknown[] => now(monitor.applyReply(reply))
const updated = (monitor: Monitor, params: readonly unknown[]): unknown[] => now(monitor.applyUpdate(params))

/** The server's schema, as if some table were declared otherwise. */
const serverWith = (tables: Record<string, unknown>): DatabaseSchema => parseSchema({ name: 'Kinds', tables })

const pair = (left: string, right: number, ids: object = new Map()): object => ({ left, right, external_ids: ids })

describe('first answer', () => {
  it('fills the cache, and what the server left out has its default', () => {
    const monitor = monitorOf()
    expect(monitor.params(kindsSchema)).toEqual([
      'Kinds',
      'm',
      { Pair: [{ columns: ['left', 'right', 'external_ids'] }] },
      zero,
    ])
    const changes = replied(monitor, [false, t1, { Pair: { [a]: { initial: { left: 'x' } } } }])
    expect(changes).toEqual([{ table: 'Pair', uuid: a, before: null, after: { _uuid: a, ...pair('x', 0) } }])
    expect(monitor.cache.rows('Pair').get(a)).toEqual({ _uuid: a, ...pair('x', 0) })
  })

  it('keeps the transaction id though nothing was found, and continues there', () => {
    const monitor = monitorOf()
    monitor.params(kindsSchema)
    replied(monitor, [false, t1, {}])
    expect(monitor.params(kindsSchema)[3]).toBe(t1)
    updated(monitor, ['m', t2, {}])
    expect(monitor.params(kindsSchema)[3]).toBe(t2)
  })
})

describe('after a reconnect', () => {
  const filled = (): Monitor => {
    const monitor = monitorOf()
    monitor.params(kindsSchema)
    const rows = { [a]: { initial: { left: 'x', right: 1 } }, [b]: { initial: { left: 'y', right: 2 } } }
    replied(monitor, [false, t1, { Pair: rows }])
    return monitor
  }

  it('takes the difference when the server knew the transaction', () => {
    const monitor = filled()
    const changes = replied(monitor, [true, t2, { Pair: { [a]: { modify: { right: 5 } }, [b]: { delete: null } } }])
    expect(changes).toEqual([
      { table: 'Pair', uuid: a, before: { _uuid: a, ...pair('x', 1) }, after: { _uuid: a, ...pair('x', 5) } },
      { table: 'Pair', uuid: b, before: { _uuid: b, ...pair('y', 2) }, after: null },
    ])
    expect([...monitor.cache.rows('Pair').keys()]).toEqual([a])
  })

  it('takes everything otherwise, and tells only what is different', () => {
    const monitor = filled()
    const before = monitor.cache.rows('Pair').get(a)
    const changes = replied(monitor, [false, t2, { Pair: { [a]: { initial: { left: 'x', right: 1 } } } }])
    expect(changes).toEqual([{ table: 'Pair', uuid: b, before: { _uuid: b, ...pair('y', 2) }, after: null }])
    expect(monitor.cache.rows('Pair').get(a)).toBe(before)
  })

  it('asks for everything when the columns to be had are others', () => {
    const monitor = filled()
    const older = serverWith({ Pair: { columns: { left: { type: 'string' } } } })
    expect(monitor.params(older)).toEqual(['Kinds', 'm', { Pair: [{ columns: ['left'] }] }, zero])
    replied(monitor, [false, t3, { Pair: { [a]: { initial: { left: 'x' } } } }])
    expect(monitor.cache.rows('Pair').get(a)).toEqual({ _uuid: a, ...pair('x', 0) })
  })

  it('asks for everything when the last update could not be taken', () => {
    const monitor = filled()
    const broken = { Pair: { [a]: { modify: { right: 7 } }, [b]: { modify: { right: 'seven' } } } }
    expect(() => updated(monitor, ['m', t2, broken])).toThrow('column right')
    expect(monitor.params(kindsSchema)[3]).toBe(zero)
  })
})

describe('updates', () => {
  it('insert, modify by schema, delete', () => {
    const monitor = monitorOf()
    monitor.params(kindsSchema)
    replied(monitor, [false, t1, {}])
    updated(monitor, ['m', t2, { Pair: { [a]: { insert: { left: 'x', external_ids: ['map', [['k', 'v']]] } } } }])
    updated(monitor, [
      'm',
      t2,
      {
        Pair: {
          [a]: {
            modify: {
              right: 3,
              external_ids: [
                'map',
                [
                  ['k', 'v'],
                  ['l', 'w'],
                ],
              ],
            },
          },
        },
      },
    ])
    expect(monitor.cache.rows('Pair').get(a)).toEqual({ _uuid: a, ...pair('x', 3, new Map([['l', 'w']])) })
    updated(monitor, ['m', t2, { Pair: { [a]: { delete: null } } }])
    expect(monitor.cache.rows('Pair').size).toBe(0)
  })

  it.each([
    ['a change of an unknown row', { Pair: { [a]: { modify: {} } } }, 'for a row that is not known'],
    ['no object', [], 'an update is not an object'],
    ['a table that is no object', { Pair: [] }, 'Pair: an update is not an object'],
    ['a row that is no object', { Pair: { [a]: 1 } }, `Pair ${a}: an update is not an object`],
  ])('refuses %s', (_name, updates, problem) => {
    const monitor = monitorOf()
    expect(() => updated(monitor, ['m', t1, updates])).toThrow(problem)
  })
})

describe('a server with another schema', () => {
  const pairColumns = { left: { type: 'string' }, external_ids: { type: 'string' } }
  it.each([
    ['has not the table', {}, {}],
    ['has not a column', { Pair: { columns: { left: { type: 'string' } } } }, { Pair: [{ columns: ['left'] }] }],
    ['has a column of another kind', { Pair: { columns: pairColumns } }, { Pair: [{ columns: ['left'] }] }],
    [
      'has more',
      { Pair: { columns: { left: { type: 'string' }, more: { type: 'string' } } }, More: { columns: {} } },
      { Pair: [{ columns: ['left'] }] },
    ],
  ])('that %s is asked for what both have', (_name, tables, requests) => {
    expect(monitorOf().params(serverWith(tables))[2]).toEqual(requests)
  })
})
