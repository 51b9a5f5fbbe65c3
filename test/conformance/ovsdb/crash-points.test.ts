import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { eventually } from '@quantumnet/platform'
import { startOvsdbCluster } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { closeSessions, kindsServer, openSession } from './kinds.ts'
import { findLeader } from './leader.ts'
import { WriteLoad } from './write-load.ts'

/** Which server meets the failure: the leader, the follower that the client writes through, or the one that it doesn't. */
type Victim = 'leader' | 'follower' | 'bystander'

/** Points at which ovsdb-server can be told to fail (`cluster/failure-test`), and where the client is when it does. */
const cases: readonly (readonly [victim: Victim, point: string, writesThrough: 'leader' | 'follower'])[] = [
  ['leader', 'crash-before-sending-append-request', 'leader'],
  ['leader', 'crash-after-sending-append-request', 'leader'],
  ['leader', 'crash-before-sending-append-request', 'follower'],
  ['leader', 'crash-before-sending-execute-command-reply', 'follower'],
  ['leader', 'crash-after-sending-execute-command-reply', 'follower'],
  ['follower', 'crash-before-sending-execute-command-request', 'follower'],
  ['follower', 'crash-after-sending-execute-command-request', 'follower'],
  ['follower', 'crash-after-receiving-append-request-update', 'follower'],
  ['bystander', 'crash-after-receiving-append-request-update', 'leader'],
  ['bystander', 'crash-after-receiving-append-request-update', 'follower'],
  ['leader', 'transfer-leadership', 'follower'],
]

let servers: OvsdbServer[]

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

const until = async (load: WriteLoad, count: number, what: string): Promise<void> => {
  await eventually(() => (load.committed >= count ? true : undefined), { what, timeoutMs: 20_000 })
}

describe('a server that fails at a certain point of a transaction', () => {
  it.each(cases)(
    'the %s: %s, writing through a %s',
    async (victim, point, writesThrough) => {
      const leader = await findLeader(servers)
      const [follower, bystander] = servers.filter((server) => server !== leader)
      if (follower === undefined || bystander === undefined) throw new Error('three servers are needed')
      const remotes = writesThrough === 'leader' ? servers : [follower]
      const session = openSession(
        remotes.map(({ remote }) => remote),
        { leaderOnly: writesThrough === 'leader', timeouts: { probeMs: 500, handshakeMs: 1000 } },
      )
      await session.ready()
      const run = `${victim} ${point} ${writesThrough}`
      const load = new WriteLoad(session, run)
      await load.start(4)
      await until(load, 20, 'the load runs')
      const target = { leader, follower, bystander }[victim]
      await target.control('cluster/failure-test', point)
      if (point.startsWith('crash')) {
        await eventually(() => (target.running ? undefined : true), { what: 'it crashes', timeoutMs: 10_000 })
        // The client has no other server than the follower, and with two of three the cluster goes on.
        if (victim === 'follower') await target.start()
      }
      await until(load, load.committed + 20, 'the writers go on')
      const report = await load.stop()
      if (!target.running) await target.start()
      const fresh = openSession(servers.map(({ remote }) => remote))
      await fresh.ready()
      const rows = new Set<string>(
        [...fresh.rows('Pair').values()].flatMap((row) => (row.left === run ? [row._uuid] : [])),
      )
      expect(report.acknowledged.filter((uuid) => !rows.has(uuid))).toEqual([])
      expect(rows.size).toBe(report.acknowledged.length)
      expect(fresh.get('Pair', load.tally)?.right).toBe(rows.size)
    },
    60_000,
  )
})
