import { afterEach, describe, expect, it } from '@jest/globals'
import { RowMissingError, TransactionError } from '@quantumnet/ovsdb-jsonrpc'
import { eventually } from '@quantumnet/platform'
import { startOvsdb } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { OvsdbProxy } from '../../harness/ovsdb-proxy.ts'
import { randomFrom } from '../../harness/random.ts'
import { contentOf, listen, rowsOf } from './content.ts'
import { closeSessions, kinds, kindsServer, openSession } from './kinds.ts'
import type { KindsSession } from './kinds.ts'
import { RandomTransactions } from './random-transactions.ts'
import { seedsFrom } from './seeds.ts'

const seeds = seedsFrom(1, 2, 3)
/** over all models and the seeds that always run; QUANTUMNET_TEST_TRANSACTIONS changes it */
const total = Number(process.env['QUANTUMNET_TEST_TRANSACTIONS'] ?? 10_000)
const models = [
  { model: 'standalone', clustered: false },
  { model: 'one-node cluster', clustered: true },
]
const rounds = 20
/** so that the connection is cut a few times in each round */
const cutChance = 0.03
const transactionsPerRound = Math.ceil(total / (rounds * models.length * Math.min(seeds.length, 4)))

describe.each(models)(
  'on a $model, a replica that is cut off again and again has what a fresh one has',
  ({ clustered }) => {
    let server: OvsdbServer
    let proxy: OvsdbProxy

    afterEach(async () => {
      await closeSessions()
      await proxy.close()
      await server.remove()
    })

    const runRound = async (
      writer: KindsSession,
      random: () => number,
      transactions: RandomTransactions,
    ): Promise<number> => {
      let committed = 0
      for (let at = 0; at < transactionsPerRound; at += 1) {
        if (random() < cutChance) proxy.cut()
        try {
          await writer.transact(transactions.next())
          committed += 1
        } catch (error) {
          // Refused, as many of them shall be; anything else is a failure of the client.
          if (!(error instanceof TransactionError || error instanceof RowMissingError)) throw error
        }
      }
      return committed
    }

    it.each(seeds)(
      'seed %i',
      async (seed) => {
        const random = randomFrom(seed)
        server = await startOvsdb({ ...kindsServer, clustered })
        proxy = await OvsdbProxy.start(server.socket)
        const lives: unknown[] = []
        const writer = openSession([server.remote])
        const transactions = new RandomTransactions(random, (table, uuid) => writer.rows(table).has(uuid as never))
        const follower = openSession([proxy.remote], {
          backoff: { minMs: 1, maxMs: 5 },
          log: (_level, message, { resumed }) => {
            if (message === 'OVSDB connection live') lives.push(resumed)
          },
        })
        const believed = listen(follower)
        await Promise.all([writer.ready(), follower.ready()])
        let committed = 0
        for (let round = 0; round < rounds; round += 1) {
          if (random() < 0.1) {
            await server[random() < 0.5 ? 'stop' : 'kill']()
            await server.start()
            await writer.ready()
          }
          committed += await runRound(writer, random, transactions)
          const epoch = String(round)
          await writer.transact([
            kinds.remove('Settings', []),
            kinds.insert('Settings', transactions.uuid(), { external_ids: { epoch } }),
          ])
          await eventually(
            () =>
              [...follower.rows('Settings').values()].some(({ external_ids: ids }) => ids.get('epoch') === epoch)
                ? true
                : undefined,
            { what: `seed ${String(seed)}: the follower has round ${epoch}`, timeoutMs: 5000 },
          )
          const fresh = openSession([server.remote])
          await fresh.ready()
          const truth = contentOf(fresh)
          expect(contentOf(follower)).toEqual(truth)
          expect(contentOf(writer)).toEqual(truth)
          expect(believed).toEqual(rowsOf(follower))
          await fresh.close()
        }
        // Were nothing committed, cut or resumed, the test would prove nothing.
        expect(committed).toBeGreaterThan((rounds * transactionsPerRound) / 2)
        expect(lives.length).toBeGreaterThan(5)
        expect(lives.includes(true)).toBe(clustered)
      },
      60_000,
    )
  },
)
