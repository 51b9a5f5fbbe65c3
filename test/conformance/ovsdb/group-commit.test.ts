import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import {
  CanceledError,
  ConstraintViolationError,
  DuplicateUuidError,
  FencedError,
  GroupCommit,
  randomUuid,
  RowMissingError,
} from '@quantumnet/ovsdb-jsonrpc'
import { startOvsdb } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { closeSessions, kinds, kindsServer, openSession } from './kinds.ts'
import type { KindsSession } from './kinds.ts'

let server: OvsdbServer
let session: KindsSession

beforeAll(async () => {
  server = await startOvsdb(kindsServer)
})
afterAll(async () => {
  await server.remove()
})
beforeEach(async () => {
  session = openSession([server.remote])
  await session.ready()
  await session.transact([kinds.remove('Thing', []), kinds.remove('Pair', []), kinds.remove('Settings', [])])
})
afterEach(closeSessions)

const errorOf = async (promise: Promise<unknown>): Promise<unknown> =>
  await promise.then(() => null).catch((e: unknown) => e)

it('each transaction of a group succeeds or fails by itself, and its effect is in the replica', async () => {
  const group = new GroupCommit(session)
  const [twin, parent] = [randomUuid<'Pair'>(), randomUuid<'Thing'>()]
  const pair = (right: number, uuid = randomUuid<'Pair'>()): Promise<unknown> =>
    group.transact([kinds.insert('Pair', uuid, { left: 'x', right })])
  const good = Array.from({ length: 50 }, async (_, right) => await pair(right))
  const bad = [
    pair(7), // index (left, right)
    group.transact([kinds.mutate('Thing', randomUuid<'Thing'>(), [['count', '+=', 1]])]),
    group.transact([kinds.insert('Pair', twin, { right: -1 }), kinds.insert('Pair', twin, { right: -2 })]),
  ].map(errorOf)
  const late = [
    group.transact([kinds.insert('Thing', parent, { name: 'parent' })]),
    group.transact([kinds.mutate('Thing', parent, [['count', '+=', 1]])]),
  ]
  const errors = await Promise.all(bad)
  const [unique, missing, duplicate] = errors
  expect([missing, duplicate]).toEqual([expect.any(RowMissingError), expect.any(DuplicateUuidError)])
  await Promise.all(late)
  expect(session.get('Thing', parent)?.count).toBe(1)
  // Of the two that want (x, 7) exactly one has it, whichever was sent first.
  const outcomes = await Promise.allSettled(good)
  const refused = outcomes.filter(({ status }) => status === 'rejected').length + (unique === null ? 0 : 1)
  expect(refused).toBe(1)
  expect(session.rows('Pair').size).toBe(50)
})

it('a fenced writer fails in groups, too', async () => {
  const fenced = session.guardedBy([kinds.wait('Settings', [['external_ids', 'includes', { epoch: '7' }]], {})])
  const group = new GroupCommit(fenced)
  const errors = await Promise.all(
    [1, 2, 3].map(async (right) => await errorOf(group.transact([kinds.insert('Pair', randomUuid(), { right })]))),
  )
  expect(errors.map((error) => error instanceof FencedError)).toEqual([true, true, true])
  expect(session.rows('Pair').size).toBe(0)
})

describe('a transaction that is given up', () => {
  const blocked = kinds.wait('Pair', [['left', '==', 'never']], {}, { timeoutMs: 60_000 })

  it('is canceled at the server', async () => {
    const waiting = session.transact([blocked, kinds.insert('Pair', randomUuid(), { right: 1 })], { timeoutMs: 50 })
    await expect(waiting).rejects.toThrow(CanceledError)
    await session.transact([kinds.insert('Pair', randomUuid(), { right: 2 })])
    expect([...session.rows('Pair').values()].map(({ right }) => right)).toEqual([2])
  })

  it('changes nothing when it was answered before', async () => {
    const canceler = new AbortController()
    await session.transact([kinds.insert('Pair', randomUuid(), { right: 1 })], { signal: canceler.signal })
    canceler.abort()
    expect(session.rows('Pair').size).toBe(1)
  })

  it('is not sent when that comes first', async () => {
    await expect(
      session.transact([kinds.insert('Pair', randomUuid(), { right: 1 })], { signal: AbortSignal.abort() }),
    ).rejects.toThrow('canceled: before it was sent')
    expect(session.rows('Pair').size).toBe(0)
  })
})

it('a wait with a time is answered as soon as it holds', async () => {
  const other = openSession([server.remote])
  await other.ready()
  const waiting = session.transact([kinds.wait('Pair', [['left', '==', 'soon']], {}, { timeoutMs: 10_000 })])
  await other.transact([kinds.insert('Pair', randomUuid(), { left: 'soon' })])
  await waiting
  await expect(session.transact([kinds.abort()])).rejects.toThrow('aborted')
  await session.transact([kinds.commit({ durable: true })])
  await expect(session.transact([kinds.insert('Pair', randomUuid(), { left: 'soon' })])).rejects.toThrow(
    ConstraintViolationError,
  )
})
