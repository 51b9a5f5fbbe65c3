import type { Logger } from 'pino'
import type { EventRecord } from '../db/outbox.ts'
import type { Notifier } from '../db/notify.ts'
import type { Queryable } from '../db/pool.ts'

/** An event of the log, after the transaction that wrote it and every one that began to write before it. */
export interface LoggedEvent extends EventRecord {
  readonly seq: number
}

export type EventListener = (events: readonly LoggedEvent[]) => void

/**
 * Reads the event log in order and tells this process's streams. One reader per process. It is woken by the notifier, and looks by itself
 * every second in case a wake-up was lost.
 *
 * The order is (xid, seq), and the reader stops before the oldest transaction that still runs. Transaction ids are given out in order, so
 * what is below that bound is complete and stays as it is: no event is skipped, whatever order the transactions commit in.
 */
export interface EventTail {
  /** Calls `listener` with every batch from now on, until the returned function is called. It must not throw or wait. */
  subscribe(listener: EventListener): () => void
  /** Whether the last reading succeeded. */
  healthy(): boolean
  close(): Promise<void>
}

const POLL_MS = 1_000
const BATCH = 1_000

interface Cursor {
  readonly xid: string
  readonly seq: number
}

const readBound = async (db: Queryable): Promise<string> => {
  const [row] = await db.query<{ bound: string }>('select pg_snapshot_xmin(pg_current_snapshot())::text as bound')
  if (row === undefined) throw new Error('no snapshot')
  return row.bound
}

/** Events after the cursor and below the bound, in order. */
const readBatch = async (db: Queryable, after: Cursor, bound: string): Promise<(LoggedEvent & { xid: string })[]> =>
  await db.query<LoggedEvent & { xid: string }>(
    `select seq, xid::text, project_id as project, kind, resource_id as id, action from event
     where (xid, seq) > ($1::xid8, $2) and xid < $3::xid8 order by xid, seq limit ${String(BATCH)}`,
    [after.xid, after.seq, bound],
    'event_tail',
  )

class PostgresEventTail implements EventTail {
  readonly #db: Queryable
  readonly #log: Logger
  readonly #listeners = new Set<EventListener>()
  readonly #stopListening: () => void
  readonly #running: Promise<void>
  #cursor: Cursor | undefined
  #healthy = false
  #closed = false
  #woken = false
  #wake: (() => void) | undefined

  constructor(db: Queryable, notify: Notifier, log: Logger) {
    this.#db = db
    this.#log = log
    this.#stopListening = notify.onWake(() => {
      this.#woken = true
      this.#wake?.()
    })
    this.#running = this.#run()
  }

  subscribe(listener: EventListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  healthy(): boolean {
    return this.#healthy
  }

  async close(): Promise<void> {
    this.#stopListening()
    this.#closed = true
    this.#wake?.()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#read()
        this.#healthy = true
      } catch (error) {
        if (this.#healthy) this.#log.warn({ err: error }, 'the event log cannot be read; streams wait')
        this.#healthy = false
      }
      await this.#pause()
    }
  }

  async #read(): Promise<void> {
    this.#woken = false
    const bound = await readBound(this.#db)
    // Streams begin with the whole state, so nobody needs what was logged before this process began to read.
    this.#cursor ??= { xid: bound, seq: 0 }
    for (;;) {
      const events = await readBatch(this.#db, this.#cursor, bound)
      const last = events.at(-1)
      if (last === undefined) return
      this.#cursor = { xid: last.xid, seq: last.seq }
      for (const listener of this.#listeners) listener(events)
      if (events.length < BATCH) return
    }
  }

  /** Until a wake-up, the next poll, or the end. */
  async #pause(): Promise<void> {
    if (this.#woken || this.#closed) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, POLL_MS)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wake = undefined
  }
}

/** Starts to read. Never fails: without a database it tries again until it is closed. */
export const openEventTail = (db: Queryable, notify: Notifier, log: Logger): EventTail =>
  new PostgresEventTail(db, notify, log)
