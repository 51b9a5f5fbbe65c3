import type { Batch } from './batches.ts'
import { TableContent } from './cache.ts'
import type { Cache, CachedTable } from './cache.ts'
import { LoadedChange } from './row-change.ts'
import type { RowChange } from './row-change.ts'
import { readRowUpdate } from './row-update.ts'
import type { Steps } from './slices.ts'
import type { StoredRow } from './stored-row.ts'
import { equalValues } from './values.ts'

/** Rows between two looks at the clock: some tenths of a millisecond. */
const rowsPerStep = 32

/** Everything that a server has, gathered beside a cache until it is complete. */
export class Loading {
  readonly #cache: Cache
  readonly #contents: ReadonlyMap<string, TableContent>
  readonly #changes: RowChange[] = []

  constructor(cache: Cache, tables: readonly CachedTable[]) {
    this.#cache = cache
    this.#contents = new Map(tables.map((cached) => [cached.table.name, new TableContent(cached)]))
  }

  /** @throws ProtocolError */
  *take({ cached, updates, fragment }: Batch): Steps<void> {
    const uuids = Object.keys(updates)
    // A UUID that came twice is there once, and the places of those after it are not what they seem.
    const origin = fragment?.size === uuids.length ? fragment : null
    for (const [at, uuid] of uuids.entries()) {
      if (at % rowsPerStep === 0) yield
      const source = origin && { fragment: origin, at }
      const row = readRowUpdate(cached, uuid, { before: null, wire: updates[uuid], source })
      if (row !== null) this.#put(cached, row)
    }
  }

  /** Puts all of it in the place of what was in the cache, and tells what that changed. */
  *finish(): Steps<readonly RowChange[]> {
    for (const [name, { rows }] of this.#contents) {
      for (const [uuid, before] of this.#cache.stored(name)) {
        yield
        if (!rows.has(uuid)) this.#changes.push(new LoadedChange(name, uuid, { before, after: null }))
      }
    }
    this.#cache.replace(this.#contents)
    return this.#changes
  }

  #put({ table: { name }, columns }: CachedTable, row: StoredRow): void {
    const content = this.#contents.get(name)
    const before = this.#cache.stored(name).get(row.uuid) ?? null
    if (before !== null && equalRows(columns, before, row)) {
      // An unchanged row stays the same object.
      content?.set(row.uuid, before)
      return
    }
    content?.set(row.uuid, row)
    row.rest()
    this.#changes.push(new LoadedChange(name, row.uuid, { before, after: row }))
  }
}

const equalRows = (columns: readonly string[], a: StoredRow, b: StoredRow): boolean =>
  columns.every((column) => equalValues(a.row[column] ?? null, b.row[column] ?? null))
