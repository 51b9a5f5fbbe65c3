import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { randomUuid } from '@quantumnet/ovsdb-jsonrpc'
import type { Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { eventually } from '@quantumnet/platform'
import { startOvsdb, startOvsdbCluster } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { closeSessions, kinds, kindsServer, openSession } from './kinds.ts'
import type { KindsSession } from './kinds.ts'
import { findLeader } from './leader.ts'

let servers: OvsdbServer[]
const remotes = (): string[] => servers.map(({ remote }) => remote)

const leader = async (): Promise<OvsdbServer> => await findLeader(servers)

const insertPair = async (session: KindsSession): Promise<Uuid<'Pair'>> => {
  const uuid = randomUuid<'Pair'>()
  await session.transact([kinds.insert('Pair', uuid, { left: uuid })])
  return uuid
}

interface Watched {
  readonly session: KindsSession
  /** what the session logged of its connections, oldest first */
  readonly log: Readonly<Record<string, unknown>>[]
}

const watched = (options: Parameters<typeof openSession>[1] = {}, at = remotes()): Watched => {
  const log: Readonly<Record<string, unknown>>[] = []
  const session = openSession(at, { ...options, log: (_level, message, fields) => log.push({ message, ...fields }) })
  return { session, log }
}
const lives = ({ log }: Watched): Readonly<Record<string, unknown>>[] =>
  log.filter(({ message }) => message === 'OVSDB connection live')

beforeAll(async () => {
  servers = await startOvsdbCluster(kindsServer, 3)
}, 60_000)
afterEach(closeSessions)
afterAll(async () => {
  await Promise.all(
    servers.map(async (server) => {
      await server.remove()
    }),
  )
})

it('stays away from servers that are not the leader', async () => {
  const first = await leader()
  const followers = servers.filter((server) => server !== first)
  const picky = watched(
    {},
    followers.map(({ remote }) => remote),
  )
  await eventually(() => (picky.log.length >= 4 ? true : undefined), { what: 'it tried', timeoutMs: 5000 })
  expect(picky.session.live).toBe(false)
  expect(new Set(picky.log.map(({ reason }) => reason))).toEqual(new Set(['the server is not the leader of Kinds']))

  const easy = watched(
    { leaderOnly: false },
    followers.map(({ remote }) => remote),
  )
  await easy.session.ready()
  const uuid = await insertPair(easy.session)
  expect(easy.session.get('Pair', uuid)).toBeDefined()
})

it('finds the leader among all', async () => {
  const { session, log } = watched()
  await session.ready()
  expect(lives({ session, log })).toMatchObject([{ remote: (await leader()).remote }])
})

it('follows the leadership when it moves, and continues where it was', async () => {
  const before = await leader()
  const watch = watched()
  await watch.session.ready()
  const kept = await insertPair(watch.session)
  const lost = Promise.withResolvers<Error>()
  watch.session.once('lost', lost.resolve)
  await before.control('cluster/failure-test', 'transfer-leadership')
  expect((await lost.promise).message).toBe('the server is not the leader of Kinds')
  await watch.session.ready()
  const after = await leader()
  expect(after.remote).not.toBe(before.remote)
  expect(lives(watch)).toMatchObject([
    { remote: before.remote, resumed: false },
    // Ids of transactions are the same on all servers of a cluster.
    { remote: after.remote, resumed: true },
  ])
  expect(watch.session.get('Pair', kept)).toBeDefined()
  await insertPair(watch.session)
}, 30_000)

it.each(['kill', 'freeze'] as const)(
  'goes on after a %s of the leader; nothing acknowledged is lost',
  async (how) => {
    const before = await leader()
    const { session } = watched({ timeouts: { probeMs: 500, connectMs: 500, handshakeMs: 500 } })
    await session.ready()
    const acknowledged: Uuid<'Pair'>[] = []
    for (let at = 0; at < 20; at += 1) acknowledged.push(await insertPair(session))
    await before[how]()
    const others = servers.filter((server) => server !== before)
    await eventually(() => (session.live ? undefined : true), { what: 'the loss is seen', timeoutMs: 10_000 })
    await session.ready()
    const last = await insertPair(session)
    expect([...acknowledged, last].filter((uuid) => session.get('Pair', uuid) === undefined)).toEqual([])
    expect(await findLeader(others)).toBeDefined()
    if (how === 'kill') await before.start()
    else before.thaw()
  },
  30_000,
)

it('does not take a server of another database', async () => {
  const other = await startOvsdb({ ...kindsServer, schema: '/usr/share/openvswitch/local-config.ovsschema' })
  const { session, log } = watched({}, [other.remote])
  await eventually(() => (log.length >= 2 ? true : undefined), { what: 'it tried', timeoutMs: 5000 })
  expect(log[0]).toMatchObject({ message: 'OVSDB server not usable', reason: 'the server has no database Kinds' })
  expect(session.live).toBe(false)
  await closeSessions()
  await other.remove()
})
