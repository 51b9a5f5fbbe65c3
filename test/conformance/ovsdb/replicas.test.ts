import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { FencedError, randomUuid } from '@quantumnet/ovsdb-jsonrpc'
import type { Change, Lock } from '@quantumnet/ovsdb-jsonrpc'
import { eventually } from '@quantumnet/platform'
import { startOvsdb } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { OvsdbProxy } from '../../harness/ovsdb-proxy.ts'
import { closeSessions, kinds, kindsServer, openSession } from './kinds.ts'
import type { KindsSession } from './kinds.ts'

let server: OvsdbServer
let proxy: OvsdbProxy
let session: KindsSession
let writer: KindsSession

beforeAll(async () => {
  server = await startOvsdb({ ...kindsServer, clustered: true })
})
afterAll(async () => {
  await server.remove()
})
beforeEach(async () => {
  proxy = await OvsdbProxy.start(server.socket)
  writer = openSession([server.remote])
  session = openSession([proxy.remote])
  await Promise.all([writer.ready(), session.ready()])
  await writer.transact([kinds.remove('Thing', []), kinds.remove('Pair', [])])
})
afterEach(async () => {
  await closeSessions()
  await proxy.close()
})

const insertPairs = async (...rights: number[]): Promise<void> => {
  await writer.transact(rights.map((right) => kinds.insert('Pair', randomUuid(), { left: 'x', right })))
}
const rightsOf = (replica: Pick<KindsSession, 'rows'>): number[] =>
  [...replica.rows('Pair').values()].map(({ right }) => right).sort((a, b) => a - b)

const reads = async (replica: Pick<KindsSession, 'rows'>, rights: number[]): Promise<void> => {
  await eventually(() => (JSON.stringify(rightsOf(replica)) === JSON.stringify(rights) ? true : undefined), {
    what: `the replica reads ${String(rights)}`,
    timeoutMs: 5000,
  })
}

const cut = async (): Promise<void> => {
  const lost = new Promise((resolve) => session.once('lost', resolve))
  proxy.cut()
  await lost
  await session.ready()
}

describe('several replicas of a session', () => {
  it('have each their own tables, rows and last transaction, and own writes are in all of them', async () => {
    await insertPairs(1, 2, 3)
    const low = session.addReplica({ monitor: { Pair: '*' }, conditions: { Pair: [['right', '<', 3]] } })
    const names = session.addReplica({ monitor: { Thing: ['name'] } })
    await Promise.all([low.ready(), names.ready()])
    expect([rightsOf(session), rightsOf(low)]).toEqual([
      [1, 2, 3],
      [1, 2],
    ])
    const thing = randomUuid<'Thing'>()
    await session.transact([
      kinds.insert('Thing', thing, { name: 'n', words: ['w'] }),
      kinds.insert('Pair', randomUuid(), { left: 'y', right: 0 }),
    ])
    expect([names.get('Thing', thing), rightsOf(low)]).toEqual([{ _uuid: thing, name: 'n' }, [0, 1, 2]])

    await insertPairs(-1)
    const before = proxy.receivedBytes
    await cut()
    await Promise.all([low.ready(), names.ready()])
    expect([rightsOf(session), rightsOf(low), names.rows('Thing').size]).toEqual([[-1, 0, 1, 2, 3], [-1, 0, 1, 2], 1])
    // All three continued: no row came again.
    expect(proxy.receivedBytes - before).toBeLessThan(10_000)
    expect(session.metrics).toMatchObject({ resumes: 3, snapshots: 3, connectionsLost: 1, live: true })

    await low.close()
    await insertPairs(-2)
    await reads(session, [-2, -1, 0, 1, 2, 3])
    expect([rightsOf(low), low.live, names.live]).toEqual([[-1, 0, 1, 2], false, true])
  })

  it('is followed again after a reconnect that came while it loaded', async () => {
    await insertPairs(1)
    const more = session.addReplica({ monitor: { Pair: '*' } })
    await cut()
    await more.ready()
    await insertPairs(2)
    await reads(more, [1, 2])
  })
})

