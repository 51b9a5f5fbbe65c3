import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { FencedError, randomUuid } from '@quantumnet/ovsdb-jsonrpc'
import type { Writer } from '@quantumnet/ovsdb-jsonrpc'
import { eventually } from '@quantumnet/platform'
import { startOvsdbCluster } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { closeSessions, kinds, kindsServer, openSession } from './kinds.ts'
import type { KindsSession, KindsTables } from './kinds.ts'
import { findLeader } from './leader.ts'
import { WriteLoad } from './write-load.ts'

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

const quick = { timeouts: { probeMs: 300, connectMs: 300, handshakeMs: 500 } }
const open = async (among: readonly OvsdbServer[], options: Parameters<typeof openSession>[1] = {}) => {
  const session = openSession(
    among.map(({ remote }) => remote),
    { ...quick, ...options },
  )
  await session.ready()
  return session
}

describe('a leader that goes away under 16 writers', () => {
  const ends = {
    'is killed': async (leader: OvsdbServer) => {
      await leader.kill()
      return async () => {
        await leader.start()
      }
    },
    'is stopped in good order': async (leader: OvsdbServer) => {
      await leader.stop()
      return async () => {
        await leader.start()
      }
    },
    freezes: async (leader: OvsdbServer) => {
      leader.freeze()
      return await Promise.resolve(async () => {
        leader.thaw()
        await findLeader(servers)
      })
    },
    'hands its office over': async (leader: OvsdbServer) => {
      await leader.control('cluster/failure-test', 'transfer-leadership')
      return async () => {
        await findLeader(servers)
      }
    },
  }

  it.each(Object.keys(ends) as (keyof typeof ends)[])(
    '%s: nothing acknowledged is lost, nothing applied twice, lost replies resolved',
    async (how) => {
      const leader = await findLeader(servers)
      const session = await open(servers)
      const load = new WriteLoad(session, how)
      await load.start(16)
      await eventually(() => (load.committed >= 200 ? true : undefined), { what: 'the load runs', timeoutMs: 20_000 })
      const undo = await ends[how](leader)
      const before = load.committed
      await eventually(() => (load.committed >= before + 300 ? true : undefined), {
        what: 'the writers go on',
        timeoutMs: 30_000,
      })
      await undo()
      const back = load.committed
      await eventually(() => (load.committed >= back + 200 ? true : undefined), {
        what: 'the writers go on when it is back',
        timeoutMs: 30_000,
      })
      const report = await load.stop()
      const fresh = await open(servers)
      const rows = [...fresh.rows('Pair').values()].filter(({ left }) => left === how)
      const uuids = new Set<string>(rows.map(({ _uuid }) => _uuid))
      expect(report.acknowledged.filter((uuid) => !uuids.has(uuid))).toEqual([])
      expect(rows).toHaveLength(report.acknowledged.length)
      expect(fresh.get('Pair', load.tally)?.right).toBe(rows.length)
      const { lostReplies, lostButCommitted, longestGapMs } = report
      process.stdout.write(
        `leader ${how}: ${String(rows.length)} commits, longest pause ${longestGapMs.toFixed(0)} ms, ` +
          `${String(lostReplies)} replies lost, ${String(lostButCommitted)} of them committed\n`,
      )
      if (how === 'is killed' || how === 'freezes') expect(lostReplies).toBeGreaterThan(0)
    },
    90_000,
  )
})

describe('two writers on two servers', () => {
  const guarded = (session: KindsSession, epoch: number): Writer<KindsTables> =>
    session.guardedBy([kinds.wait('Settings', [['external_ids', 'includes', { epoch: String(epoch) }]], {})])
  const write = async (writer: Writer<KindsTables>, epoch: number): Promise<void> => {
    await writer.transact([kinds.insert('Pair', randomUuid(), { left: `epoch ${String(epoch)}`, right: counter++ })])
  }
  let counter = 0
  const untilFenced = async (step: () => Promise<void>): Promise<void> => {
    try {
      for (;;) await step()
    } catch (error) {
      if (!(error instanceof FencedError)) throw error
    }
  }

  it('the older epoch is refused from the moment that the newer one is acknowledged', async () => {
    const leader = await findLeader(servers)
    const [first, second] = [await open([leader]), await open(servers.filter((server) => server !== leader), { leaderOnly: false })] // prettier-ignore
    const settings = randomUuid<'Settings'>()
    await first.transact([
      kinds.remove('Settings', []),
      kinds.insert('Settings', settings, { external_ids: { epoch: '0' } }),
    ])
    const sessions = [first, second]
    let afterwards = 0
    for (let epoch = 0; epoch < 20; epoch += 1) {
      const [older, newer] = [sessions[epoch % 2] ?? first, sessions[(epoch + 1) % 2] ?? second]
      const writer = guarded(older, epoch)
      await write(writer, epoch)
      // What was begun after the claim was acknowledged must not get through.
      const claim = { acknowledged: false }
      const writing = untilFenced(async () => {
        const late = claim.acknowledged
        await write(writer, epoch)
        if (late) afterwards += 1
      })
      await guarded(newer, epoch).transact([
        kinds.update('Settings', settings, { external_ids: { epoch: String(epoch + 1) } }),
      ])
      claim.acknowledged = true
      const late = await Promise.allSettled(Array.from({ length: 10 }, async () => { await write(writer, epoch) })) // prettier-ignore
      await writing
      expect(late.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 'rejected'))
      for (const { reason } of late as PromiseRejectedResult[]) expect(reason).toBeInstanceOf(FencedError)
    }
    expect(afterwards).toBe(0)
  }, 60_000)
})
