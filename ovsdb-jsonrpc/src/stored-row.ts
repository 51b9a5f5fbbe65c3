import { applyDiff } from './diff.ts'
import { ProtocolError } from './errors.ts'
import type { RowSource } from './fragments.ts'
import { isJson } from './json.ts'
import type { Json } from './json.ts'
import { decodeColumns } from './rows.ts'
import { findColumn } from './schema.ts'
import type { TableSchema } from './schema.ts'
import { SharedSet } from './shared-set.ts'
import type { Atom, Row, Value } from './types.ts'
import { decodeSet, decodeValue } from './values.ts'

/** Which columns the rows of a table have in a replica. */
export interface RowShape {
  readonly table: TableSchema
  readonly columns: readonly string[]
}

/** What an update says that the row is from now on; undefined when it says something else. */
export const contentOf = (update: Json): unknown => update['initial'] ?? update['insert'] ?? update['new']

/** From so many members on, a set that changes is kept as versions, and made into an array only when read. */
const largeSet = 256

/**
 * A row of a replica, decoded when it is first read: a snapshot has many that nobody reads for long. The row that comes out is always
 * the same object.
 */
export class StoredRow {
  readonly uuid: string
  readonly #shape: RowShape
  /** the columns that are kept as versions; null: none */
  #sets: Map<string, SharedSet> | null = null
  /** null: to be read again, or decoded already */
  #wire: Json | null = null
  #source: RowSource | null = null
  #row: Row | null = null

  private constructor(shape: RowShape, uuid: string) {
    this.#shape = shape
    this.uuid = uuid
  }

  /**
   * @param content RFC 7047 §5.1 `<row>`, and where the update with it can be read again
   * @throws ProtocolError when it is no row at all
   */
  static read(
    shape: RowShape,
    uuid: string,
    { wire, source = null }: { readonly wire: unknown; readonly source?: RowSource | null },
  ): StoredRow {
    if (!isJson(wire)) throw new ProtocolError(`${shape.table.name} ${uuid}: not a row`)
    const stored = new StoredRow(shape, uuid)
    stored.#wire = wire
    stored.#source = source
    return stored
  }

  /** Indexes are made, and nobody may read the row for long: the bytes that it came as take less than what was parsed. */
  rest(): void {
    if (this.#source !== null) this.#wire = null
  }

  /** @throws ProtocolError when the server sent a value that is not of its column's type */
  get row(): Row {
    if (this.#row === null) {
      const { table, columns } = this.#shape
      this.#row = { _uuid: this.uuid, ...decodeColumns(table, columns, this.#wire ?? this.#readAgain()) }
      this.#wire = null
      this.#source = null
    }
    return this.#row
  }

  /**
   * One column, or one key of a map, without decoding the others.
   * @throws ProtocolError
   */
  read(name: string, key?: string): Value | undefined {
    if (this.#wire === null) {
      const value = this.row[name]
      if (key === undefined) return value
      return value instanceof Map ? (value as ReadonlyMap<Atom, Atom>).get(key) : undefined
    }
    const wire = this.#wire[name]
    if (key !== undefined) return valueOfKey(wire, key)
    const column = findColumn(this.#shape.table, name)
    return column === undefined || wire === undefined ? column?.default : decodeValue(column, wire)
  }

  /**
   * The row after a `modify` of update2 or update3; this one stays as it is.
   * @throws ProtocolError when the difference doesn't fit the row
   */
  modified(diff: Json): StoredRow {
    const { table } = this.#shape
    const sets = new Map<string, SharedSet>()
    const changed: Record<string, Value> = {}
    for (const [name, wire] of Object.entries(diff)) {
      const column = table.columns.get(name)
      if (column === undefined) continue
      const large = column.kind === 'set' ? this.#largeSet(name) : null
      if (large === null) changed[name] = applyDiff(column, this.row[name] ?? column.default, wire)
      else sets.set(name, large.toggled(decodeSet(column, wire)))
    }
    for (const [name, set] of this.#sets ?? []) if (!sets.has(name)) sets.set(name, set)
    const after = new StoredRow(this.#shape, this.uuid)
    after.#row = this.#with(changed, sets)
    after.#sets = sets.size === 0 ? null : sets
    return after
  }

  #readAgain(): unknown {
    return this.#source && contentOf(this.#source.fragment.read(this.#source.at) as Json)
  }

  /** How a large set came from that of a row before; null when it has to be found by comparing. */
  stepFrom(before: StoredRow, column: string): ReturnType<SharedSet['stepTo']> {
    const [from, to] = [before.#sets?.get(column), this.#sets?.get(column)]
    return from === undefined || to === undefined ? null : from.stepTo(to)
  }

  #largeSet(name: string): SharedSet | null {
    const shared = this.#sets?.get(name)
    if (shared !== undefined) return shared
    const value = this.row[name]
    if (!Array.isArray(value) || value.length < largeSet) return null
    const made = SharedSet.from(value as readonly Atom[])
    // Kept with this row, so that the step to the next one is told from both.
    this.#sets ??= new Map()
    this.#sets.set(name, made)
    return made
  }

  #with(changed: Readonly<Record<string, Value>>, sets: ReadonlyMap<string, SharedSet>): Row {
    if (sets.size === 0) return { ...this.row, ...changed }
    const row: Record<string, Value> = {}
    for (const name of ['_uuid', ...this.#shape.columns]) {
      const set = sets.get(name)
      if (set === undefined) row[name] = changed[name] ?? this.row[name] ?? null
      else Object.defineProperty(row, name, { get: () => set.array, enumerable: true })
    }
    return row
  }
}

const valueOfKey = (wire: unknown, key: string): Atom | undefined => {
  const pairs: unknown = Array.isArray(wire) ? wire[1] : undefined
  if (!Array.isArray(pairs)) return undefined
  const pair = (pairs as readonly unknown[]).find((one) => Array.isArray(one) && one[0] === key)
  return Array.isArray(pair) ? (pair[1] as Atom) : undefined
}
