import { pause } from '@quantumnet/api'
import type { Logger } from 'pino'
import type { Clock } from '../ctx.ts'
import type { Notifier } from '../db/notify.ts'
import type { Db, Tx } from '../db/pool.ts'

/** What a job's turn came to. `more`: it is to go on at once; `changed`: there is something for those who follow the events. */
export interface Turn {
  readonly more: boolean
  readonly changed: boolean
}

/** Work on the database that nobody asks for by a request. */
export interface Job {
  readonly name: string
  readonly everyMs: number
  /** One small transaction. It may run again, and on any server. */
  readonly run: (tx: Tx, now: Date) => Promise<Turn>
}

export interface HousekeepingOptions {
  readonly db: Db
  readonly notify: Pick<Notifier, 'changed'>
  readonly log: Logger
  readonly clock: Clock
  readonly jobs: readonly Job[]
}

export interface Housekeeping {
  /** Ends after the transactions that run. */
  close(): Promise<void>
}

/** Advisory locks of a pair of numbers; the first is "qnhk", the second the job's name. */
const LOCK = 0x71_6e_68_6b

/**
 * Runs jobs, each on one server at a time: whoever gets the job's lock, which is held for one transaction. No server is elected for it, because a
 * job needs nothing but PostgreSQL, and goes on while nobody leads in OVN.
 */
export const startHousekeeping = ({ db, notify, log, clock, jobs }: HousekeepingOptions): Housekeeping => {
  const closing = new AbortController()

  const turn = async (job: Job): Promise<Turn> =>
    await db.tx(async (tx) => {
      const [lock] = await tx.query<{ ours: boolean }>('select pg_try_advisory_xact_lock($1, hashtext($2)) as ours', [
        LOCK,
        job.name,
      ])
      return lock?.ours === true ? await job.run(tx, clock()) : { more: false, changed: false }
    })

  const keep = async (job: Job): Promise<void> => {
    let failure = ''
    while (!closing.signal.aborted) {
      let more = false
      try {
        const done = await turn(job)
        if (done.changed) notify.changed()
        more = done.more
        failure = ''
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        if (message !== failure) log.warn({ err: error, job: job.name }, 'a job of the house failed; it is tried again')
        failure = message
      }
      if (!more) await pause(job.everyMs, closing.signal)
    }
  }

  const running = Promise.all(jobs.map(keep))
  return {
    close: async () => {
      closing.abort()
      await running
    },
  }
}
