import type { InputValue, Mutate, Row, Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { Mutations } from './mutations.ts'
import { isCollected, isWeak, referenceAt, references, type Holder } from './references.ts'
import type { OwnedRow, RowOperation, Table } from './rows.ts'

/** What the replica knows of who refers to whom. */
export interface Known {
  readonly row: (table: Table, uuid: Uuid) => Row | undefined
  /** Rows that refer to this one, ours or not, found without looking at others. */
  readonly holdersOf: (table: Table, uuid: Uuid) => readonly Holder[]
}

/**
 * What has to be added to a transaction so that the rows that go with it are in no weak reference any more. Pure. ovsdb-server takes them
 * out by itself, but not always: where the row that refers was already looked at, the reference stays, and once the UUID is back the next
 * change of it ends the server (ADR 37). Rows go that are deleted, and those that nothing keeps afterwards. The latter are there while the server
 * looks who refers to a row that is deleted, so they let go of it, too.
 */
export const release = (operations: readonly RowOperation[], known: Known): readonly Mutate<Table>[] => {
  const after = new After(operations, known)
  const gone = rowsThatGo(after, known)
  const mutations = new Mutations()
  for (const row of gone.values())
    for (const holder of after.holdersOf(row))
      if (mustLetGo(row, holder, gone.has(holder.uuid))) mutations.delete(holder, row.uuid)
  return mutations.operations()
}

/** Of a row that goes, and one that refers to it. What is collected is looked at after what is deleted, and still refers to it then. */
const mustLetGo = (row: OwnedRow, holder: Holder, isGone: boolean): boolean =>
  isWeak(holder) ? !isGone : isGone && !isCollected(row.table) && isCollected(holder.table)

/**
 * What has to be committed before a transaction: weak references to rows that it inserts and that are not there. Somebody else's deletion
 * left them behind; with the row they would look whole, and end the server later.
 */
export const dangling = (operations: readonly RowOperation[], known: Known): readonly Mutate<Table>[] => {
  const mutations = new Mutations()
  for (const operation of operations) {
    if (operation.op !== 'insert') continue
    const { table, uuid } = operation
    if (known.row(table, uuid) !== undefined) continue
    for (const holder of known.holdersOf(table, uuid).filter(isWeak)) mutations.delete(holder, uuid)
  }
  return mutations.operations()
}

/** Rows that are not there after the transaction. */
const rowsThatGo = (after: After, known: Known): ReadonlyMap<Uuid, OwnedRow> => {
  const gone = new Map(after.deleted.map((row) => [row.uuid as Uuid, row]))
  const isKept = (row: OwnedRow): boolean =>
    !isCollected(row.table) || after.holdersOf(row).some((holder) => !isWeak(holder) && !gone.has(holder.uuid))
  const queue = [...after.deleted, ...after.left]
  // It grows as it is read. A row that several keep comes up with each of them, the last time when all are gone.
  for (const row of queue) {
    const isDeleted = gone.has(row.uuid)
    if (!isDeleted && isKept(row)) continue
    gone.set(row.uuid, row)
    for (const kept of keptBy(row, known)) if (!gone.has(kept.uuid)) queue.push(kept)
  }
  return gone
}

const keptBy = ({ table, uuid }: OwnedRow, known: Known): readonly OwnedRow[] => {
  const row = known.row(table, uuid)
  return references
    .filter((reference) => reference.table === table && reference.strength === 'strong')
    .flatMap(({ column, to }) => members(row?.[column] ?? null).map((member) => ({ table: to, uuid: member })))
}

/** What a reference holds, which reads as UUIDs, one UUID or null. */
const members = (value: InputValue): readonly Uuid<Table>[] => {
  if (Array.isArray(value)) return value as readonly Uuid<Table>[]
  return typeof value === 'string' ? [value as Uuid<Table>] : []
}

interface Said {
  readonly holder: Holder
  readonly holds: boolean
}

/** Who refers to whom after a transaction: what its operations say, and else the replica. */
class After {
  readonly deleted: OwnedRow[] = []
  /** rows that lost a reference that may have kept them */
  readonly left: OwnedRow[] = []
  readonly #said = new Map<Uuid, Map<string, Said>>()
  readonly #known: Known

  constructor(operations: readonly RowOperation[], known: Known) {
    this.#known = known
    for (const operation of operations) this.#read(operation)
  }

  holdersOf({ table, uuid }: OwnedRow): readonly Holder[] {
    const said = this.#said.get(uuid)
    const known = this.#known.holdersOf(table, uuid)
    if (said === undefined) return known
    const untold = known.filter((holder) => !said.has(textOf(holder)))
    return [...untold, ...[...said.values()].flatMap(({ holder, holds }) => (holds ? [holder] : []))]
  }

  #read(operation: RowOperation): void {
    const { op, table } = operation
    if (op === 'delete') this.deleted.push({ table, uuid: operation.where })
    else if (op === 'insert') this.#write({ table, uuid: operation.uuid }, operation.row)
    else if (op === 'update') this.#write({ table, uuid: operation.where }, operation.row)
    else if (op === 'mutate')
      for (const [column, mutator, value] of operation.mutations)
        if (mutator === 'insert' || mutator === 'delete')
          this.#say({ table, uuid: operation.where, column }, value, mutator === 'insert')
  }

  #write(row: OwnedRow, columns: Readonly<Record<string, InputValue>>): void {
    for (const [column, value] of Object.entries(columns)) {
      if (referenceAt(row.table, column) === undefined) continue
      this.#say({ ...row, column }, this.#known.row(row.table, row.uuid)?.[column] ?? null, false)
      this.#say({ ...row, column }, value, true)
    }
  }

  /** The last word counts, as in the transaction. */
  #say(holder: Holder, value: InputValue, holds: boolean): void {
    const reference = referenceAt(holder.table, holder.column)
    if (reference === undefined) return
    for (const member of members(value)) {
      const said = this.#said.get(member) ?? new Map<string, Said>()
      this.#said.set(member, said)
      said.set(textOf(holder), { holder, holds })
      if (!holds && reference.strength === 'strong') this.left.push({ table: reference.to, uuid: member })
    }
  }
}

const textOf = ({ uuid, column }: Holder): string => `${uuid} ${column}`
