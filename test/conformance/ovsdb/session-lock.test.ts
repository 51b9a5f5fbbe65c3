import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { FencedError, randomUuid } from '@quantumnet/ovsdb-jsonrpc'
import type { Lock, Writer } from '@quantumnet/ovsdb-jsonrpc'
import { eventually } from '@quantumnet/platform'
import { startOvsdb } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { kinds, kindsServer, openSession } from './kinds.ts'
import type { KindsSession, KindsTables } from './kinds.ts'
import { TwoSessions } from './two-sessions.ts'

const held = async (lock: Lock): Promise<void> => {
  await eventually(() => (lock.held ? true : undefined), { what: `lock ${lock.name} is held`, timeoutMs: 5000 })
}
const notHeld = async (lock: Lock): Promise<void> => {
  await eventually(() => (lock.held ? undefined : true), { what: `lock ${lock.name} is not held`, timeoutMs: 5000 })
}
/** What a lock tells, in order. */
const eventsOf = (lock: Lock): string[] => {
  const events: string[] = []
  lock.on('held', () => events.push('held'))
  lock.on('lost', ({ message }) => events.push(message.replace(/^lock \w+: /, '')))
  return events
}
const write = async (writer: Pick<Writer<KindsTables>, 'transact'>): Promise<void> => {
  await writer.transact([kinds.insert('Pair', randomUuid(), { left: randomUuid() })])
}

