import { FencedError, ProtocolError, RowMissingError, transactionError } from './errors.ts'
import type { OvsdbError, TransactionError } from './errors.ts'
import type { Operation, ResultsOf, Select } from './operation.ts'
import { isJson } from './json.ts'
import type { Json } from './json.ts'
import { decodeColumns } from './rows.ts'
import { getTable } from './schema.ts'
import type { DatabaseSchema } from './schema.ts'
import type { Row } from './types.ts'
import { encodeExistence, encodeOperation } from './wire-operations.ts'
import type { WireOperation } from './wire-operations.ts'

/** Why an operation on the wire is there: the session's guard, the guard of an operation of the caller, or that one itself. */
export interface Purpose {
  readonly kind: 'fence' | 'existence' | 'operation'
  readonly operation: Operation
  /** place in the array handed to `transact`; -1 in the session's guard */
  readonly index: number
}

/** A transaction as it is sent, and what each operation on the wire is for. */
export interface Plan {
  readonly wire: readonly WireOperation[]
  readonly purposes: readonly Purpose[]
}

/** Keeps book of rows that are known to exist at a point of the transaction, so that none is guarded twice. */
class ExistingRows {
  readonly #known = new Set<string>()

  #nameOf(operation: Operation): string | null {
    if (operation.op === 'insert') return `${operation.table} ${operation.uuid}`
    if (operation.op !== 'update' && operation.op !== 'mutate') return null
    return typeof operation.where === 'string' ? `${operation.table} ${operation.where}` : null
  }

  /** True when this operation would silently do nothing if its rows were missing, and nothing said yet that they exist. */
  needsGuard(operation: Operation): boolean {
    if (operation.op !== 'update' && operation.op !== 'mutate') return false
    const name = this.#nameOf(operation)
    return name === null || !this.#known.has(name)
  }

  note(operation: Operation): void {
    const name = this.#nameOf(operation)
    if (name !== null) this.#known.add(name)
    if (operation.op === 'delete') this.#known.clear()
  }
}

/**
 * Encodes a transaction: the session's guard first, and before each `update` or `mutate` a `wait` that its rows exist. The server
 * answers `count: 0` otherwise, commits the rest, and collects rows that were inserted for the missing parent.
 * @throws ValidationError, SchemaError
 */
export const planTransaction = (
  schema: DatabaseSchema,
  guard: readonly Operation[],
  operations: readonly Operation[],
): Plan => {
  const wire: WireOperation[] = guard.map((operation) => encodeOperation(schema, operation))
  const purposes: Purpose[] = guard.map((operation) => ({ kind: 'fence', operation, index: -1 }))
  const existing = new ExistingRows()
  for (const [index, operation] of operations.entries()) {
    if ('table' in operation && 'where' in operation && existing.needsGuard(operation)) {
      wire.push(encodeExistence(schema, operation.table, operation.where))
      purposes.push({ kind: 'existence', index, operation })
    }
    wire.push(encodeOperation(schema, operation))
    purposes.push({ kind: 'operation', index, operation })
    existing.note(operation)
  }
  return { wire, purposes }
}

const textAt = (result: object, member: string): string => {
  const text: unknown = Reflect.get(result, member)
  return typeof text === 'string' ? text : ''
}

const missingRow = (operation: Operation, index: number): RowMissingError => {
  const target = 'where' in operation ? JSON.stringify(operation.where) : ''
  const table = 'table' in operation ? operation.table : ''
  return new RowMissingError(
    operation,
    `operation ${String(index)} (${operation.op} ${table}): no row ${target}; nothing was committed`,
  )
}

const failureAt = (purpose: Purpose | undefined, result: object): FencedError | RowMissingError | TransactionError => {
  const error = textAt(result, 'error')
  const details = textAt(result, 'details')
  if (purpose?.kind === 'fence' && (error === 'timed out' || error === 'not owner')) {
    return new FencedError(`the writer's guard doesn't hold (${error}); nothing was committed`)
  }
  if (purpose?.kind === 'existence' && error === 'timed out') return missingRow(purpose.operation, purpose.index)
  const operation = purpose?.operation ?? null
  return transactionError({ error, details, operation, index: purpose?.index ?? -1 })
}

const decodeSelected = (schema: DatabaseSchema, operation: Select, rows: unknown): readonly Row[] => {
  if (!Array.isArray(rows)) throw new ProtocolError('a select was answered without rows')
  const table = getTable(schema, operation.table)
  return rows.map((row: unknown) => decodeColumns(table, operation.columns, row))
}

const resultOf = (schema: DatabaseSchema, operation: Operation, result: object): unknown => {
  switch (operation.op) {
    case 'insert':
      return { uuid: operation.uuid }
    case 'update':
    case 'mutate':
    case 'delete':
      return { count: Reflect.get(result, 'count') as number }
    case 'select':
      return { rows: decodeSelected(schema, operation, Reflect.get(result, 'rows')) }
    default:
      return {}
  }
}

/** How a group of transactions that travelled in one ended: all are committed, or none. */
export type Outcome =
  | { readonly committed: true; readonly results: readonly (readonly unknown[])[] }
  /** `member` is the place of the one at fault; null when that can't be told, or all of them are */
  | { readonly committed: false; readonly error: OvsdbError; readonly member: number | null }

/** A purpose, and the place in the group of the transaction that it belongs to; null for the writer's guard. */
export type MemberPurpose = Purpose & { readonly member: number | null }

const isFailed = (result: unknown): result is Json => isJson(result) && 'error' in result

/**
 * Matches the server's results to the operations of each member. An operation that fails ends the list (the rest is null); an error
 * of the commit itself stands after the last one (RFC 7047 §4.1.3).
 * @throws ProtocolError when the reply is none
 */
export const readOutcome = (
  schema: DatabaseSchema,
  purposes: readonly MemberPurpose[],
  members: number,
  reply: unknown,
): Outcome => {
  if (!Array.isArray(reply)) throw new ProtocolError('transact was not answered with an array')
  const results = Array.from({ length: members }, (): unknown[] => [])
  for (const [place, result] of (reply as readonly unknown[]).entries()) {
    const purpose = purposes[place]
    if (isFailed(result))
      return { committed: false, error: failureAt(purpose, result), member: purpose?.member ?? null }
    if (purpose?.kind !== 'operation') continue
    if (!isJson(result)) throw new ProtocolError(`operation ${String(purpose.index)} was not answered`)
    results[purpose.member ?? 0]?.push(resultOf(schema, purpose.operation, result))
  }
  if (reply.length < purposes.length) throw new ProtocolError('transact was answered with too few results')
  return { committed: true, results }
}

/**
 * The results of a single transaction.
 * @throws TransactionError (a subclass by error string), FencedError, RowMissingError; ProtocolError when the reply is none
 */
export const readReply = <Ops extends readonly Operation[]>(
  schema: DatabaseSchema,
  plan: Plan,
  reply: unknown,
): ResultsOf<Ops> => {
  const outcome = readOutcome(
    schema,
    plan.purposes.map((purpose) => ({ ...purpose, member: 0 })),
    1,
    reply,
  )
  if (!outcome.committed) throw outcome.error
  return (outcome.results[0] ?? []) as ResultsOf<Ops>
}
