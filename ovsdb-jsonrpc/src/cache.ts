import { OvsdbError } from './errors.ts'
import { TransactedChange } from './row-change.ts'
import type { RowChange } from './row-change.ts'
import { RowIndex } from './row-index.ts'
import type { RowShape, StoredRow } from './stored-row.ts'
import { TableRows } from './table-rows.ts'
import type { Row } from './types.ts'

/** A table that a cache shall hold, with the columns that its rows will have, and indexes beside those of the schema. */
export interface CachedTable extends RowShape {
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

/** The rows of one table by UUID, and its indexes. */
export class TableContent {
  readonly rows = new Map<string, StoredRow>()
  readonly #indexes: ReadonlyMap<string, RowIndex>

  /** @throws OvsdbError when an index is wanted on a column that the rows won't have */
  constructor(cached: CachedTable) {
    this.#indexes = new Map(indexesOf(cached).map((index) => [index.columns.join(' '), index]))
  }

  set(uuid: string, after: StoredRow | null): StoredRow | null {
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

/** A table's place in a cache: what it holds may be put in the place of by another content, all at once. */
class CacheTable {
  content: TableContent
  readonly view: TableRows

  constructor(content: TableContent) {
    this.content = content
    this.view = new TableRows(() => this.content.rows)
  }
}

/** The rows of a database, as last heard. Row objects never change; a change puts another one in their place. */
export class Cache {
  readonly #tables: ReadonlyMap<string, CacheTable>

  /** @throws OvsdbError when an index is wanted on a column that the cache won't have */
  constructor(tables: readonly CachedTable[]) {
    this.#tables = new Map(tables.map((cached) => [cached.table.name, new CacheTable(new TableContent(cached))]))
  }

  /** @throws OvsdbError when the table is not in the cache */
  rows(table: string): ReadonlyMap<string, Row> {
    return this.#table(table).view
  }

  stored(table: string): ReadonlyMap<string, StoredRow> {
    return this.#table(table).content.rows
  }

  /** @throws OvsdbError when there is no index on just these columns */
  find(table: string, key: Readonly<Record<string, unknown>>): readonly Row[] {
    const columns = Object.keys(key).toSorted()
    const { content } = this.#table(table)
    const index = content.findIndex(columns)
    if (index === undefined) {
      throw new OvsdbError(`${table} has no index on (${columns.join(' ')}), only on: ${content.indexNames.join('; ')}`)
    }
    const uuids = [...index.find(columns.map((column) => key[column]))]
    return uuids.map((uuid) => content.rows.get(uuid)?.row).filter((row) => row !== undefined)
  }

  /** Puts a row in place of another, or none; tells what that changed. */
  set(table: string, uuid: string, after: StoredRow | null): RowChange {
    return new TransactedChange(table, uuid, { before: this.#table(table).content.set(uuid, after), after })
  }

  /** Puts whole tables in place of those that were. */
  replace(contents: ReadonlyMap<string, TableContent>): void {
    for (const [table, content] of contents) this.#table(table).content = content
  }

  #table(name: string): CacheTable {
    const table = this.#tables.get(name)
    if (table === undefined) throw new OvsdbError(`table ${name} is not monitored`)
    return table
  }
}
