import { toJson } from './json.ts'
import type { StoredRow } from './stored-row.ts'
import type { Value } from './types.ts'

/** UUIDs of rows with one key. Most keys have one row, so that one stands there bare. */
type Bucket = string | Set<string>

/** How to read an indexed column: `external_ids:key` is one key of a map. */
const readerOf = (column: string): ((row: StoredRow) => Value | undefined) => {
  const at = column.indexOf(':')
  if (at === -1) return (row) => row.read(column)
  const [name, key] = [column.slice(0, at), column.slice(at + 1)]
  return (row) => row.read(name, key)
}

/** Finds the rows of a table by the values of some columns. A row that has no value in one of them is not in it. */
export class RowIndex {
  /** in the order of the alphabet */
  readonly columns: readonly string[]
  readonly #readers: readonly ((row: StoredRow) => Value | undefined)[]
  readonly #buckets = new Map<unknown, Bucket>()

  constructor(columns: readonly string[]) {
    this.columns = columns.toSorted()
    this.#readers = this.columns.map(readerOf)
  }

  find(values: readonly unknown[]): Iterable<string> {
    const bucket = this.#buckets.get(keyOf(values))
    return typeof bucket === 'string' ? [bucket] : (bucket ?? [])
  }

  replace(before: StoredRow | null, after: StoredRow | null): void {
    const [from, to] = [this.#keyOfRow(before), this.#keyOfRow(after)]
    if (from === to) return
    if (before !== null && from !== undefined) this.#remove(from, before.uuid)
    if (after !== null && to !== undefined) this.#put(to, after.uuid)
  }

  #keyOfRow(row: StoredRow | null): unknown {
    if (row === null) return undefined
    const [only, ...others] = this.#readers
    if (only !== undefined && others.length === 0) return only(row) ?? undefined
    const values = this.#readers.map((read) => read(row))
    return values.some((value) => value === undefined || value === null) ? undefined : keyOf(values)
  }

  #put(key: unknown, uuid: string): void {
    const bucket = this.#buckets.get(key)
    if (bucket === undefined) this.#buckets.set(key, uuid)
    else if (typeof bucket === 'string') this.#buckets.set(key, new Set([bucket, uuid]))
    else bucket.add(uuid)
  }

  #remove(key: unknown, uuid: string): void {
    const bucket = this.#buckets.get(key)
    if (bucket === uuid) this.#buckets.delete(key)
    else if (bucket instanceof Set && bucket.delete(uuid) && bucket.size === 0) this.#buckets.delete(key)
  }
}

const keyOf = (values: readonly unknown[]): unknown => (values.length === 1 ? values[0] : toJson(values))
