import { OvsdbError } from './errors.ts'
import { RowIndex } from './row-index.ts'
import type { TableSchema } from './schema.ts'
import type { Row } from './types.ts'

/** What happened to a row, without the types of a certain database. */
export interface RowChange {
  readonly table: string
  readonly uuid: string
  readonly before: Row | null
  readonly after: Row | null
}

/** The rows of one table by UUID, and its indexes. */
class TableCache {
  readonly rows = new Map<string, Row>()
  readonly #indexes: ReadonlyMap<string, RowIndex>

  constructor(indexes: readonly RowIndex[]) {
    this.#indexes = new Map(indexes.map((index) => [index.columns.join(' '), index]))
  }

  set(uuid: string, after: Row | null): Row | null {
    const before = this.rows.get(uuid) ?? null
    if (after === null) this.rows.delete(uuid)
    else this.rows.set(uuid, after)
    for (const index of this.#indexes.values()) index.replace(before, after)
    return before
  }

  findIndex(columns: readonly string[]): RowIndex | undefined {
    return this.#indexes.get(columns.join(' '))
  }

  get indexNames(): readonly string[] {
    return [...this.#indexes.keys()]
  }
}

/** A table that a cache shall hold, with the columns that its rows will have, and indexes beside those of the schema. */
export interface CachedTable {
  readonly table: TableSchema
  readonly columns: readonly string[]
  readonly indexes: readonly (string | readonly string[])[]
}

const indexesOf = ({ table, columns, indexes }: CachedTable): readonly RowIndex[] => {
  const wanted = indexes.map((index) => new RowIndex(typeof index === 'string' ? [index] : index))
  for (const { columns: names } of wanted) {
    const unknown = names.find((name) => !columns.includes(name.replace(/:.*/s, '')))
    if (unknown !== undefined) throw new OvsdbError(`${table.name}: index on ${unknown}, which is not monitored`)
  }
  const fromSchema = table.indexes.filter((names) => names.every((name) => columns.includes(name)))
  return [...fromSchema.map((names) => new RowIndex(names)), ...wanted]
}

/** The rows of a database, as last heard. Row objects never change; a change puts another one in their place. */
export class Cache {
  readonly #tables: ReadonlyMap<string, TableCache>

  /** @throws OvsdbError when an index is wanted on a column that the cache won't have */
  constructor(tables: readonly CachedTable[]) {
    this.#tables = new Map(tables.map((cached) => [cached.table.name, new TableCache(indexesOf(cached))]))
  }

  /** @throws OvsdbError when the table is not in the cache */
  rows(table: string): ReadonlyMap<string, Row> {
    return this.#table(table).rows
  }

  /** @throws OvsdbError when there is no index on just these columns */
  find(table: string, key: Readonly<Record<string, unknown>>): readonly Row[] {
    const columns = Object.keys(key).toSorted()
    const index = this.#table(table).findIndex(columns)
    if (index === undefined) {
      const known = this.#table(table).indexNames.join('; ')
      throw new OvsdbError(`${table} has no index on (${columns.join(' ')}), only on: ${known}`)
    }
    return index.find(columns.map((column) => key[column]))
  }

  /** Puts a row in place of another, or none; tells what that changed. */
  set(table: string, uuid: string, after: Row | null): RowChange {
    return { table, uuid, before: this.#table(table).set(uuid, after), after }
  }

  #table(name: string): TableCache {
    const table = this.#tables.get(name)
    if (table === undefined) throw new OvsdbError(`table ${name} is not monitored`)
    return table
  }
}
