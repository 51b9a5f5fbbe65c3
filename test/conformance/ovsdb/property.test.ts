import { afterEach, describe, expect, it } from '@jest/globals'
import { RowMissingError, TransactionError } from '@quantumnet/ovsdb-jsonrpc'
import type { Row, Value } from '@quantumnet/ovsdb-jsonrpc'
import { eventually } from '@quantumnet/platform'
import { startOvsdb } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { OvsdbProxy } from '../../harness/ovsdb-proxy.ts'
import { randomFrom } from '../../harness/random.ts'
import { failingSeeds } from './failing-seeds.ts'
import { closeSessions, everything, kinds, kindsServer, openSession } from './kinds.ts'
import type { KindsSession } from './kinds.ts'
import { RandomTransactions } from './random-transactions.ts'

// QUANTUMNET_TEST_SEED=n runs that seed alone. Each run also tries a seed that no run had before; test names carry the seeds.
const given = process.env['QUANTUMNET_TEST_SEED']
const fresh = Math.floor(Math.random() * 2 ** 31)
const seeds = given === undefined ? [1, 2, 3, fresh, ...failingSeeds.map(({ seed }) => seed)] : [Number(given)]
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

/** A value that is equal, member by member, whenever OVSDB takes two values for the same. */
const plain = (value: Value | undefined): unknown => {
  if (value instanceof Map) return [...value].map((pair) => JSON.stringify(pair)).toSorted()
  return Array.isArray(value) ? value.toSorted() : value
}

const contentOf = (session: KindsSession): Record<string, unknown> =>
  Object.fromEntries(
    (Object.keys(everything) as (keyof typeof everything)[]).map((table) => [
      table,
      Object.fromEntries(
        [...session.rows(table)].map(([uuid, row]: [string, Row]) => [
          uuid,
          Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plain(value)])),
        ]),
      ),
    ]),
  )

/** What a reader who only listens to the changes believes that the database is. */
const listen = (session: KindsSession): Map<string, Row> => {
  const believed = new Map<string, Row>()
  session.on('change', (changes) => {
    for (const { table, uuid, before, after } of changes) {
      const known = believed.get(`${table} ${uuid}`) ?? null
      if (known !== before) throw new Error(`${table} ${uuid}: "before" is not what was told last`)
      if (after === null) believed.delete(`${table} ${uuid}`)
      else believed.set(`${table} ${uuid}`, after)
    }
  })
  return believed
}

const rowsOf = (session: KindsSession): Map<string, Row> =>
  new Map(
    (Object.keys(everything) as (keyof typeof everything)[]).flatMap((table) =>
      [...session.rows(table)].map(([uuid, row]: [string, Row]) => [`${table} ${uuid}`, row] as const),
    ),
  )

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
        const transactions = new RandomTransactions(random)
        server = await startOvsdb({ ...kindsServer, clustered })
        proxy = await OvsdbProxy.start(server.socket)
        const lives: unknown[] = []
        const writer = openSession([server.remote])
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
        expect(committed).toBeGreaterThan(rounds)
        expect(lives.length).toBeGreaterThan(5)
        expect(lives.includes(true)).toBe(clustered)
      },
      60_000,
    )
  },
)
