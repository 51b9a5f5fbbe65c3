import pg from 'pg'
import { DomainError } from '../errors.ts'
import { asUnavailable, isStalePlan, spoilsConnection, sqlState } from './failures.ts'

/** Runs statements. Values are always parameters, never part of the text. */
export interface Queryable {
  /** All rows. `text` is prepared once per connection under `name` when one is given: for statements on a hot path. */
  query<T extends object>(text: string, values?: readonly unknown[], name?: string): Promise<T[]>
}

declare const inTransaction: unique symbol
/** A queryable inside a transaction: what commands and stores that write take. */
export interface Tx extends Queryable {
  readonly [inTransaction]: true
}

export interface Db extends Queryable {
  /** Runs `work` in one transaction. It may run several times: it must have no effect beside its statements. */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * A connection of its own, for LISTEN and advisory locks. The caller ends it. `answerMs` bounds each statement; without it one may wait for
   * as long as it wants, as a migration must.
   */
  connect(answerMs?: number): Promise<pg.Client>
  close(): Promise<void>
}

export interface DbOptions {
  readonly url: string
  /** Most connections of the pool. */
  readonly max: number
  /** A connection that says nothing for so many milliseconds is given up. Default 35 000: above the server's own bounds. */
  readonly answerMs?: number
  /** Told of a connection that was lost while nobody used it. */
  readonly onIdleError: (error: Error) => void
}

// int8: generations, sequences and counts stay far below 2^53.
const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.INT8, Number)
// Rows that were written together have the same time: what was read last is not parsed again.
const parseTime = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => Date
let last = { text: '', time: 0 }
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => {
  if (text !== last.text) last = { text, time: Number(parseTime(text)) }
  return new Date(last.time)
})

/** serialization_failure and deadlock_detected: the same transaction succeeds when run again. */
const RETRYABLE = new Set(['40001', '40P01'])
const ATTEMPTS = 6

/** Bounds on waiting, in milliseconds, so that a stuck session becomes an error of one request and not of all. */
const LIMITS = {
  connectionTimeoutMillis: 5_000,
  statement_timeout: 30_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 60_000,
}
const ANSWER_MS = 35_000

/** @param prepared whether statements keep their names */
const queryable = (client: pg.Pool | pg.PoolClient, prepared: boolean): Queryable => ({
  query: async <T extends object>(text: string, values: readonly unknown[] = [], name?: string): Promise<T[]> => {
    const named = prepared && name !== undefined ? { name } : {}
    const result = await client.query<T>({ text, values: [...values], types, ...named })
    return result.rows
  },
})

/** in_failed_sql_transaction: a statement that was sent before the one that failed was answered. It says nothing of why. */
const AFTER_FAILURE = '25P02'

/** A transaction while it is open. */
interface Open {
  readonly tx: Tx
  /** Nothing that is asked for from now on goes to its connection, which may soon be somebody else's. */
  readonly end: () => void
}

/** Statements of a transaction. Of several that are on their way the first that fails tells why the others do. */
const transaction = (client: pg.PoolClient, prepared: boolean): Open => {
  const statements = queryable(client, prepared)
  let failure: unknown
  let isOver = false
  const inOrder: Queryable = {
    query: async (text, values, name) => {
      if (isOver) throw new Error('a statement was asked for after the end of its transaction')
      try {
        return await statements.query(text, values, name)
      } catch (error) {
        if (sqlState(error) !== AFTER_FAILURE || failure === undefined) failure = error
        throw failure
      }
    },
  }
  const end = (): void => {
    isOver = true
  }
  return { tx: inOrder as Tx, end }
}

/** A lost reply to COMMIT says nothing of its outcome, so neither do we. */
const commit = async (client: pg.PoolClient): Promise<void> => {
  const { command } = await client.query('commit').catch((error: unknown) => {
    const unavailable = asUnavailable(error)
    if (!(unavailable instanceof DomainError)) throw error
    throw new DomainError(
      'unavailable',
      'the database was lost while it committed, so the change may have been made: repeat the request with the same id, or read',
      { cause: error },
    )
  })
  // PostgreSQL answers so, and not with an error, when a statement has failed before.
  if (command !== 'COMMIT') throw new Error('a statement failed and its error was not heard: nothing was committed')
}

const runOnce = async <T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>, prepared: boolean): Promise<T> => {
  const client = await pool.connect()
  let broken = false
  // A connection that dies between two statements says so by this event alone; without a listener it would end the process.
  const onError = (): void => {
    broken = true
  }
  client.on('error', onError)
  const { tx, end } = transaction(client, prepared)
  try {
    // The first statements follow it without waiting. It fails with its connection only, and then they fail too.
    const begun = client.query('begin')
    const [result] = await Promise.all([work(tx).finally(end), begun])
    await commit(client)
    return result
  } catch (error) {
    end()
    broken ||= isStalePlan(error) || spoilsConnection(error instanceof DomainError ? error.cause : error)
    // A connection that hangs would not answer this either.
    if (!broken) await client.query('rollback').catch(onError)
    throw error
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}

const runRetrying = async <T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> => {
  let prepared = true
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(pool, work, prepared)
    } catch (error) {
      if (isStalePlan(error) && prepared) {
        // Every other connection of the pool may have such a statement too.
        prepared = false
        continue
      }
      if (!RETRYABLE.has(sqlState(error) ?? '')) throw asUnavailable(error)
      if (attempt === ATTEMPTS)
        throw new DomainError(
          'unavailable',
          'too many requests wanted the same things at the same time; nothing was changed',
          { cause: error },
        )
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5 * 2 ** attempt))
    }
  }
}

/**
 * PostgreSQL can end a connection in the very packet that says that it is ready: before whoever asked for it has it, and can listen. What becomes
 * of it is told by its first query.
 */
const survive = (client: pg.ClientBase): void => {
  client.on('error', () => undefined)
}

/** Opens a pool on PostgreSQL. Connections are made when they are needed, so this never fails by itself. */
export const openDb = (options: DbOptions): Db => {
  const config = { connectionString: options.url, keepAlive: true, application_name: 'quantumnet', types }
  const pool = new pg.Pool({
    ...config,
    ...LIMITS,
    query_timeout: options.answerMs ?? ANSWER_MS,
    max: options.max,
    // Statements of one transaction that do not need each other's answers cost one round trip (ADR 61).
    pipeline: true,
  })
  pool.on('connect', survive)
  pool.on('error', (error) => {
    // The pool hangs the whole connection onto the error, with all its statements.
    Reflect.deleteProperty(error, 'client')
    options.onIdleError(error)
  })
  const [direct, unprepared] = [queryable(pool, true), queryable(pool, false)]
  return {
    query: async <T extends object>(text: string, values?: readonly unknown[], name?: string) => {
      try {
        return await direct.query<T>(text, values, name).catch(async (error: unknown) => {
          if (!isStalePlan(error)) throw error
          return await unprepared.query<T>(text, values)
        })
      } catch (error) {
        throw asUnavailable(error)
      }
    },
    tx: (work) => runRetrying(pool, work),
    connect: async (answerMs) => {
      const { connectionTimeoutMillis } = LIMITS
      const client = new pg.Client({
        ...config,
        connectionTimeoutMillis,
        ...(answerMs !== undefined && { query_timeout: answerMs }),
      })
      survive(client)
      try {
        await client.connect()
      } catch (error) {
        throw asUnavailable(error)
      }
      return client
    },
    close: async () => {
      await pool.end()
    },
  }
}
