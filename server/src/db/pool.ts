import pg from 'pg'
import { DomainError } from '../errors.ts'

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
  /** A connection of its own, for LISTEN and advisory locks. The caller ends it. */
  connect(): Promise<pg.Client>
  close(): Promise<void>
}

export interface DbOptions {
  readonly url: string
  readonly max: number
  readonly onIdleError: (error: Error) => void
}

// int8: generations, sequences and counts stay far below 2^53.
const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.INT8, Number)

/** serialization_failure and deadlock_detected: the same transaction succeeds when run again. */
const RETRYABLE = new Set(['40001', '40P01'])
/** Class 08 and the server's own shutdown codes: the connection is gone, not the statement wrong. */
const DISCONNECTED = /^(08...|57P0[123]|53300)$/
const ATTEMPTS = 6

const sqlState = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** Errors of the socket, of a pool that waited too long, and of a server that shuts down all mean the same to a caller. */
const asUnavailable = (error: unknown): unknown => {
  if (!(error instanceof Error) || error instanceof DomainError) return error
  const code = sqlState(error)
  const noState = !(error instanceof pg.DatabaseError)
  const lost =
    code !== undefined
      ? DISCONNECTED.test(code) || /^E[A-Z]+$/.test(code)
      : noState && /connection|terminat|timeout/i.test(error.message)
  return lost
    ? new DomainError('unavailable', 'the database cannot be reached; nothing was changed', { cause: error })
    : error
}

const queryable = (client: pg.Pool | pg.PoolClient): Queryable => ({
  query: async <T extends object>(text: string, values: readonly unknown[] = [], name?: string): Promise<T[]> => {
    const result = await client.query<T>({ text, values: [...values], types, ...(name === undefined ? {} : { name }) })
    return result.rows
  },
})

const runOnce = async <T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> => {
  const client = await pool.connect()
  let broken = false
  try {
    await client.query('begin')
    const result = await work(queryable(client) as Tx)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true
    })
    throw error
  } finally {
    client.release(broken)
  }
}

const runRetrying = async <T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(pool, work)
    } catch (error) {
      if (attempt === ATTEMPTS || !RETRYABLE.has(sqlState(error) ?? '')) throw asUnavailable(error)
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5 * 2 ** attempt))
    }
  }
}

/** Opens a pool on PostgreSQL. Connections are made when they are needed, so this never fails by itself. */
export const openDb = (options: DbOptions): Db => {
  const config = { connectionString: options.url, keepAlive: true, types }
  const pool = new pg.Pool({ ...config, max: options.max, connectionTimeoutMillis: 5_000, statement_timeout: 30_000 })
  pool.on('error', options.onIdleError)
  const direct = queryable(pool)
  return {
    query: async <T extends object>(text: string, values?: readonly unknown[], name?: string) => {
      try {
        return await direct.query<T>(text, values, name)
      } catch (error) {
        throw asUnavailable(error)
      }
    },
    tx: (work) => runRetrying(pool, work),
    connect: async () => {
      const client = new pg.Client({ ...config, connectionTimeoutMillis: 5_000 })
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

/** Name of the constraint or unique index that refused a statement, or undefined when it was something else. */
export const violatedConstraint = (error: unknown): string | undefined =>
  error instanceof pg.DatabaseError && /^23(505|503|P01)$/.test(error.code ?? '') ? error.constraint : undefined
