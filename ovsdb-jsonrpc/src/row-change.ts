import type { SetStep } from './shared-set.ts'
import type { StoredRow } from './stored-row.ts'
import type { Atom, Row } from './types.ts'

/** What happened to a row, without the types of a certain database. */
export interface RowChange {
  readonly table: string
  readonly uuid: string
  readonly before: Row | null
  readonly after: Row | null
  /** What joined and what left a set, at the cost of the difference where the set is large and the server told it. */
  readonly members: (column: string) => SetStep
}

interface Rows {
  readonly before: StoredRow | null
  readonly after: StoredRow | null
}

/** A change that was told by itself. */
export class TransactedChange implements RowChange {
  readonly table: string
  readonly uuid: string
  readonly before: Row | null
  readonly after: Row | null
  readonly #rows: Rows

  constructor(table: string, uuid: string, rows: Rows) {
    this.table = table
    this.uuid = uuid
    this.before = rows.before?.row ?? null
    this.after = rows.after?.row ?? null
    this.#rows = rows
  }

  members(column: string): SetStep {
    return stepOf(this.#rows, column)
  }
}

/** A change that was found by loading everything: there are many, so its rows are decoded only when they are read. */
export class LoadedChange implements RowChange {
  readonly table: string
  readonly uuid: string
  readonly #before: StoredRow | null
  readonly #after: StoredRow | null

  constructor(table: string, uuid: string, { before, after }: Rows) {
    this.table = table
    this.uuid = uuid
    this.#before = before
    this.#after = after
  }

  get before(): Row | null {
    return this.#before?.row ?? null
  }

  get after(): Row | null {
    return this.#after?.row ?? null
  }

  members(column: string): SetStep {
    return stepOf({ before: this.#before, after: this.#after }, column)
  }
}

const stepOf = ({ before, after }: Rows, column: string): SetStep => {
  const told = before === null ? null : (after?.stepFrom(before, column) ?? null)
  if (told !== null) return told
  const [left, right] = [membersOf(before, column), membersOf(after, column)]
  if (left === right) return { added: [], removed: [] }
  const [was, is] = [new Set(left), new Set(right)]
  return { added: right.filter((atom) => !was.has(atom)), removed: left.filter((atom) => !is.has(atom)) }
}

const membersOf = (stored: StoredRow | null, column: string): readonly Atom[] => {
  const value = stored?.row[column]
  return Array.isArray(value) ? (value as readonly Atom[]) : []
}
