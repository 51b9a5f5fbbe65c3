import { readFile } from 'node:fs/promises'
import { expect, it } from '@jest/globals'
import { defineSchema, operationsOf, randomUuid, Session } from '@quantumnet/ovsdb-jsonrpc'
import { startOvsdb } from '../../harness/ovsdb.ts'
import { kindsServer } from './kinds.ts'
import type { KindsTables } from './kinds.ts'

/** The table Pair, whose column `right` reads as bigint. */
type Counted = Readonly<Record<'Pair', Pick<KindsTables['Pair'], '_uuid' | 'left'> & Readonly<Record<'right', bigint>>>>

it('integers of 64 bits go to a server and come back with every digit', async () => {
  const raw = JSON.parse(await readFile(kindsServer.schema, 'utf8')) as {
    tables: { Pair: { columns: { right: { bigint?: boolean } } } }
  }
  raw.tables.Pair.columns.right.bigint = true
  const schema = defineSchema<Counted>(raw)
  const ops = operationsOf(schema)
  const server = await startOvsdb(kindsServer)
  const sessions = [1, 2].map(() => new Session({ schema, remotes: [server.remote], monitor: { Pair: '*' } }))
  try {
    await Promise.all(
      sessions.map(async (session) => {
        await session.ready()
      }),
    )
    const [writer, reader] = sessions
    const uuid = randomUuid<'Pair'>()
    const changed = new Promise((resolve) => reader?.once('change', resolve))
    await writer?.transact([ops.insert('Pair', uuid, { left: 'x', right: 2n ** 63n - 2n })])
    await changed
    expect(reader?.find('Pair', { left: 'x', right: 9223372036854775806n })).toHaveLength(1)
    const [, selected] = (await writer?.transact([
      ops.mutate('Pair', [['right', '==', 9223372036854775806n]], [['right', '-=', 1n]]),
      ops.select('Pair', uuid, ['right']),
    ])) ?? [null, null]
    expect(selected).toEqual({ rows: [{ right: 9223372036854775805n }] })
    expect(writer?.get('Pair', uuid)?.right).toBe(9223372036854775805n)
  } finally {
    await Promise.all(
      sessions.map(async (session) => {
        await session.close()
      }),
    )
    await server.remove()
  }
})
