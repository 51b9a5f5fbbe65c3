import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { randomUuid } from '@quantumnet/ovsdb-jsonrpc'
import { startOvsdb } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { OvsdbProxy } from '../../harness/ovsdb-proxy.ts'
import { closeSessions, kinds, kindsServer, openSession } from './kinds.ts'

const rows = 20_000
const filler = '"\\ü😀'.repeat(100)

let server: OvsdbServer

beforeAll(async () => {
  server = await startOvsdb({ ...kindsServer, clustered: true })
  const writer = openSession([server.remote])
  await writer.ready()
  for (let from = 0; from < rows; from += 500) {
    await writer.transact(
      Array.from({ length: 500 }, (_, at) =>
        kinds.insert('Pair', randomUuid(), {
          left: 'x',
          right: from + at,
          external_ids: { filler, at: String(from + at) },
        }),
      ),
    )
  }
}, 60_000)
afterAll(async () => {
  await closeSessions()
  await server.remove()
})

it('takes a snapshot of 18 MB in one message, with indexes, and continues it by a few bytes', async () => {
  const proxy = await OvsdbProxy.start(server.socket)
  const session = openSession([proxy.remote], { indexes: { Pair: ['external_ids:at'] } })
  await session.ready()
  expect(proxy.receivedBytes).toBeGreaterThan(18_000_000)
  expect(session.rows('Pair').size).toBe(rows)
  expect(session.find('Pair', { left: 'x', right: 777 })).toMatchObject([
    {
      right: 777,
      external_ids: new Map([
        ['filler', filler],
        ['at', '777'],
      ]),
    },
  ])
  expect(session.find('Pair', { 'external_ids:at': '19999' }).map(({ right }) => right)).toEqual([19_999])
  const before = proxy.receivedBytes
  const lost = new Promise((resolve) => session.once('lost', resolve))
  proxy.cut()
  await lost
  await session.ready()
  expect(proxy.receivedBytes - before).toBeLessThan(20_000)
  await closeSessions()
  await proxy.close()
}, 30_000)
