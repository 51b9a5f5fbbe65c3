import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { DuplicateUuidError, NotConnectedError, OutcomeUnknownError, randomUuid } from '@quantumnet/ovsdb-jsonrpc'
import type { Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { eventually } from '@quantumnet/platform'
import { startOvsdb } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { OvsdbProxy } from '../../harness/ovsdb-proxy.ts'
import { closeSessions, kinds, kindsServer, openSession } from './kinds.ts'
import type { KindsSession } from './kinds.ts'

const insertPair = async (session: KindsSession, left: string): Promise<Uuid<'Pair'>> => {
  const uuid = randomUuid<'Pair'>()
  await session.transact([kinds.insert('Pair', uuid, { left, right: 1, external_ids: { filler: 'x'.repeat(200) } })])
  return uuid
}

const untilLost = async (session: KindsSession): Promise<void> => {
  await eventually(() => (session.live ? undefined : true), { what: 'the session is not live', timeoutMs: 5000 })
}

describe.each([
  { model: 'standalone', clustered: false },
  { model: 'one-node cluster', clustered: true },
])('with a $model', ({ clustered }) => {
  let server: OvsdbServer
  let proxy: OvsdbProxy
  /** writes, straight to the server */
  let a: KindsSession
  /** follows through the proxy */
  let b: KindsSession
  let logged: Readonly<Record<string, unknown>>[]

  beforeEach(async () => {
    server = await startOvsdb({ ...kindsServer, clustered })
    proxy = await OvsdbProxy.start(server.socket)
    logged = []
    a = openSession([server.remote])
    b = openSession([proxy.remote], {
      log: (_level, message, fields) => logged.push({ message, ...fields }),
    })
    await Promise.all([a.ready(), b.ready()])
  })
  afterEach(async () => {
    await closeSessions()
    await proxy.close()
    await server.remove()
  })

  const resumed = (): unknown[] =>
    logged.filter(({ message }) => message === 'OVSDB connection live').map((fields) => fields['resumed'])

  it('takes what it missed, and nothing else, after the connection was cut', async () => {
    for (let at = 0; at < 50; at += 1) await insertPair(a, `before ${String(at)}`)
    await eventually(() => (b.rows('Pair').size === 50 ? true : undefined), { what: 'b follows', timeoutMs: 5000 })
    const before = proxy.receivedBytes
    proxy.set({ toServer: 'hold' })
    proxy.cut()
    await untilLost(b)
    const missed = await insertPair(a, 'missed')
    proxy.set({ toServer: 'pass' })
    const changes: unknown[] = []
    b.on('change', (some) => changes.push(...some))
    await b.ready()
    expect(changes).toMatchObject([{ table: 'Pair', uuid: missed, before: null }])
    expect(b.rows('Pair').size).toBe(51)
    // Only a clustered database keeps the history that this needs.
    expect(resumed()).toEqual([false, clustered])
    if (clustered) expect(proxy.receivedBytes - before).toBeLessThan(10_000)
    else expect(proxy.receivedBytes - before).toBeGreaterThan(10_000)
  })

  it('continues though nothing had happened since the first snapshot', async () => {
    await insertPair(a, 'x')
    const quiet = openSession([proxy.remote], { log: (_level, message, fields) => logged.push({ message, ...fields }) })
    await quiet.ready()
    logged = []
    proxy.cut()
    await untilLost(quiet)
    await quiet.ready()
    await eventually(() => (resumed().length === 2 ? true : undefined), { what: 'both are back', timeoutMs: 5000 })
    expect(resumed()).toEqual([clustered, clustered])
  })

  it.each(['stop', 'kill'] as const)('comes back after %s and start of the server', async (end) => {
    const kept = await insertPair(a, 'kept')
    const edges = randomUuid<'Thing'>()
    await a.transact([
      kinds.insert('Thing', edges, { ratio: 1.79769313486231e308, levels: new Map([[1, 2.22507385850721e-308]]) }),
    ])
    const lost: string[] = []
    a.on('lost', ({ message }) => lost.push(message))
    await server[end]()
    await untilLost(a)
    expect(a.get('Pair', kept)).toMatchObject({ left: 'kept' })
    await expect(insertPair(a, 'nobody there')).rejects.toThrow(NotConnectedError)
    await server.start()
    await a.ready()
    expect(lost).toHaveLength(1)
    expect([...a.rows('Pair').keys()]).toEqual([kept])
    // The least and the largest real that this client writes: what follows them in the server's file would be lost with them.
    const levels = new Map([[1, 2.22507385850721e-308]])
    expect(a.get('Thing', edges)).toMatchObject({ ratio: 1.79769313486231e308, levels })
    await insertPair(a, 'after')
    await b.ready()
    await eventually(() => (b.rows('Pair').size === 2 ? true : undefined), { what: 'b follows', timeoutMs: 5000 })
  })

  it('says that the outcome is unknown when the answer is lost: committed', async () => {
    const uuid = randomUuid<'Pair'>()
    proxy.set({ toClient: 'lose' })
    const sent = b.transact([kinds.insert('Pair', uuid, { left: 'committed' })])
    await eventually(() => a.get('Pair', uuid), { what: 'a sees the row', timeoutMs: 5000 })
    proxy.cut()
    await expect(sent).rejects.toThrow(OutcomeUnknownError)
    proxy.set({ toClient: 'pass' })
    await b.ready()
    expect(b.get('Pair', uuid)).toBeDefined()
    // Sent again it makes no twin.
    await expect(b.transact([kinds.insert('Pair', uuid, { left: 'committed' })])).rejects.toThrow(DuplicateUuidError)
  })

  it('says that the outcome is unknown when the answer is lost: never arrived', async () => {
    const uuid = randomUuid<'Pair'>()
    proxy.set({ toServer: 'lose' })
    const sent = b.transact([kinds.insert('Pair', uuid, { left: 'lost' })])
    proxy.cut()
    await expect(sent).rejects.toThrow(OutcomeUnknownError)
    proxy.set({ toServer: 'pass' })
    await b.ready()
    expect(b.get('Pair', uuid)).toBeUndefined()
  })

  it('gives up a server that hangs, and comes back to it', async () => {
    const probing = openSession([server.remote], { timeouts: { probeMs: 100 } })
    await probing.ready()
    const reasons: string[] = []
    probing.on('lost', ({ message }) => reasons.push(message))
    server.freeze()
    const sent = probing.transact([kinds.insert('Pair', randomUuid(), { left: 'frozen' })])
    await expect(sent).rejects.toThrow(OutcomeUnknownError)
    expect(reasons).toEqual(['no answer to an echo within 100 ms'])
    server.thaw()
    await probing.ready()
  })

  it('does not give up while bytes of a message arrive, however slowly', async () => {
    const slow = openSession([proxy.remote], { timeouts: { probeMs: 150 } })
    await slow.ready()
    let lost = 0
    slow.on('lost', () => (lost += 1))
    const uuid = randomUuid<'Pair'>()
    // From here on the server's bytes come a few at a time, with pauses shorter than the probe but longer in sum.
    proxy.trickle(60, 60)
    const started = performance.now()
    await a.transact([kinds.insert('Pair', uuid, { left: 'slow', external_ids: { filler: 'x'.repeat(400) } })])
    await eventually(() => slow.get('Pair', uuid), { what: 'the row arrives', timeoutMs: 10_000 })
    expect(performance.now() - started).toBeGreaterThan(450)
    expect(lost).toBe(0)
  })

  it('fails what waits for an answer when it is closed', async () => {
    server.freeze()
    const sent = a.transact([kinds.insert('Pair', randomUuid(), { left: 'x' })])
    const outcome = expect(sent).rejects.toThrow(OutcomeUnknownError)
    await new Promise(setImmediate)
    await a.close()
    await outcome
    await expect(a.ready()).rejects.toThrow(NotConnectedError)
    await expect(insertPair(a, 'y')).rejects.toThrow(NotConnectedError)
  })
})

it('tries further remotes when one is not there, or hangs', async () => {
  const [good, frozen] = await Promise.all([startOvsdb(kindsServer), startOvsdb(kindsServer)])
  frozen.freeze()
  const session = openSession(['unix:/nowhere', frozen.remote, good.remote], { timeouts: { handshakeMs: 200 } })
  await session.ready()
  await insertPair(session, 'x')
  await closeSessions()
  await Promise.all([good.remove(), frozen.remove()])
})
