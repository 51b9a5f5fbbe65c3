import pg from 'pg'
import { DomainError } from '../errors.ts'

/** What PostgreSQL's errors mean to us (SQLSTATE, PostgreSQL documentation appendix A). */

/** Class 08 and the server's own shutdown codes: the connection is gone, not the statement wrong. */
const DISCONNECTED = /^(08...|57P0[1235]|25P03)$/
/** A server that became a standby, and class 53, without disk, memory or connections: another session, or a later one, may do better. */
const UNWRITABLE = /^(25006|53...)$/
/** lock_not_available and query_canceled: a bound on waiting was reached. */
const TOO_LONG = /^(55P03|57014)$/

/** SQLSTATE of an error of PostgreSQL, `E…` of an error of the socket. */
export const sqlState = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined

/** PostgreSQL's own word for a transaction that has to run again (db/pool.ts), for what a command sees by itself. */
export class RunAgain extends Error {
  override readonly name = 'RunAgain'
  readonly code = '40001'
}

/** Class 22, data exception: a value that the schemas let through, and that PostgreSQL cannot keep or compare. */
export const isDataException = (error: unknown): boolean => /^22...$/.test(sqlState(error) ?? '')

const isLost = (error: unknown, code: string | undefined): boolean =>
  code === undefined
    ? error instanceof Error && /connection|terminat|timeout/i.test(error.message)
    : DISCONNECTED.test(code) || /^E[A-Z]+$/.test(code)

/** Whether a statement's connection is of no more use after this error: it is gone, hangs, or leads to a server that takes no changes. */
export const spoilsConnection = (error: unknown): boolean => {
  const code = sqlState(error)
  return isLost(error, code) || UNWRITABLE.test(code ?? '')
}

/**
 * Whether a statement was prepared before a migration changed the columns that it gives ("cached plan must not change result type"). By the
 * routine that says so: its SQLSTATE means much else, and its words depend on the server's language.
 */
export const isStalePlan = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery'

/**
 * Errors of the socket, of a pool that waited too long, and of a server that shuts down all mean the same to a caller; any other error is
 * given back as it is.
 */
export const asUnavailable = (error: unknown): unknown => {
  if (error instanceof DomainError) return error
  const code = sqlState(error)
  if (isLost(error, code))
    return new DomainError('unavailable', 'the database cannot be reached; nothing was changed', { cause: error })
  if (UNWRITABLE.test(code ?? ''))
    return new DomainError('unavailable', 'the database takes no changes now; nothing was changed', { cause: error })
  if (TOO_LONG.test(code ?? ''))
    return new DomainError('unavailable', 'the database took too long; nothing was changed', { cause: error })
  return error
}

/** Name of the constraint or unique index that refused a statement, or undefined when it was something else. */
export const violatedConstraint = (error: unknown): string | undefined =>
  error instanceof pg.DatabaseError && /^23(505|503|P01)$/.test(error.code ?? '') ? error.constraint : undefined
