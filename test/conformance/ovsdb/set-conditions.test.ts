import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { NotConnectedError } from '@quantumnet/ovsdb-jsonrpc'
import type { Condition } from '@quantumnet/ovsdb-jsonrpc'
import { eventually } from '@quantumnet/platform'
import { startOvsdb } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { kinds, kindsServer, openSession } from './kinds.ts'
import type { KindsSession, KindsTables } from './kinds.ts'
import { reads, rightsOf, TwoSessions } from './two-sessions.ts'

type Pairs = Record<'Pair', Condition<KindsTables['Pair']>[]>
const above = (right: number): Pairs => ({ Pair: [['right', '>', right]] })

describe.each([
  { model: 'standalone', clustered: false },
  { model: 'one-node cluster', clustered: true },
])('conditions of a session on a $model', ({ clustered }) => {
  let server: OvsdbServer
  let ends: TwoSessions
  let session: KindsSession

  beforeAll(async () => {
    server = await startOvsdb({ ...kindsServer, clustered })
  })
  beforeEach(async () => {
    ends = await TwoSessions.start(server)
    ;({ session } = ends)
  })
  afterEach(async () => {
    await ends.end()
  })
  afterAll(async () => {
    await server.remove()
  })

  it('change while live: rows come and go, and are there when it is done', async () => {
    await ends.insertPairs(1, 2, 3, 4)
    const changes: [number | undefined, number | undefined][] = []
    const some = session.addReplica({ monitor: { Pair: ['right'] }, conditions: { Pair: [['right', '<=', 2]] } })
    await some.ready()
    some.on('change', (list) => {
      for (const { before, after } of list) changes.push([before?.right, after?.right])
    })
    await some.setConditions({ Pair: [['right', '>=', 2]] })
    expect(new Set(changes.map((change) => JSON.stringify(change)))).toEqual(
      new Set(['[null,3]', '[null,4]', '[1,null]']),
    )
    await some.setConditions({ Pair: false })
    expect(some.rows('Pair').size).toBe(0)
    await some.setConditions({})
    expect(some.rows('Pair').size).toBe(4)
    await some.setConditions({ Pair: [] })
    expect(some.rows('Pair').size).toBe(0)
  })

  it('of several changes at once the last one counts', async () => {
    await ends.insertPairs(1, 2, 3)
    await reads(session, [1, 2, 3])
    await Promise.all(
      [1, 2, 3].map(async (right) => {
        await session.setConditions({ Pair: [['right', '==', right]] })
      }),
    )
    expect(rightsOf(session)).toEqual([3])
    await ends.insertPairs(5)
    await session.setConditions(above(2))
    expect(rightsOf(session)).toEqual([3, 5])
  })

  it('change again and again while rows are written', async () => {
    const rights = Array.from({ length: 40 }, (_, at) => at)
    const told = new Map<string, number>()
    session.on('change', (changes) => {
      for (const change of changes) {
        if (change.table !== 'Pair') continue
        if (change.after === null) told.delete(change.uuid)
        else told.set(change.uuid, change.after.right)
      }
    })
    const writing = new AbortController()
    const changing = (async () => {
      for (let at = 0; !writing.signal.aborted; at += 1) await session.setConditions(above((at * 7) % 40))
    })()
    for (const right of rights) {
      await ends.insertPairs(right)
      await ends.writer.transact([kinds.mutate('Pair', [['right', '<=', right]], [['right', '+=', 100]])])
      await ends.writer.transact([kinds.mutate('Pair', [['right', '>=', 100]], [['right', '-=', 100]])])
    }
    writing.abort()
    await changing
    await session.setConditions(above(20))
    expect(rightsOf(session)).toEqual(rights.filter((right) => right > 20))
    expect(new Map([...session.rows('Pair')].map(([uuid, { right }]) => [uuid as string, right]))).toEqual(told)
  })

  it('hold over a reconnect, which continues when nothing about them is open', async () => {
    await ends.insertPairs(1, 2, 3)
    await session.setConditions({ Pair: [['right', '<', 3]] })
    await ends.insertPairs(0)
    const { resumes } = session.metrics
    await ends.reconnect()
    expect(rightsOf(session)).toEqual([0, 1, 2])
    expect(session.metrics.resumes - resumes).toBe(clustered ? 1 : 0)
  })

  it('changed without a connection are in force after the next', async () => {
    await ends.insertPairs(1, 2, 3)
    ends.proxy.set({ toServer: 'hold' })
    await ends.cut()
    const changed = [above(5), above(0), above(1)].map(async (conditions) => {
      await session.setConditions(conditions)
    })
    await ends.insertPairs(4)
    ends.proxy.set({ toServer: 'pass' })
    await Promise.all(changed)
    expect(rightsOf(session)).toEqual([2, 3, 4])
  })

  it.each([
    ['had taken the change', { toClient: 'hold' }],
    ['had not heard of it', { toServer: 'hold' }],
  ] as const)(
    'the connection is lost before the answer, and the server %s: all is asked for anew',
    async (_name, flow) => {
      await ends.insertPairs(1, 2, 3)
      await reads(session, [1, 2, 3])
      const { snapshots } = session.metrics
      ends.proxy.set(flow)
      const changed = session.setConditions(above(1))
      await new Promise(setImmediate)
      await ends.insertPairs(4)
      ends.proxy.set({ toServer: 'pass', toClient: 'pass' })
      await ends.cut()
      await changed
      expect(rightsOf(session)).toEqual([2, 3, 4])
      await ends.insertPairs(0, 5)
      await reads(session, [2, 3, 4, 5])
      expect(session.metrics.snapshots - snapshots).toBe(1)
    },
  )

  it('cut again and again amid changes of two replicas, each has what it wanted last', async () => {
    await ends.insertPairs(...Array.from({ length: 10 }, (_, at) => at))
    const other = session.addReplica({ monitor: { Pair: '*' }, conditions: { Pair: false } })
    for (let at = 0; at < 10; at += 1) {
      const changed = [session.setConditions(above(at)), other.setConditions({ Pair: [['right', '==', at]] })]
      if (at % 2 === 0) ends.proxy.cut()
      await Promise.all(changed)
      expect([rightsOf(session), rightsOf(other)]).toEqual([Array.from({ length: 9 - at }, (_, n) => at + 1 + n), [at]])
    }
  })

  it('set before the first connection are asked for by it', async () => {
    await ends.insertPairs(1, 2, 3)
    ends.proxy.set({ toServer: 'hold' })
    const late = openSession([ends.proxy.remote])
    const changed = late.setConditions(above(2))
    ends.proxy.set({ toServer: 'pass' })
    await changed
    expect(rightsOf(late)).toEqual([3])
    expect(late.metrics.rowsChanged).toBe(1)
  })

  it('fail when the session is closed, before or meanwhile', async () => {
    ends.proxy.set({ toClient: 'hold' })
    const changing = expect(session.setConditions(above(1))).rejects.toThrow(NotConnectedError)
    await session.close()
    await changing
    await expect(session.setConditions(above(2))).rejects.toThrow(NotConnectedError)
  })

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['a column that is not there', { Pair: [['nope', '==', 1]] }, 'Pair.nope'],
    ['a value of another type', { Pair: [['right', '==', 'one']] }, 'Pair.right: "one" is not allowed'],
    ['a table that is not there', { Nothing: true }, 'Nothing, which is not monitored'],
  ])('refuse %s, and stay as they were', async (_name, conditions, problem) => {
    await ends.insertPairs(1, 2)
    await session.setConditions(above(1))
    await expect(session.setConditions(conditions as never)).rejects.toThrow(problem)
    await ends.reconnect()
    await eventually(() => (session.live ? true : undefined), { what: 'it is live', timeoutMs: 5000 })
    expect(rightsOf(session)).toEqual([2])
  })
})
