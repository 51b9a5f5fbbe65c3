import type pg from 'pg'
import type { Db } from '../db/pool.ts'

/**
 * PostgreSQL's side of leadership: an advisory lock of one session, which ends with the process or its connection, and an epoch that only
 * grows.
 */

/** Advisory locks are numbers of the whole database; this one is "qnld". */
const LOCK = 0x71_6e_6c_64
/** A healthy server answers in a millisecond; a session that says nothing for this long is lost to us. */
const ANSWER_MS = 5_000

export interface Record {
  readonly epoch: number
  readonly deployment: string
}

const RAISE = `
update leadership set epoch = greatest(epoch, $1::bigint) + 1, holder = $2, since = now()
returning epoch, (select id from deployment) as deployment`

/** One session that asks for the lock, and holds it. */
export class Lease {
  readonly #client: pg.Client
  #lost: string | undefined

  private constructor(client: pg.Client, onLost: () => void) {
    this.#client = client
    client.on('error', (error) => {
      this.#lost = error.message
      onLost()
    })
    client.once('end', () => {
      this.#lost ??= 'the connection ended'
      onLost()
    })
  }

  static async open(db: Db, onLost: () => void): Promise<Lease> {
    return new Lease(await db.connect(), onLost)
  }

  /** Why the session is gone, and the lock with it; undefined while it is there. */
  get lost(): string | undefined {
    return this.#lost
  }

  /** Whether the lock is ours now. */
  async tryLock(): Promise<boolean> {
    const [row] = await this.#query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [LOCK])
    return row?.locked === true
  }

  /** Begins a new epoch, above `floor`. @throws Error when the database holds no such record: it was emptied */
  async raise(holder: string, floor: number): Promise<Record> {
    return only(await this.#query<Record>(RAISE, [floor, holder]))
  }

  /** The newest epoch that anybody began. @throws Error when the session is lost, or the record is gone */
  async read(): Promise<Record> {
    return only(await this.#query<Record>('select epoch, (select id from deployment) as deployment from leadership'))
  }

  /** Gives the lock back; a server that does not answer gives it up when it finds the session gone. */
  async release(): Promise<void> {
    await inTime(this.#client.end()).catch(() => undefined)
  }

  async #query<T extends object>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    const result = await inTime(this.#client.query<T>(text, [...values]))
    return result.rows
  }
}

const inTime = async <T>(answer: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`PostgreSQL did not answer within ${String(ANSWER_MS)} ms`))
    }, ANSWER_MS)
  })
  try {
    return await Promise.race([answer, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

const only = (rows: readonly Record[]): Record => {
  const [record] = rows
  if (record === undefined)
    throw new Error('PostgreSQL holds no leadership or deployment record: it was emptied. Restore it from a backup')
  return record
}
