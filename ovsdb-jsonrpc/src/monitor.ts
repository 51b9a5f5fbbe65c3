import { Cache } from './cache.ts'
import type { CachedTable, RowChange } from './cache.ts'
import { applyDiff } from './diff.ts'
import { OvsdbError, ProtocolError } from './errors.ts'
import { decodeColumns, isJson } from './rows.ts'
import { getTable } from './schema.ts'
import type { ColumnSchema, DatabaseSchema, TableSchema } from './schema.ts'
import type { Row, Value } from './types.ts'
import { equalValues } from './values.ts'

export interface MonitorSpec {
  /** names the monitor on its connection */
  readonly id: string
  readonly schema: DatabaseSchema
  /** by table, all columns or the named ones */
  readonly request: Readonly<Record<string, '*' | readonly string[]>>
  readonly indexes: Readonly<Record<string, CachedTable['indexes']>>
}

/** What ovsdb-server takes for "I have seen nothing yet". */
const noTransaction = '00000000-0000-0000-0000-000000000000'

/** True when the server's column can be read as ours: same kind, same atoms. Bounds and enums may differ. */
const readsAlike = (ours: ColumnSchema, theirs: ColumnSchema | undefined): boolean =>
  theirs?.kind === ours.kind && theirs.key.type === ours.key.type && theirs.value?.type === ours.value?.type

/** The columns of a table that this server has, too, and that read as ours do; null when it doesn't have the table. */
const sharedColumns = (ours: TableSchema, columns: readonly string[], server: DatabaseSchema): string[] | null => {
  const theirs = server.tables.get(ours.name)
  if (theirs === undefined) return null
  return columns.filter((name) => {
    const column = ours.columns.get(name)
    return column !== undefined && readsAlike(column, theirs.columns.get(name))
  })
}

/**
 * Keeps a cache in step with a database over any number of connections (`monitor_cond_since` and `update3`, ovsdb-server(7) §4.1.15 and §4.1.16).
 * After a reconnect it asks for what came after the last transaction that it has seen; a server that doesn't know it any more
 * sends everything.
 */
export class Monitor {
  readonly cache: Cache
  readonly #spec: MonitorSpec
  readonly #tables: readonly CachedTable[]
  #lastTransaction = noTransaction
  #lastRequest = ''
  #resumed = false

