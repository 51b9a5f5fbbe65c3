import type { StoredRow } from './stored-row.ts'
import type { Row } from './types.ts'

/** The rows of a table as a Map by UUID, always those of now, each decoded when it is read. */
export class TableRows implements ReadonlyMap<string, Row> {
  readonly #stored: () => ReadonlyMap<string, StoredRow>

  constructor(stored: () => ReadonlyMap<string, StoredRow>) {
    this.#stored = stored
  }

  get size(): number {
    return this.#stored().size
  }

  has(uuid: string): boolean {
    return this.#stored().has(uuid)
  }

  get(uuid: string): Row | undefined {
    return this.#stored().get(uuid)?.row
  }

  keys(): MapIterator<string> {
    return this.#stored().keys()
  }

  *values(): MapIterator<Row> {
    for (const { row } of this.#stored().values()) yield row
  }

  *entries(): MapIterator<[string, Row]> {
    for (const { uuid, row } of this.#stored().values()) yield [uuid, row]
  }

  [Symbol.iterator](): MapIterator<[string, Row]> {
    return this.entries()
  }

  forEach(callback: (row: Row, uuid: string, map: ReadonlyMap<string, Row>) => void, thisArg?: unknown): void {
    for (const [uuid, row] of this.entries()) callback.call(thisArg, row, uuid, this)
  }
}
