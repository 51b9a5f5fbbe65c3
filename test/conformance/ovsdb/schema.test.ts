import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { randomUuid, UnknownColumnError } from '@quantumnet/ovsdb-jsonrpc'
import { eventually } from '@quantumnet/platform'
import { run, startOvsdb } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { OvsdbProxy } from '../../harness/ovsdb-proxy.ts'
import { closeSessions, kinds, kindsServer, openSession } from './kinds.ts'

interface RawSchema {
  version: string
  tables: Record<string, { columns: Record<string, unknown> }>
}

let folder: string

/** Another version of the schema, as a file. */
const variant = async (version: string, change: (tables: RawSchema['tables']) => void): Promise<string> => {
  const schema = JSON.parse(await readFile(kindsServer.schema, 'utf8')) as RawSchema
  change(schema.tables)
  const path = join(folder, `${version}.ovsschema`)
  await writeFile(path, JSON.stringify({ ...schema, version }))
  return path
}

const older = async (): Promise<string> =>
  await variant('0.9.0', (tables) => {
    delete tables['Settings']
    delete tables['Thing']?.columns['words']
    const pair = tables['Pair']
    if (pair !== undefined) pair.columns['external_ids'] = { type: 'string' }
  })

describe.each([
  { model: 'standalone', clustered: false },
  { model: 'one-node cluster', clustered: true },
])('a $model with another schema', ({ clustered }) => {
  let server: OvsdbServer

  beforeEach(async () => {
    folder = await mkdtemp('/tmp/qo-')
    server = await startOvsdb({ ...kindsServer, schema: await older(), clustered })
  })
  afterEach(async () => {
    await closeSessions()
    await server.remove()
    await rm(folder, { recursive: true, force: true })
  })

  it('works with what both have; the rest reads as default, and can not be written', async () => {
    const session = openSession([server.remote])
    await session.ready()
    const [thing, pair] = [randomUuid<'Thing'>(), randomUuid<'Pair'>()]
    await session.transact([
      kinds.insert('Thing', thing, { name: 'x', attrs: { k: 'v' } }),
      kinds.insert('Pair', pair, { left: 'l' }),
    ])
    expect(session.get('Thing', thing)).toMatchObject({ name: 'x', words: [], attrs: new Map([['k', 'v']]) })
    expect(session.get('Pair', pair)).toMatchObject({ left: 'l', external_ids: new Map() })
    expect(session.rows('Settings').size).toBe(0)
    expect([
      session.supports('Thing'),
      session.supports('Thing', 'words'),
      session.supports('Thing', 'attrs'),
      session.supports('Settings'),
    ]).toEqual([true, false, true, false])
    await expect(session.transact([kinds.update('Thing', thing, { words: ['a'] })])).rejects.toThrow(UnknownColumnError)
  })

  it('lives through a conversion of the schema on one connection', async () => {
    const log: Readonly<Record<string, unknown>>[] = []
    const session = openSession([server.remote], { log: (_level, message, fields) => log.push({ message, ...fields }) })
    await session.ready()
    const thing = randomUuid<'Thing'>()
    await session.transact([kinds.insert('Thing', thing, { name: 'x' })])
    const back = new Promise((resolve) =>
      session.once('lost', () =>
        session.once('live', () => {
          resolve(true)
        }),
      ),
    )
    const newer = await variant('1.1.0', (tables) => {
      const { Thing } = tables
      if (Thing !== undefined) Thing.columns['later'] = { type: 'string' }
    })
    await run('ovsdb-client', '--timeout=10', 'convert', server.remote, newer)
    await back
    expect(session.get('Thing', thing)).toMatchObject({ name: 'x' })
    expect([session.supports('Thing', 'words'), session.supports('Settings')]).toEqual([true, true])
    await session.transact([kinds.update('Thing', thing, { words: ['a'] })])
    await eventually(() => (session.get('Thing', thing)?.words.length === 1 ? true : undefined), {
      what: 'the new column is followed',
      timeoutMs: 5000,
    })
    expect(log.map(({ message }) => message)).toEqual(['OVSDB connection live', 'OVSDB connection live'])
  })

  it('conditions on what the server lacks ask for all rows, before and after the connection', async () => {
    const words = { Thing: [['words', 'includes', ['wanted']]], Settings: false } as const
    const session = openSession([server.remote], { conditions: words })
    await session.ready()
    const [x, y] = [randomUuid<'Thing'>(), randomUuid<'Thing'>()]
    await session.transact([kinds.insert('Thing', x, { name: 'x' }), kinds.insert('Thing', y, { name: 'y' })])
    expect(session.rows('Thing').size).toBe(2)
    await session.setConditions({ Thing: [['name', '==', 'x']] })
    expect([...session.rows('Thing').keys()]).toEqual([x])
    await session.setConditions(words)
    expect(session.rows('Thing').size).toBe(2)
  })

  it('a reconnect continues there, and a conversion that brings what was lacking loads anew, by the conditions', async () => {
    const proxy = await OvsdbProxy.start(server.socket)
    const session = openSession([proxy.remote], { conditions: { Thing: [['words', 'includes', ['wanted']]] } })
    await session.ready()
    const [x, y] = [randomUuid<'Thing'>(), randomUuid<'Thing'>()]
    await session.transact([kinds.insert('Thing', x, { name: 'x' }), kinds.insert('Thing', y, { name: 'y' })])
    const lost = new Promise((resolve) => session.once('lost', resolve))
    proxy.cut()
    await lost
    await session.ready()
    expect(session.metrics).toMatchObject({ resumes: clustered ? 1 : 0, snapshots: clustered ? 1 : 2 })
    const converted = new Promise((resolve) => session.once('lost', resolve))
    await run('ovsdb-client', '--timeout=10', 'convert', server.remote, kindsServer.schema)
    await converted
    await session.ready()
    expect(session.rows('Thing').size).toBe(0)
    await session.transact([kinds.update('Thing', x, { words: ['wanted', 'more'] })])
    expect([...session.rows('Thing').keys()]).toEqual([x])
    await proxy.close()
  })
})
