import { afterEach, expect, it } from '@jest/globals'
import {
  ClusterError,
  NotConnectedError,
  OutcomeUnknownError,
  randomUuid,
  RowMissingError,
  TransactionError,
} from '@quantumnet/ovsdb-jsonrpc'
import { eventually } from '@quantumnet/platform'
import { startOvsdbCluster } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { OvsdbProxy } from '../../harness/ovsdb-proxy.ts'
import { randomFrom } from '../../harness/random.ts'
import { contentOf, listen, rowsOf } from './content.ts'
import { closeSessions, kinds, kindsServer, openSession } from './kinds.ts'
import type { KindsSession } from './kinds.ts'
import { findLeader } from './leader.ts'
import { RandomTransactions } from './random-transactions.ts'
import { seedsFrom } from './seeds.ts'

const rounds = 12
const transactionsPerRound = 100
const cutChance = 0.05
const backoff = { minMs: 5, maxMs: 100 }
const timeouts = { probeMs: 300, connectMs: 300, handshakeMs: 1000 }

let servers: OvsdbServer[] = []
let proxies: OvsdbProxy[] = []

afterEach(async () => {
  await closeSessions()
  await Promise.all(
    proxies.map(async (proxy) => {
      await proxy.close()
    }),
  )
  await Promise.all(
    servers.map(async (server) => {
      await server.remove()
    }),
  )
})

/** True when it was committed; false when it was refused, or nobody knows. */
const attempt = async (writer: KindsSession, operations: ReturnType<RandomTransactions['next']>): Promise<boolean> => {
  try {
    await writer.transact(operations)
    return true
  } catch (error) {
    if (error instanceof NotConnectedError || error instanceof OutcomeUnknownError || error instanceof ClusterError) {
      await writer.ready()
    } else if (!(error instanceof TransactionError || error instanceof RowMissingError)) throw error
    return false
  }
}

const isMarked = (session: KindsSession, epoch: string): boolean =>
  [...session.rows('Settings').values()].some(({ external_ids: ids }) => ids.get('epoch') === epoch)

/** Commits what tells everybody that a round is over. */
const endRound = async (writer: KindsSession, epoch: string): Promise<void> => {
  const mark = async (): Promise<true | undefined> => {
    const insert = kinds.insert('Settings', randomUuid(), { external_ids: { epoch } })
    const isCommitted = await attempt(writer, [kinds.remove('Settings', []), insert])
    return isCommitted || isMarked(writer, epoch) ? true : undefined
  }
  await eventually(mark, { what: `round ${epoch} ends`, timeoutMs: 20_000 })
}

const hearsOfEnd = async (session: KindsSession, epoch: string): Promise<void> => {
  await eventually(() => (session.live && isMarked(session, epoch) ? true : undefined), {
    what: `round ${epoch} is heard of`,
    timeoutMs: 20_000,
  })
}

/** Ends a server; gives what starts it again. */
const endOne = async (which: 'leader' | 'other', how: 'stop' | 'kill'): Promise<() => Promise<void>> => {
  const leader = await findLeader(servers)
  const target = which === 'leader' ? leader : (servers.find((server) => server !== leader) ?? leader)
  await target[how]()
  return async () => {
    await target.start()
  }
}

const cutAll = (): void => {
  for (const proxy of proxies) proxy.cut()
}

it.each(seedsFrom(1))(
  'on three servers that end and come back, a replica that is cut off again and again has what a fresh one has: seed %i',
  async (seed) => {
    const random = randomFrom(seed)
    servers = await startOvsdbCluster(kindsServer, 3)
    proxies = await Promise.all(servers.map(async ({ socket }) => await OvsdbProxy.start(socket)))
    const remotes = servers.map(({ remote }) => remote)
    const writer = openSession(remotes, { backoff, timeouts })
    const transactions = new RandomTransactions(random, (table, uuid) => writer.rows(table).has(uuid as never))
    // It takes any server, those that only follow as well.
    const wires = proxies.map(({ remote }) => remote)
    const follower = openSession(wires, { backoff, timeouts, leaderOnly: false })
    const believed = listen(follower)
    await Promise.all([writer.ready(), follower.ready()])
    let committed = 0
    for (let round = 0; round < rounds; round += 1) {
      // Every third round goes on with two servers.
      const isEnding = round % 3 === 1
      const how = random() < 0.5 ? 'stop' : 'kill'
      const startAgain = isEnding ? await endOne(round % 2 === 1 ? 'leader' : 'other', how) : null
      for (let at = 0; at < transactionsPerRound; at += 1) {
        if (random() < cutChance) cutAll()
        if (await attempt(writer, transactions.next())) committed += 1
      }
      await startAgain?.()
      await endRound(writer, String(round))
      const fresh = openSession(remotes, { backoff, timeouts })
      await Promise.all([fresh.ready(), hearsOfEnd(follower, String(round))])
      const truth = contentOf(fresh)
      expect(contentOf(follower)).toEqual(truth)
      expect(contentOf(writer)).toEqual(truth)
      expect(believed).toEqual(rowsOf(follower))
      await fresh.close()
    }
    // Were nothing committed, cut or resumed, the test would prove nothing.
    expect(committed).toBeGreaterThan((rounds * transactionsPerRound) / 2)
    expect(follower.metrics.connectionsLost).toBeGreaterThan(5)
    expect(follower.metrics.resumes).toBeGreaterThan(0)
  },
  60_000,
)
