import { encodeOperand } from './encode.ts'
import { OvsdbError } from './errors.ts'
import { findColumn, getTable } from './schema.ts'
import type { ColumnSchema, DatabaseSchema, TableSchema } from './schema.ts'
import type { RowShape } from './stored-row.ts'
import type { InputValue } from './types.ts'

/** From the newest to that of RFC 7047; an older one does less. */
export const monitorMethods = ['monitor_cond_since', 'monitor_cond', 'monitor'] as const
export type MonitorMethod = (typeof monitorMethods)[number]

/** Which rows of a table: those that meet any of these; none for `false`. */
export type RowConditions = boolean | readonly (readonly [string, string, InputValue])[]
export type Conditions = Readonly<Record<string, RowConditions>>

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

const encodeConditions = (table: TableSchema, conditions: RowConditions): readonly unknown[] => {
  if (typeof conditions === 'boolean') return [conditions]
  // An empty list means all rows to the server.
  if (conditions.length === 0) return [false]
  return conditions.map(([column, test, value]) => [column, test, encodeOperand(table, column, value)])
}

/** What a monitor asks a server for, and whether it can continue where it was. */
export class MonitorRequests {
  readonly #schema: DatabaseSchema
  readonly #id: string
  readonly #tables: readonly RowShape[]
  #where: ReadonlyMap<string, readonly unknown[]> = new Map()
  #lastTransaction = noTransaction
  /** what the rows that are there were asked for by */
  #asked = ''
  #server: DatabaseSchema | null = null

  constructor(schema: DatabaseSchema, id: string, tables: readonly RowShape[]) {
    this.#schema = schema
    this.#id = id
    this.#tables = tables
  }

  /**
   * Rows that are wanted from the next request on. Columns of conditions need not be monitored.
   * @throws ValidationError, SchemaError, OvsdbError when a condition doesn't fit the schema
   */
  want(conditions: Conditions): void {
    const unmonitored = Object.keys(conditions).find((name) => this.#tables.every(({ table }) => table.name !== name))
    if (unmonitored !== undefined) throw new OvsdbError(`conditions on ${unmonitored}, which is not monitored`)
    this.#where = new Map(
      Object.entries(conditions).map(([name, rows]) => [name, encodeConditions(getTable(this.#schema, name), rows)]),
    )
  }

  /** The last transaction that was taken; null: unknown. */
  seen(transaction: string | null): void {
    this.#lastTransaction = transaction ?? noTransaction
  }

  /**
   * Parameters of a monitor request for a server with this schema. Tables and columns that it lacks are not asked for; they read
   * as empty and as default.
   */
  params(method: MonitorMethod, server: DatabaseSchema): readonly unknown[] {
    this.#server = server
    const tables: Record<string, unknown> = {}
    for (const { table, columns } of this.#tables) {
      const shared = sharedColumns(table, columns, server)
      if (shared === null) continue
      const where = this.#whereOf(table, server)
      // The method of RFC 7047 knows no conditions: all rows come.
      tables[table.name] = [where === null || method === 'monitor' ? { columns: shared } : { columns: shared, where }]
    }
    const asked = JSON.stringify(tables)
    // What was seen through another choice of columns or rows can't be continued: ask for everything.
    if (asked !== this.#asked) this.#lastTransaction = noTransaction
    this.#asked = asked
    const common = [this.#schema.name, this.#id, tables]
    return method === 'monitor_cond_since' ? [...common, this.#lastTransaction] : common
  }

  /** Parameters of `monitor_cond_change` (ovsdb-server(7) §4.1.13) that make the rows those wanted. Until `changed`, nothing can be continued. */
  changeParams(): readonly unknown[] {
    const tables: Record<string, unknown> = {}
    for (const { table } of this.#tables) {
      if (this.#server?.tables.has(table.name) !== true) continue
      tables[table.name] = [{ where: this.#whereOf(table, this.#server) ?? [true] }]
    }
    this.#asked = ''
    return [this.#id, this.#id, tables]
  }

  /** The server has answered a change of conditions that were `where` then. */
  changed(): void {
    if (this.#server === null) return
    const transaction = this.#lastTransaction
    this.params('monitor_cond_since', this.#server)
    this.#lastTransaction = transaction
  }

  /** A condition on a column that the server lacks can't be asked for: then all rows come. */
  #whereOf(table: TableSchema, server: DatabaseSchema): readonly unknown[] | null {
    const where = this.#where.get(table.name) ?? null
    const theirs = server.tables.get(table.name)
    const isKnown = (clause: unknown): boolean =>
      !Array.isArray(clause) || (theirs !== undefined && findColumn(theirs, String(clause[0])) !== undefined)
    return where?.every(isKnown) === true ? where : null
  }
}