  /** @throws SchemaError, OvsdbError when a table, column or index is asked for that can't be */
  constructor(spec: MonitorSpec) {
    this.#spec = spec
    const unmonitored = Object.keys(spec.indexes).find((name) => !(name in spec.request))
    if (unmonitored !== undefined) throw new OvsdbError(`index on ${unmonitored}, which is not monitored`)
    this.#tables = Object.entries(spec.request).map(([name, columns]) => {
      const table = getTable(spec.schema, name)
      const all = columns === '*' ? [...table.columns.keys()] : columns
      return { table, columns: all, indexes: spec.indexes[name] ?? [] }
    })
    this.cache = new Cache(this.#tables)
  }

  /** True when the last answer continued where this monitor was, false when it was everything. */
  get resumed(): boolean {
    return this.#resumed
  }

  /**
   * Parameters of `monitor_cond_since` for a server with this schema. Tables and columns that it lacks are not asked for; they read
   * as empty and as default.
   */
  params(server: DatabaseSchema): readonly unknown[] {
    const requests: Record<string, unknown> = {}
    for (const { table, columns } of this.#tables) {
      const shared = sharedColumns(table, columns, server)
      if (shared !== null) requests[table.name] = [{ columns: shared }]
    }
    const request = JSON.stringify(requests)
    // What was seen through another choice of columns can't be continued: ask for everything.
    if (request !== this.#lastRequest) this.#lastTransaction = noTransaction
    this.#lastRequest = request
    return [this.#spec.schema.name, this.#spec.id, requests, this.#lastTransaction]
  }

  /**
   * Takes the answer to `monitor_cond_since`: the changes since the last transaction seen, or everything. The server's newest
   * transaction is kept in both cases, so that the next reconnect can continue even when nothing happens until then.
   * @throws ProtocolError
   */
  applyReply(reply: unknown): RowChange[] {
    if (!Array.isArray(reply)) throw new ProtocolError('monitor_cond_since was not answered with an array')
    const [found, lastTransaction, updates] = reply as readonly unknown[]
    this.#resumed = found === true
    return this.#inStep(lastTransaction, () => (this.#resumed ? this.#apply(updates) : this.#replaceAll(updates)))
  }

  /**
   * Takes the parameters of an `update3`.
   * @throws ProtocolError
   */
  applyUpdate([, lastTransaction, updates]: readonly unknown[]): RowChange[] {
    return this.#inStep(lastTransaction, () => this.#apply(updates))
  }

  /** Moves on to a transaction. Should its changes fail half way, everything has to be asked for again. */
  #inStep(transaction: unknown, apply: () => RowChange[]): RowChange[] {
    if (typeof transaction !== 'string') throw new ProtocolError('an update came without the id of its transaction')
    this.#lastTransaction = noTransaction
    const changes = apply()
    this.#lastTransaction = transaction
    return changes
  }

  #apply(updates: unknown): RowChange[] {
    const changes: RowChange[] = []
    for (const [cached, uuid, update] of this.#rowUpdates(updates)) {
      const before = this.cache.rows(cached.table.name).get(uuid) ?? null
      const after = rowAfter(cached, uuid, before, update)
      if (before !== null || after !== null) changes.push(this.cache.set(cached.table.name, uuid, after))
    }
    return changes
  }

  /** Makes the cache what a full answer says, and tells only what is different from before. */
  #replaceAll(updates: unknown): RowChange[] {
    const changes: RowChange[] = []
    const seen = new Map(this.#tables.map(({ table }) => [table.name, new Set<string>()]))
    for (const [cached, uuid, update] of this.#rowUpdates(updates)) {
      const { name } = cached.table
      seen.get(name)?.add(uuid)
      const before = this.cache.rows(name).get(uuid) ?? null
      const after = rowAfter(cached, uuid, null, update)
      if (before === null || after === null || !equalRows(cached.columns, before, after)) {
        changes.push(this.cache.set(name, uuid, after))
      }
    }
    for (const [name, uuids] of seen) {
      const gone = [...this.cache.rows(name).keys()].filter((uuid) => !uuids.has(uuid))
      for (const uuid of gone) changes.push(this.cache.set(name, uuid, null))
    }
    return changes
  }

  *#rowUpdates(updates: unknown): Generator<[CachedTable, string, unknown]> {
    if (!isJson(updates)) throw new ProtocolError('an update is not an object')
    for (const cached of this.#tables) {
      const rows = updates[cached.table.name] ?? {}
      if (!isJson(rows)) throw new ProtocolError(`${cached.table.name}: an update is not an object`)
      for (const uuid of Object.keys(rows)) yield [cached, uuid, rows[uuid]]
    }
  }
}

const equalRows = (columns: readonly string[], a: Row, b: Row): boolean =>
  columns.every((column) => equalValues(a[column] ?? null, b[column] ?? null))

/** The row after a `<row-update2>` (ovsdb-server(7) §4.1.14): null when it is gone. */
const rowAfter = (cached: CachedTable, uuid: string, before: Row | null, update: unknown): Row | null => {
  const { table, columns } = cached
  if (!isJson(update)) throw new ProtocolError(`${table.name} ${uuid}: an update is not an object`)
  const whole = update['initial'] ?? update['insert']
  if (whole !== undefined) return { _uuid: uuid, ...decodeColumns(table, columns, whole) }
  if ('delete' in update) return null
  const diff = update['modify']
  if (before === null || !isJson(diff)) {
    throw new ProtocolError(`${table.name} ${uuid}: a change came for a row that is not known`)
  }
  return { ...before, ...changedColumns(table, before, diff) }
}

const changedColumns = (table: TableSchema, before: Row, diff: Readonly<Record<string, unknown>>): Row => {
  const changed: Record<string, Value> = {}
  for (const [name, wire] of Object.entries(diff)) {
    const column = table.columns.get(name)
    if (column !== undefined) changed[name] = applyDiff(column, before[name] ?? column.default, wire)
  }
  return changed
}
