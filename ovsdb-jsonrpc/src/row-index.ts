import type { Atom, Row, Value } from './types.ts'

/** Rows with one key. Most keys have one row, so that one stands there bare. */
type Bucket = Row | Map<Value | undefined, Row>

const isMany = (bucket: Bucket): bucket is Map<Value | undefined, Row> => bucket instanceof Map

/** How to read an indexed column: `external_ids:key` is one key of a map. */
const readerOf = (column: string): ((row: Row) => Value | undefined) => {
  const at = column.indexOf(':')
  if (at === -1) return (row) => row[column]
  const [name, key] = [column.slice(0, at), column.slice(at + 1)]
  return (row) => {
    const map = row[name]
    return map instanceof Map ? (map as ReadonlyMap<Atom, Atom>).get(key) : undefined
  }
}

/** Finds the rows of a table by the values of some columns. A row that has no value in one of them is not in it. */
export class RowIndex {
  /** in the order of the alphabet */
  readonly columns: readonly string[]
  readonly #readers: readonly ((row: Row) => Value | undefined)[]
  readonly #buckets = new Map<unknown, Bucket>()

  constructor(columns: readonly string[]) {
    this.columns = columns.toSorted()
    this.#readers = this.columns.map(readerOf)
  }

  find(values: readonly unknown[]): readonly Row[] {
    const bucket = this.#buckets.get(keyOf(values))
    if (bucket === undefined) return []
    return isMany(bucket) ? [...bucket.values()] : [bucket]
  }

  replace(before: Row | null, after: Row | null): void {
    const [from, to] = [this.#keyOfRow(before), this.#keyOfRow(after)]
    if (before !== null && from !== undefined && from !== to) this.#remove(from, before)
    if (after !== null && to !== undefined) this.#put(to, after)
  }

  #keyOfRow(row: Row | null): unknown {
    if (row === null) return undefined
    const values = this.#readers.map((read) => read(row))
    return values.some((value) => value === undefined || value === null) ? undefined : keyOf(values)
  }

  #put(key: unknown, row: Row): void {
    const bucket = this.#buckets.get(key)
    const uuid = row['_uuid']
    if (bucket === undefined || (!isMany(bucket) && bucket['_uuid'] === uuid)) this.#buckets.set(key, row)
    else if (isMany(bucket)) bucket.set(uuid, row)
    else this.#buckets.set(key, new Map([bucket, row].map((one) => [one['_uuid'], one])))
  }

  #remove(key: unknown, row: Row): void {
    const bucket = this.#buckets.get(key)
    if (bucket === undefined) return
    if (!isMany(bucket)) this.#buckets.delete(key)
    else if (bucket.delete(row['_uuid']) && bucket.size === 0) this.#buckets.delete(key)
  }
}

const keyOf = (values: readonly unknown[]): unknown => (values.length === 1 ? values[0] : JSON.stringify(values))
