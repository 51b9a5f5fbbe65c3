import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { randomUuid } from '@quantumnet/ovsdb-jsonrpc'
import type { Change } from '@quantumnet/ovsdb-jsonrpc'
import { startOvsdb } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { kinds, kindsServer, openSession } from './kinds.ts'
import type { KindsSession } from './kinds.ts'
import { reads, rightsOf, TwoSessions } from './two-sessions.ts'

let server: OvsdbServer
let ends: TwoSessions
let session: KindsSession

beforeAll(async () => {
  server = await startOvsdb({ ...kindsServer, clustered: true })
})
afterAll(async () => {
  await server.remove()
})
beforeEach(async () => {
  ends = await TwoSessions.start(server)
  ;({ session } = ends)
})
afterEach(async () => {
  await ends.end()
})

describe('several replicas of a session', () => {
  it('have each their own tables, rows and last transaction, and own writes are in all of them', async () => {
    await ends.insertPairs(1, 2, 3)
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

    await ends.insertPairs(-1)
    const before = ends.proxy.receivedBytes
    await ends.reconnect()
    await Promise.all([low.ready(), names.ready()])
    expect([rightsOf(session), rightsOf(low), names.rows('Thing').size]).toEqual([[-1, 0, 1, 2, 3], [-1, 0, 1, 2], 1])
    // All three continued: no row came again.
    expect(ends.proxy.receivedBytes - before).toBeLessThan(10_000)
    expect(session.metrics).toMatchObject({ resumes: 3, snapshots: 3, connectionsLost: 1, live: true })

    await low.close()
    await ends.insertPairs(-2)
    await reads(session, [-2, -1, 0, 1, 2, 3])
    expect([rightsOf(low), low.live, names.live]).toEqual([[-1, 0, 1, 2], false, true])
  })

  it('is followed again after a reconnect that came while it loaded', async () => {
    await ends.insertPairs(1)
    const more = session.addReplica({ monitor: { Pair: '*' } })
    await ends.reconnect()
    await more.ready()
    await ends.insertPairs(2)
    await reads(more, [1, 2])
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

it('asks the server who it is and what it has', async () => {
  expect([...(await session.listDatabases())].toSorted()).toEqual(['Kinds', '_Server'])
  expect(await session.serverId()).toMatch(/^[0-9a-f-]{36}$/)
  expect(session.metrics.transactions.committed).toBe(0)
})
