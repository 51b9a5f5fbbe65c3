import type { Queryable, Tx } from '../db/pool.ts'
import { readCursor, writeCursor } from './page.ts'
import type { NewRow, ResourceRow } from './rows.ts'

/** `limit` rows of a list after `cursor`. */
export interface PageQuery {
  readonly limit: number
  readonly cursor?: string | undefined
}

export interface RowPage<Row> {
  readonly rows: Row[]
  readonly nextCursor: string | null
}

/**
 * How strongly a row is locked. `deletion` keeps children from being made under it: they lock it as `parent`, which waits. `change` goes
 * together with `parent`: it is for what a child does not depend on.
 */
export type LockStrength = 'deletion' | 'change' | 'parent'

const LOCKS = { deletion: 'for update of t', change: 'for no key update of t', parent: 'for key share of t' } as const
/** `created_at` in whole microseconds: a JavaScript Date would round a cursor to milliseconds and skip rows. */
const CREATED_AT_US = '(extract(epoch from t.created_at) * 1000000)::bigint'
const FROM_US = (parameter: string): string => `timestamptz 'epoch' + ${parameter}::bigint * interval '1 microsecond'`

const asColumn = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !(value instanceof Date) && !Buffer.isBuffer(value)
    ? JSON.stringify(value)
    : value

/** The statements that are the same for every table of resources. Names of tables and columns come from code, never from a request. */
export class ResourceTable<Row extends ResourceRow> {
  readonly name: string
  readonly #select: string

  /** `columns` and `joins` read what a row needs beside its own columns (`t.*`). */
  constructor(name: string, { columns = '', joins = '' } = {}) {
    this.name = name
    this.#select = `t.*${columns === '' ? '' : `, ${columns}`} from ${name} t ${joins}`
  }

  /** Inserts a row of a table that has no columns beside its own. */
  async insert(tx: Tx, row: NewRow<Row>): Promise<Row> {
    const columns = Object.keys(row)
    const places = columns.map((_, index) => `$${String(index + 1)}`)
    const [inserted] = await tx.query<Row>(
      `insert into ${this.name} (${columns.join(', ')}) values (${places.join(', ')}) returning *`,
      Object.values(row).map(asColumn),
    )
    if (inserted === undefined) throw new Error(`insert into ${this.name} returned no row`)
    return inserted
  }

  async find(db: Queryable, id: string): Promise<Row | undefined> {
    const [row] = await db.query<Row>(`select ${this.#select} where t.id = $1`, [id], `${this.name}_find`)
    return row
  }

  async lock(tx: Tx, id: string, strength: LockStrength): Promise<Row | undefined> {
    const text = `select ${this.#select} where t.id = $1 ${LOCKS[strength]}`
    const [row] = await tx.query<Row>(text, [id], `${this.name}_lock_${strength}`)
    return row
  }

  /** Sets columns, and counts a generation. */
  async update(tx: Tx, id: string, changes: Partial<Row>): Promise<void> {
    const columns = Object.keys(changes)
    const assignments = columns.map((column, index) => `${column} = $${String(index + 2)}`)
    await tx.query(
      `update ${this.name} set ${['generation = generation + 1', 'updated_at = now()', ...assignments].join(', ')} where id = $1`,
      [id, ...Object.values(changes).map(asColumn)],
    )
  }

  /** Makes the row a tombstone. */
  async markDeleting(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `update ${this.name} set deleting_at = now(), updated_at = now(), generation = generation + 1 where id = $1`,
      [id],
    )
  }

  /** Oldest first; a filter that is undefined does not filter. */
  async list(db: Queryable, filters: Readonly<Record<string, unknown>>, page: PageQuery): Promise<RowPage<Row>> {
    const values: unknown[] = []
    const place = (value: unknown): string => `$${String(values.push(value))}`
    const conditions = Object.entries(filters)
      .filter(([, value]) => value !== undefined)
      .map(([column, value]) => `t.${column} = ${place(value)}`)
    if (page.cursor !== undefined) {
      const after = readCursor(page.cursor)
      conditions.push(`(t.created_at, t.id) > (${FROM_US(place(after.createdAtUs))}, ${place(after.id)})`)
    }
    const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
    const rows = await db.query<Row & { created_at_us: number }>(
      `select ${CREATED_AT_US} as created_at_us, ${this.#select} ${where}
       order by t.created_at, t.id limit ${place(page.limit + 1)}`,
      values,
    )
    const last = rows.length > page.limit ? rows[page.limit - 1] : undefined
    return {
      rows: rows.slice(0, page.limit),
      nextCursor: last === undefined ? null : writeCursor({ createdAtUs: last.created_at_us, id: last.id }),
    }
  }
}
