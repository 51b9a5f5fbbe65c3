import type { Queryable, Tx } from '../db/pool.ts'
import { labelConditions, type LabelSelector } from './label-selector.ts'
import { readCursor, writeCursor } from './page.ts'
import type { NewRow, ShownRow } from './rows.ts'

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
 * together with `parent`: it is for what a child does not depend on. `kept` waits for changes, and makes them wait: for what depends on more of
 * a row than that it is there.
 */
export type LockStrength = 'deletion' | 'change' | 'kept' | 'parent'

const LOCKS = {
  deletion: 'for update',
  change: 'for no key update',
  kept: 'for share',
  parent: 'for key share',
} as const
/** `created_at` in whole microseconds: a JavaScript Date would round a cursor to milliseconds and skip rows. */
const CREATED_AT_US = '(extract(epoch from t.created_at) * 1000000)::bigint'
const FROM_US = (parameter: string): string => `timestamptz 'epoch' + ${parameter}::bigint * interval '1 microsecond'`

const COUNTED = 'generation = generation + 1, updated_at = now()'

/**
 * A new generation begins without what the reconciler said of the one before (reconcile/status.ts): whoever waits for it would take that for an
 * answer.
 */
export const NEXT_GENERATION = `${COUNTED},
  conditions = jsonb_path_query_array(conditions, '$[*] ? (@.type != "ApplyFailed" && @.type != "Waiting")')`

/** Statements that a connection keeps prepared for one table. Requests choose which columns are set together. */
const MOST_NAMED = 50

const asColumn = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !(value instanceof Date) && !Buffer.isBuffer(value)
    ? JSON.stringify(value)
    : value

export interface TableOptions {
  /** What a row needs beside its own columns (`t.*`), and where that comes from. */
  readonly columns?: string
  readonly joins?: string
  /** Filters of lists that are no column of the table: their conditions; the parameter is the value. */
  readonly filters?: Readonly<Record<string, (value: string) => string>>
  /** Condition for the rows that members of some projects may see; the parameter is an array of ids. Default: rows of these projects. */
  readonly visible?: (projects: string) => string
}

/** Which rows a list has. */
export interface Selection {
  /** By column of the table, or by name of its `filters`; undefined does not filter. */
  readonly filters: Readonly<Record<string, unknown>>
  readonly labels?: LabelSelector | undefined
  /** Projects whose rows may be seen. */
  readonly projects: 'all' | readonly string[]
}

/**
 * The statements that are the same for every table of resources. Names of tables and columns come from code, never from a request.
 * `Row` is what is read; `Own` is what is written, where `columns` and `joins` bring more than the table's own columns.
 */
export class ResourceTable<Row extends ShownRow, Own extends ShownRow = Row> {
  readonly name: string
  readonly #select: string
  readonly #visible: (projects: string) => string
  readonly #filters: NonNullable<TableOptions['filters']>
  /** Whether a row is all that is shown of it. */
  readonly #plain: boolean
  /** Names of prepared statements by their text. */
  readonly #names = new Map<string, string>()

  constructor(
    name: string,
    {
      columns = '',
      joins = '',
      filters = {},
      visible = (projects) => `t.project_id = any(${projects})`,
    }: TableOptions = {},
  ) {
    this.name = name
    this.#select = `t.*${columns === '' ? '' : `, ${columns}`} from ${name} t ${joins}`
    this.#visible = visible
    this.#filters = filters
    this.#plain = columns === ''
  }

