import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { putKeys, randomUuid } from '@quantumnet/ovsdb-jsonrpc'
import type { Change, Mutation, Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { run, startOvsdb } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { closeSessions, kinds, kindsServer, openSession } from './kinds.ts'
import type { KindsSession, KindsTables } from './kinds.ts'

describe.each([
  { model: 'standalone', clustered: false },
  { model: 'one-node cluster', clustered: true },
])('a replica of a $model', ({ clustered }) => {
  let server: OvsdbServer
  /** writes */
  let a: KindsSession
  /** follows */
  let b: KindsSession

  beforeEach(async () => {
    server = await startOvsdb({ ...kindsServer, clustered })
    a = openSession([server.remote])
    b = openSession([server.remote])
    await Promise.all([a.ready(), b.ready()])
  })
  afterEach(async () => {
    await closeSessions()
    await server.remove()
  })

  /** The next change that the follower hears of, which one call of `transact` is to cause. */
  const changeBy = async (write: () => Promise<unknown>): Promise<readonly Change<KindsTables>[]> => {
    const heard = Promise.withResolvers<readonly Change<KindsTables>[]>()
    b.once('change', heard.resolve)
    await write()
    return await heard.promise
  }
  const insertThing = async (row: Parameters<typeof kinds.insert<'Thing'>>[2]): Promise<Uuid<'Thing'>> => {
    const uuid = randomUuid<'Thing'>()
    await changeBy(async () => await a.transact([kinds.insert('Thing', uuid, row)]))
    return uuid
  }

  it('tells of an insert, a change and a delete with the row before and after', async () => {
    const uuid = randomUuid<'Pair'>()
    const row = { _uuid: uuid, left: 'l', right: 1, external_ids: new Map() }
    expect(await changeBy(async () => await a.transact([kinds.insert('Pair', uuid, { left: 'l', right: 1 })]))).toEqual(
      [{ table: 'Pair', uuid, before: null, after: row }],
    )
    expect(await changeBy(async () => await a.transact([kinds.update('Pair', uuid, { right: 2 })]))).toEqual([
      { table: 'Pair', uuid, before: row, after: { ...row, right: 2 } },
    ])
    expect(await changeBy(async () => await a.transact([kinds.remove('Pair', uuid)]))).toEqual([
      { table: 'Pair', uuid, before: { ...row, right: 2 }, after: null },
    ])
  })

  it('tells of all rows of a transaction at once', async () => {
    const [part, thing] = [randomUuid<'Part'>(), randomUuid<'Thing'>()]
    const changes = await changeBy(
      async () =>
        await a.transact([
          kinds.insert('Part', part, { weights: [1] }),
          kinds.insert('Thing', thing, { name: 'x', parts: [part] }),
        ]),
    )
    expect(new Set(changes.map(({ uuid }) => uuid))).toEqual(new Set([part, thing]))
  })

  it.each<[string, Mutation<KindsTables['Thing']>[], object]>([
    ['an optional changed', [['tag', '+=', 2]], { tag: 7 }],
    ['an optional emptied', [['tag', 'delete', [5]]], { tag: null }],
    ['a set that lost a member', [['words', 'delete', ['a']]], { words: ['b'] }],
    ['a set that lost all', [['words', 'delete', ['a', 'b']]], { words: [] }],
    [
      'a set that lost and won',
      [
        ['words', 'delete', ['a']],
        ['words', 'insert', ['c']],
      ],
      { words: ['b', 'c'] },
    ],
    ['a set of one that became another', [['few', '+=', 1]], { few: [2] }],
    [
      'a map: changed, lost and won keys',
      [
        ['attrs', 'delete', ['a', 'b']],
        ['attrs', 'insert', { a: '9', c: '3' }],
      ],
      {
        attrs: new Map([
          ['a', '9'],
          ['c', '3'],
        ]),
      },
    ],
    [
      'a map changed by putKeys',
      putKeys('attrs', { b: '2', c: '3' }) as never,
      {
        attrs: new Map([
          ['a', '1'],
          ['b', '2'],
          ['c', '3'],
        ]),
      },
    ],
    [
      'a map of at most one',
      [
        ['single', 'delete', ['k']],
        ['single', 'insert', { l: 2 }],
      ],
      { single: new Map([['l', 2]]) },
    ],
  ])('follows %s', async (_name, mutations, after) => {
    const uuid = await insertThing({
      name: 'x',
      tag: 5,
      words: ['a', 'b'],
      few: [1],
      attrs: { a: '1', b: '2' },
      single: { k: 1 },
    })
    await changeBy(async () => await a.transact([kinds.mutate('Thing', uuid, mutations)]))
    expect(b.get('Thing', uuid)).toMatchObject(after)
    expect(b.get('Thing', uuid)).toEqual(a.get('Thing', uuid))
  })

  it('shows a column set back to its default', async () => {
    const uuid = await insertThing({ name: 'x', count: 5, on: true, attrs: { k: 'v' } })
    await changeBy(async () => await a.transact([kinds.update('Thing', uuid, { count: 0, on: false, attrs: {} })]))
    expect(b.get('Thing', uuid)).toMatchObject({ count: 0, on: false, attrs: new Map() })
  })

  it('finds rows by indexes of the schema and of the options', async () => {
    const indexed = openSession([server.remote], { indexes: { Pair: ['external_ids:owner'], Thing: ['tag'] } })
    await indexed.ready()
    const [p, q] = [randomUuid<'Pair'>(), randomUuid<'Pair'>()]
    await indexed.transact([
      kinds.insert('Pair', p, { left: 'l', right: 1, external_ids: { owner: 'me' } }),
      kinds.insert('Pair', q, { left: 'l', right: 2, external_ids: { owner: 'you' } }),
    ])
    expect(indexed.find('Pair', { left: 'l', right: 2 }).map(({ _uuid }) => _uuid)).toEqual([q])
    expect(indexed.find('Pair', { 'external_ids:owner': 'me' }).map(({ _uuid }) => _uuid)).toEqual([p])
    await indexed.transact([kinds.mutate('Pair', q, putKeys('external_ids', { owner: 'me' }))])
    expect(indexed.find('Pair', { 'external_ids:owner': 'me' })).toHaveLength(2)
    expect(indexed.find('Pair', { 'external_ids:owner': 'you' })).toEqual([])
  })

  it('goes on when a listener fails, whose error comes to light', async () => {
    const script = fileURLToPath(new URL('failing-listener.ts', import.meta.url))
    expect(await run(process.execPath, script, server.remote)).toBe('uncaught: the listener failed\nrows: 2\n')
  })
})