describe.each([
  { model: 'standalone', clustered: false },
  { model: 'one-node cluster', clustered: true },
])('locks of sessions on a $model', ({ clustered }) => {
  let server: OvsdbServer
  let ends: TwoSessions
  /** straight to the server */
  let a: KindsSession
  /** through a wire that can be cut */
  let b: KindsSession

  beforeAll(async () => {
    server = await startOvsdb({ ...kindsServer, clustered })
  })
  beforeEach(async () => {
    ends = await TwoSessions.start(server)
    ;({ writer: a, session: b } = ends)
  })
  afterEach(async () => {
    await ends.end()
  })
  afterAll(async () => {
    await server.remove()
  })

  it('go from one to the next, are stolen, and guard transactions', async () => {
    const mine = b.lock('one')
    await held(mine)
    const guarded = b.guardedBy([kinds.assert('one')])
    await write(guarded)
    expect(() => b.lock('one')).toThrow('lock one is wanted already')

    const theirs = a.lock('one')
    await a.transact([])
    expect(theirs.held).toBe(false)
    await mine.release()
    await held(theirs)
    await expect(write(guarded)).rejects.toThrow(FencedError)

    const events = eventsOf(theirs)
    const thief = b.lock('one', { steal: true })
    await held(thief)
    await notHeld(theirs)
    await thief.release()
    // Who was robbed is the next.
    await held(theirs)
    expect(events).toEqual(['stolen by another client', 'held'])
    await theirs.release()
  })

  it('are given on in the order in which they were asked for', async () => {
    const third = openSession([server.remote])
    await third.ready()
    const locks: Lock[] = []
    for (const session of [a, b, third]) {
      locks.push(session.lock('queue'))
      // The answer to this comes after that to the lock.
      await session.transact([])
    }
    const order: number[] = []
    for (const [at, lock] of locks.entries()) lock.on('held', () => order.push(at))
    expect(locks.map((lock) => lock.held)).toEqual([true, false, false])
    await locks[0]?.release()
    await eventually(() => order[0], { what: 'the second has it', timeoutMs: 5000 })
    await locks[1]?.release()
    await eventually(() => order[1], { what: 'the third has it', timeoutMs: 5000 })
    expect(order).toEqual([1, 2])
  })

  it('of one session are apart from each other', async () => {
    const [x, y] = [a.lock('x'), a.lock('y')]
    await Promise.all([held(x), held(y)])
    const theirs = b.lock('x', { steal: true })
    await held(theirs)
    await notHeld(x)
    expect(y.held).toBe(true)
    await write(a.guardedBy([kinds.assert('y')]))
    await expect(write(a.guardedBy([kinds.assert('y'), kinds.assert('x')]))).rejects.toThrow(FencedError)
  })

  it('wanted before the first connection are asked for with it', async () => {
    const late = openSession([server.remote])
    const lock = late.lock('early')
    await held(lock)
    await write(late.guardedBy([kinds.assert('early')]))
  })

  it('who gives up waiting does not get it', async () => {
    const mine = a.lock('patience')
    await held(mine)
    const waiting = b.lock('patience')
    const events = eventsOf(waiting)
    await b.transact([])
    await waiting.release()
    await mine.release()
    const again = a.lock('patience')
    await held(again)
    expect(events).toEqual([])
  })

  it('are lost with the connection, and asked for again', async () => {
    const lock = b.lock('two')
    await held(lock)
    const events = eventsOf(lock)
    const guarded = b.guardedBy([kinds.assert('two')])
    await ends.reconnect()
    await held(lock)
    expect(events).toEqual([expect.stringMatching(/closed/), 'held'])
    await write(guarded)
    await lock.release()
    expect(lock.held).toBe(false)
    await expect(write(guarded)).rejects.toThrow(FencedError)
  })

  it('somebody else gets it meanwhile, and who was cut off waits', async () => {
    const theirs = b.lock('three')
    await held(theirs)
    const mine = a.lock('three')
    const events = eventsOf(theirs)
    const guarded = b.guardedBy([kinds.assert('three')])
    ends.proxy.set({ toServer: 'hold' })
    await ends.cut()
    await held(mine)
    ends.proxy.set({ toServer: 'pass' })
    await b.ready()
    await expect(write(guarded)).rejects.toThrow(FencedError)
    expect([mine.held, theirs.held]).toEqual([true, false])
    await mine.release()
    await held(theirs)
    expect(events.at(-1)).toBe('held')
    await write(guarded)
  })

  it('are stolen once, not again by each reconnect', async () => {
    const mine = a.lock('four')
    await held(mine)
    const thief = b.lock('four', { steal: true })
    await held(thief)
    ends.proxy.set({ toServer: 'hold' })
    await ends.cut()
    await held(mine)
    ends.proxy.set({ toServer: 'pass' })
    await b.ready()
    await b.transact([])
    expect([mine.held, thief.held]).toEqual([true, false])
  })

  it('given back without a connection are not asked for by the next', async () => {
    const theirs = b.lock('five')
    await held(theirs)
    const mine = a.lock('five')
    ends.proxy.set({ toServer: 'hold' })
    await ends.cut()
    await theirs.release()
    ends.proxy.set({ toServer: 'pass' })
    await b.ready()
    await held(mine)
    await mine.release()
    await b.transact([])
    expect(theirs.held).toBe(false)
    // The session may want it anew.
    await held(b.lock('five'))
  })

  it('a transaction that asked for it before it was stolen fails, and commits when it is sent again afterwards', async () => {
    const mine = a.lock('six')
    await held(mine)
    const guarded = a.guardedBy([kinds.assert('six')])
    const thief = b.lock('six', { steal: true })
    await held(thief)
    await expect(write(guarded)).rejects.toThrow(FencedError)
    await thief.release()
    await held(mine)
    await write(guarded)
  })

  it('are asked for again of a server that was started anew: one has it', async () => {
    const locks = [a.lock('seven'), b.lock('seven')]
    await eventually(() => locks.find((lock) => lock.held), { what: 'one has it', timeoutMs: 5000 })
    await server.kill()
    await Promise.all(locks.map(notHeld))
    await server.start()
    await Promise.all([a.ready(), b.ready()])
    const first = await eventually(() => locks.find((lock) => lock.held), { what: 'one has it again', timeoutMs: 5000 })
    await Promise.all([a.transact([]), b.transact([])])
    expect(locks.filter((lock) => lock.held)).toEqual([first])
    await first.release()
    await eventually(() => locks.find((lock) => lock.held && lock !== first), { what: 'the other', timeoutMs: 5000 })
  })
})
