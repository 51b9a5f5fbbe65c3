import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  connect,
  Connection,
  OvsdbError,
  parseRemote,
  parseSchema,
  parseUuid,
  Session,
} from '@quantumnet/ovsdb-jsonrpc'
import type { Operation, Row, Tables, Uuid, Value } from '@quantumnet/ovsdb-jsonrpc'
import { startOvsdb, startOvsdbCluster } from '../../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../../harness/ovsdb.ts'

/** How a database is served. Where the service model can make no difference, a list runs on the first one or two only. */
export const models = [
  { model: 'standalone', servers: 0 },
  { model: 'one-node cluster', servers: 1 },
  { model: 'three-node cluster', servers: 3 },
] as const
export type Model = (typeof models)[number]

/** A UUID that tells in a failure which row it is. */
export const u = (number: number): Uuid => parseUuid(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`)

/** A column's type as a schema writes it. */
export type WireType = string | Readonly<Record<string, unknown>>

/** Columns by name. */
export type Columns = Readonly<Record<string, { readonly type: WireType; readonly mutable?: boolean }>>

export const setOf = (key: WireType, min = 0, max: number | 'unlimited' = 'unlimited'): WireType => ({ key, min, max })
export const optional = (key: WireType): WireType => setOf(key, 0, 1)
export const mapOf = (key: WireType, value: WireType, max: number | 'unlimited' = 'unlimited'): WireType => ({
  key,
  value,
  min: 0,
  max,
})

export interface TestTable {
  readonly columns: Columns
  readonly indexes?: readonly (readonly string[])[]
  readonly maxRows?: number
  readonly isRoot?: boolean
}

export type TestTables = Readonly<Record<string, TestTable>>

export interface Notification {
  readonly method: string
  readonly params: readonly unknown[]
}

interface Ends {
  readonly session: Session<Tables, Record<string, '*'>>
  readonly connection: Connection
}

export const database = 'Cases'

/** A real database of its own for one list of cases: a session on all of it, and a bare connection to the same server. */
export class TestDatabase {
  readonly session: Session<Tables, Record<string, '*'>>
  readonly connection: Connection
  /** for further connections and sessions */
  readonly remotes: readonly string[]
  readonly #tables: TestTables
  readonly #folder: string
  readonly #servers: readonly OvsdbServer[]

  private constructor(tables: TestTables, folder: string, servers: readonly OvsdbServer[], ends: Ends) {
    this.#tables = tables
    this.#folder = folder
    this.#servers = servers
    this.session = ends.session
    this.connection = ends.connection
    this.remotes = servers.map(({ remote }) => remote)
  }

  static async start({ servers: size }: Model, tables: TestTables): Promise<TestDatabase> {
    const raw = { name: database, version: '1.0.0', tables }
    const folder = await mkdtemp('/tmp/qo-')
    const options = { schema: join(folder, 'ovsschema'), database, clustered: size === 1 }
    await writeFile(options.schema, JSON.stringify(raw))
    const servers = size === 3 ? await startOvsdbCluster(options, size) : [await startOvsdb(options)]
    const session = new Session({
      schema: parseSchema(raw),
      remotes: servers.map(({ remote }) => remote),
      monitor: Object.fromEntries(Object.keys(tables).map((table) => [table, '*'] as const)),
      backoff: { minMs: 20, maxMs: 100 },
    })
    await session.ready()
    // The first server leads: the others joined it.
    const { connection } = await openConnection(servers[0]?.remote ?? '')
    return new TestDatabase(tables, folder, servers, { session, connection })
  }

  /** Sends operations as they stand, past everything the client would refuse or add. */
  async wire(operations: readonly object[]): Promise<unknown[]> {
    return (await this.connection.request('transact', [database, ...operations])) as unknown[]
  }

  /** Takes every row away, whatever refers to it. */
  async clear(): Promise<void> {
    await this.session.transact(
      Object.keys(this.#tables).map((table): Operation => ({ op: 'delete', table, where: [] })),
    )
  }

  /** What the server has, read by a transaction. */
  async dump(): Promise<Record<string, Record<string, Row>>> {
    const names = Object.keys(this.#tables)
    const selects = Object.entries(this.#tables).map(([table, { columns }]): Operation => {
      return { op: 'select', table, where: [], columns: ['_uuid', ...Object.keys(columns)] }
    })
    const results = (await this.session.transact(selects)) as readonly { readonly rows: readonly Row[] }[]
    return Object.fromEntries(names.map((table, at) => [table, byUuid(results[at]?.rows ?? [])]))
  }

  /** What the replica has. */
  replica(): Record<string, Record<string, Row>> {
    return Object.fromEntries(
      Object.keys(this.#tables).map((table) => [table, byUuid(this.session.rows(table).values())]),
    )
  }

  async end(): Promise<void> {
    this.connection.close(new OvsdbError('done'))
    await this.session.close()
    await Promise.all(
      this.#servers.map(async (server) => {
        await server.remove()
      }),
    )
    await rm(this.#folder, { recursive: true, force: true })
  }
}

/** A bare connection, and what the server says on it without being asked. */
export const openConnection = async (remote: string): Promise<{ connection: Connection; heard: Notification[] }> => {
  const signal = new AbortController().signal
  const socket = await connect(parseRemote(remote), { tls: null, timeoutMs: 1000, signal })
  const heard: Notification[] = []
  const onNotification = (method: string, params: readonly unknown[]): void => {
    heard.push({ method, params })
  }
  return { connection: new Connection(socket, { messageBytes: 1e7, onNotification }), heard }
}

/** A value that is equal, member by member, whenever OVSDB takes two values for the same. */
export const plain = (value: Value | undefined): unknown => {
  if (value instanceof Map) return { map: [...value].map((pair) => JSON.stringify(pair)).toSorted() }
  return Array.isArray(value) ? value.toSorted() : value
}

export const plainRow = (row: Row): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plain(value)]))

const byUuid = (rows: Iterable<Row>): Record<string, Row> =>
  Object.fromEntries([...rows].map((row) => [row['_uuid'] as string, plainRow(row) as Row]))