  /** Inserts a row. Gives its own columns: of a table that shows more, `find` reads all. */
  async insert(tx: Tx, row: NewRow<Own>): Promise<Own> {
    const columns = Object.keys(row)
    const places = columns.map((_, index) => `$${String(index + 1)}`)
    const text = `insert into ${this.name} (${columns.join(', ')}) values (${places.join(', ')}) returning *`
    const [inserted] = await tx.query<Own>(text, Object.values(row).map(asColumn), this.#named(text))
    if (inserted === undefined) throw new Error(`insert into ${this.name} returned no row`)
    return inserted
  }

  async find(db: Queryable, id: string): Promise<Row | undefined> {
    const [row] = await db.query<Row>(`select ${this.#select} where t.id = $1`, [id], `${this.name}_find`)
    return row
  }

  /** Those of these that are there, in any order. */
  async findAll(db: Queryable, ids: readonly string[]): Promise<Row[]> {
    return await db.query<Row>(`select ${this.#select} where t.id = any($1::uuid[])`, [ids], `${this.name}_find_all`)
  }

  /**
   * Locks a row, and gives it as it is behind the lock. A statement that waits for a lock reads the row itself anew, but what it takes from other
   * tables is from before it waited, so that is read by a statement of its own. As a `parent` a row may change all the same.
   */
  async lock(tx: Tx, id: string, strength: LockStrength): Promise<Row | undefined> {
    const name = `${this.name}_lock_${strength}`
    if (this.#plain || strength === 'parent') {
      const [row] = await tx.query<Row>(`select ${this.#select} where t.id = $1 ${LOCKS[strength]} of t`, [id], name)
      return row
    }
    const locked = await tx.query(`select from ${this.name} where id = $1 ${LOCKS[strength]}`, [id], name)
    return locked.length === 0 ? undefined : await this.find(tx, id)
  }

  /**
   * Sets columns, and counts a generation. Gives the row; undefined where more is shown than its own columns, and it has to be read.
   * @param realized whether the change is realized by being written
   */
  async update(tx: Tx, id: string, changes: Partial<Row>, { realized = false } = {}): Promise<Row | undefined> {
    const columns = Object.keys(changes)
    const assignments = [
      'conditions' in changes ? COUNTED : NEXT_GENERATION,
      ...(realized ? ['applied_generation = generation + 1', 'realized_generation = generation + 1'] : []),
      ...columns.map((column, index) => `${column} = $${String(index + 2)}`),
    ]
    const [row] = await tx.query<Row>(`update ${this.name} set ${assignments.join(', ')} where id = $1 returning *`, [
      id,
      ...Object.values(changes).map(asColumn),
    ])
    return this.#plain ? row : undefined
  }

  /** Sets columns of a part; its generation is among them. */
  async set(tx: Tx, id: string, changes: Partial<Row>): Promise<void> {
    const assignments = Object.keys(changes).map((column, index) => `${column} = $${String(index + 2)}`)
    await tx.query(`update ${this.name} set ${['updated_at = now()', ...assignments].join(', ')} where id = $1`, [
      id,
      ...Object.values(changes).map(asColumn),
    ])
  }

  /** Counts a generation because a part of the resource changes, and gives it. */
  async countGeneration(tx: Tx, id: string): Promise<number> {
    const [row] = await tx.query<{ generation: number }>(
      `update ${this.name} set ${NEXT_GENERATION} where id = $1 returning generation`,
      [id],
      `${this.name}_count`,
    )
    if (row === undefined) throw new Error(`${this.name} ${id} went although it was locked`)
    return row.generation
  }

  /**
   * Locks the parent of a part for a change. What changes parts of one parent waits here, and nowhere else, so that it never waits crosswise.
   * @param part its table, and the column there that refers to this one
   */
  async lockParentOf(
    tx: Tx,
    part: { readonly table: string; readonly column: string },
    id: string,
  ): Promise<Row | undefined> {
    const text = `select id from ${this.name} where id = (select ${part.column} from ${part.table} where id = $1) ${LOCKS.change}`
    const [locked] = await tx.query<{ id: string }>(text, [id], `${part.table}_lock_${this.name}`)
    return locked && (await this.find(tx, locked.id))
  }

  /** Makes the row a tombstone. Gives it as `update` does. */
  async markDeleting(tx: Tx, id: string): Promise<Row | undefined> {
    const [row] = await tx.query<Row>(
      `update ${this.name} set deleting_at = now(), ${NEXT_GENERATION} where id = $1 returning *`,
      [id],
      `${this.name}_mark_deleting`,
    )
    return this.#plain ? row : undefined
  }

  /** Removes the row. */
  async remove(tx: Tx, id: string): Promise<void> {
    await tx.query(`delete from ${this.name} where id = $1`, [id])
  }

  #named(text: string): string | undefined {
    const known = this.#names.get(text)
    if (known !== undefined || this.#names.size === MOST_NAMED) return known
    const name = `${this.name}_write_${String(this.#names.size)}`
    this.#names.set(text, name)
    return name
  }

  /** Oldest first. */
  async list(db: Queryable, { filters, labels, projects }: Selection, page: PageQuery): Promise<RowPage<Row>> {
    const values: unknown[] = []
    const place = (value: unknown): string => `$${String(values.push(value))}`
    const conditions = Object.entries(filters)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => this.#filters[name]?.(place(value)) ?? `t.${name} = ${place(value)}`)
    if (projects !== 'all') conditions.push(`(${this.#visible(`${place(projects)}::uuid[]`)})`)
    conditions.push(...labelConditions(labels ?? [], 't.labels', place))
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
    return pageOfRows(rows, page.limit)
  }
}

/** Cuts off the row too many that tells whether there is another page. */
const pageOfRows = <Row extends { readonly id: string; readonly created_at_us: number }>(
  rows: readonly Row[],
  limit: number,
): RowPage<Row> => {
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    rows: rows.slice(0, limit),
    nextCursor: last === undefined ? null : writeCursor({ createdAtUs: last.created_at_us, id: last.id }),
  }
}
