import type { Operation } from './operation.ts'

/** Everything that this package throws on purpose. */
export class OvsdbError extends Error {
  override get name(): string {
    return this.constructor.name
  }
}

/** A value doesn't fit the schema. Thrown before anything is sent. */
export class ValidationError extends OvsdbError {
  readonly table: string
  readonly column: string
  readonly value: unknown
  constructor(at: { readonly table: string; readonly column: string; readonly value: unknown }, problem: string) {
    super(`${at.table}.${at.column}: ${problem}`)
    this.table = at.table
    this.column = at.column
    this.value = at.value
  }
}

/** A schema can't be read: not what RFC 7047 §3.2 describes. */
export class SchemaError extends OvsdbError {}

/** The peer sent what RFC 7047 or the OVS extensions don't allow; the connection is given up. */
export class ProtocolError extends OvsdbError {}

/** A remote can't be understood, reached, or fails a check (not the leader, stale, database absent). */
export class EndpointError extends OvsdbError {}

/** There is no live connection. Nothing was sent: trying again is safe. */
export class NotConnectedError extends OvsdbError {}

/** More transactions wait than `limits.queued` allows. Nothing was sent. */
export class QueueFullError extends OvsdbError {}

/** The connection went away: what it still owed an answer may or may not have happened. */
export class ConnectionLostError extends OvsdbError {}

/**
 * The connection was lost after the transaction was sent and before its reply: it may be committed or not. With row UUIDs
 * chosen by the client it is safe to compare with the replica and send what is missing.
 */
export class OutcomeUnknownError extends OvsdbError {}

/** A guard of the session (for instance "the epoch is still mine") did not hold. Nothing was committed. */
export class FencedError extends OvsdbError {}

/** A row that an `update` or `mutate` means does not exist. Nothing was committed. */
export class RowMissingError extends OvsdbError {
  readonly operation: Operation
  constructor(operation: Operation, message: string) {
    super(message)
    this.operation = operation
  }
}

/** The server answered a whole request with an error (unknown database, unknown method, syntax of the request). */
export class RequestError extends OvsdbError {
  readonly method: string
  readonly error: string
  readonly details: string
  constructor(method: string, error: string, details: string) {
    super(`${method}: ${error}${details === '' ? '' : `: ${details}`}`)
    this.method = method
    this.error = error
    this.details = details
  }
}

export class RequestCanceledError extends RequestError {}
export class DuplicateMonitorError extends RequestError {}
export class RequestSyntaxError extends RequestError {}
export class UnknownDatabaseError extends RequestError {}
export class UnknownMethodError extends RequestError {}
export class UnknownMonitorError extends RequestError {}

const requestClasses: ReadonlyMap<string, new (...args: [string, string, string]) => RequestError> = new Map([
  ['canceled', RequestCanceledError],
  ['duplicate monitor ID', DuplicateMonitorError],
  ['syntax error', RequestSyntaxError],
  ['unknown database', UnknownDatabaseError],
  ['unknown method', UnknownMethodError],
  ['unknown monitor', UnknownMonitorError],
])

/** The error for what the server answered to a request; plain `RequestError` for words that nobody documented. */
export const requestError = (method: string, error: string, details: string): RequestError =>
  new (requestClasses.get(error) ?? RequestError)(method, error, details)

/** Where in a transaction the server found an error. */
export interface Failure {
  /** RFC 7047's error string */
  readonly error: string
  readonly details: string
  /** the operation that failed; null when the commit of the whole transaction failed */
  readonly operation: Operation | null
  /** place of the operation in the array handed to `transact`; -1 for the writer's guard and for the commit */
  readonly index: number
}

/** The server refused a transaction; nothing was committed. One subclass for each error string of RFC 7047 and of OVS. */
export class TransactionError extends OvsdbError {
  readonly error: string
  readonly details: string
  readonly operation: Operation | null
  readonly index: number
  constructor(failure: Failure, options?: ErrorOptions) {
    super(`${failure.error}${placeOf(failure)}${failure.details === '' ? '' : `: ${failure.details}`}`, options)
    this.error = failure.error
    this.details = failure.details
    this.operation = failure.operation
    this.index = failure.index
  }
}

const placeOf = ({ error, operation, index }: Failure): string => {
  if (operation === null) return error === 'canceled' ? '' : ' at commit'
  const what = 'table' in operation ? `${operation.op} ${operation.table}` : operation.op
  return index === -1 ? ` in the writer's guard (${what})` : ` in operation ${String(index)} (${what})`
}

export class AbortedError extends TransactionError {}
/** Given up by the caller's signal or time limit, and nothing was committed. */
export class CanceledError extends TransactionError {}
export class ClusterError extends TransactionError {}
export class ConstraintViolationError extends TransactionError {}
export class DomainError extends TransactionError {}
export class DuplicateUuidError extends TransactionError {}
export class DuplicateUuidNameError extends TransactionError {}
export class InternalServerError extends TransactionError {}
export class IoError extends TransactionError {}
/** The database is read-only. */
export class NotAllowedError extends TransactionError {}
export class NotOwnerError extends TransactionError {}
export class NotSupportedError extends TransactionError {}
export class OvsdbServerError extends TransactionError {}
export class PermissionError extends TransactionError {}
export class RangeViolationError extends TransactionError {}
export class ReferentialIntegrityError extends TransactionError {}
export class ResourcesExhaustedError extends TransactionError {}
export class TimedOutError extends TransactionError {}
export class TransactionSyntaxError extends TransactionError {}
export class UnknownColumnError extends TransactionError {}
export class UnknownTableError extends TransactionError {}

const classes: ReadonlyMap<string, new (failure: Failure) => TransactionError> = new Map([
  ['aborted', AbortedError],
  ['canceled', CanceledError],
  ['cluster error', ClusterError],
  ['constraint violation', ConstraintViolationError],
  ['domain error', DomainError],
  ['duplicate uuid', DuplicateUuidError],
  ['duplicate uuid-name', DuplicateUuidNameError],
  ['internal error', InternalServerError],
  ['I/O error', IoError],
  ['not allowed', NotAllowedError],
  ['not owner', NotOwnerError],
  ['not supported', NotSupportedError],
  ['ovsdb error', OvsdbServerError],
  ['permission error', PermissionError],
  ['range error', RangeViolationError],
  ['referential integrity violation', ReferentialIntegrityError],
  ['resources exhausted', ResourcesExhaustedError],
  ['timed out', TimedOutError],
  ['syntax error', TransactionSyntaxError],
  ['unknown column', UnknownColumnError],
  ['unknown table', UnknownTableError],
])

/** The error for what the server said; plain `TransactionError` when it used a word that nobody documented. */
export const transactionError = (failure: Failure): TransactionError =>
  new (classes.get(failure.error) ?? TransactionError)(failure)