describe('conditions', () => {
  it('change while live: rows come and go, and are there when it is done', async () => {
    await insertPairs(1, 2, 3, 4)
    const changes: [number | undefined, number | undefined][] = []
    const some = session.addReplica({ monitor: { Pair: ['right'] }, conditions: { Pair: [['right', '<=', 2]] } })
    await some.ready()
    some.on('change', (list) => {
      for (const { before, after } of list) changes.push([before?.right, after?.right])
    })
    await some.setConditions({ Pair: [['right', '>=', 2]] })
    expect(changes.toSorted()).toEqual(
      [
        [undefined, 3],
        [undefined, 4],
        [1, undefined],
      ].toSorted(),
    )
    await some.setConditions({ Pair: false })
    expect(some.rows('Pair').size).toBe(0)
    await some.setConditions({})
    expect(some.rows('Pair').size).toBe(4)
    await some.setConditions({ Pair: [] })
    expect(some.rows('Pair').size).toBe(0)
  })

  it('of several changes at once the last one counts', async () => {
    await insertPairs(1, 2, 3)
    await reads(session, [1, 2, 3])
    await Promise.all(
      [1, 2, 3].map(async (right) => {
        await session.setConditions({ Pair: [['right', '==', right]] })
      }),
    )
    expect(rightsOf(session)).toEqual([3])
    await insertPairs(5)
    await session.setConditions({ Pair: [['right', '>', 2]] })
    expect(rightsOf(session)).toEqual([3, 5])
  })

  it('hold over a reconnect, and those that were changed without a connection are in force after it', async () => {
    await insertPairs(1, 2, 3)
    await session.setConditions({ Pair: [['right', '<', 3]] })
    await insertPairs(0)
    const before = session.metrics
    await cut()
    expect([rightsOf(session), session.metrics.resumes - before.resumes]).toEqual([[0, 1, 2], 1])
    const lost = new Promise((resolve) => session.once('lost', resolve))
    const changed = session.setConditions({ Pair: [['right', '>', 1]] })
    proxy.cut()
    await lost
    await changed
    expect(rightsOf(session)).toEqual([2, 3])
  })

  it('refuses what does not fit the schema', async () => {
    // @ts-expect-error no such column
    await expect(session.setConditions({ Pair: [['nope', '==', 1]] })).rejects.toThrow('Pair.nope')
  })
})

describe('large sets', () => {
  it('are told by their difference, and read the same as anybody reads them', async () => {
    const thing = randomUuid<'Thing'>()
    const words = Array.from({ length: 2000 }, (_, at) => `w${String(at)}`)
    await session.transact([kinds.insert('Thing', thing, { words })])
    const heard: Change<{ Thing: { words: readonly string[] } }>[] = []
    session.on('change', (changes) => heard.push(...(changes as unknown as typeof heard)))
    await session.transact([kinds.mutate('Thing', thing, [['words', 'insert', ['new', 'w5']]])])
    await session.transact([kinds.mutate('Thing', thing, [['words', 'delete', ['w0', 'w1']]])])
    await session.transact([kinds.update('Thing', thing, { name: 'named' })])
    expect(heard.map((change) => change.members('words'))).toEqual([
      { added: ['new'], removed: [] },
      { added: [], removed: ['w0', 'w1'] },
      { added: [], removed: [] },
    ])
    const lengths = heard.map(({ before, after }) => [before?.words.length, after?.words.length])
    expect(lengths).toEqual([
      [2000, 2001],
      [2001, 1999],
      [1999, 1999],
    ])
    const fresh = openSession([server.remote])
    await fresh.ready()
    expect(new Set(session.get('Thing', thing)?.words)).toEqual(new Set(fresh.get('Thing', thing)?.words))
    expect(session.get('Thing', thing)).toMatchObject({ name: 'named' })
  })
})

describe('locks', () => {
  const held = async (lock: Lock): Promise<void> => {
    await eventually(() => (lock.held ? true : undefined), { what: 'the lock is held', timeoutMs: 5000 })
  }

  it('go from one to the next, are stolen, and guard transactions', async () => {
    const mine = session.lock('one')
    await held(mine)
    const guarded = session.guardedBy([kinds.assert('one')])
    await guarded.transact([kinds.insert('Pair', randomUuid(), { right: 1 })])
    expect(() => session.lock('one')).toThrow('lock one is wanted already')

    const theirs = writer.lock('one')
    await writer.transact([])
    expect(theirs.held).toBe(false)
    await mine.release()
    await held(theirs)
    await expect(guarded.transact([kinds.insert('Pair', randomUuid(), { right: 2 })])).rejects.toThrow(FencedError)

    const lost = new Promise((resolve) => theirs.once('lost', resolve))
    const thief = session.lock('one', { steal: true })
    await held(thief)
    expect(String(await lost)).toContain('stolen')
    await thief.release()
    // Who was robbed is the next.
    await held(theirs)
    await theirs.release()
  })

  it('are lost with the connection, and asked for again', async () => {
    const lock = session.lock('two')
    await held(lock)
    const lost = new Promise((resolve) => lock.once('lost', resolve))
    await cut()
    await lost
    await held(lock)
    await lock.release()
    expect(lock.held).toBe(false)
  })
})

it('asks the server who it is and what it has', async () => {
  expect([...(await session.listDatabases())].toSorted()).toEqual(['Kinds', '_Server'])
  expect(await session.serverId()).toMatch(/^[0-9a-f-]{36}$/)
  expect(session.metrics.transactions.committed).toBe(0)
})
