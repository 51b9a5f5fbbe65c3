import type { Logger } from 'pino'
import type { EventRecord } from '../db/outbox.ts'
import type { Notifier } from '../db/notify.ts'
import type { Queryable } from '../db/pool.ts'

/** An event of the log, after the transaction that wrote it and every one that began to write before it. */
export interface LoggedEvent extends EventRecord {
  /** with seq its place in the log */
  readonly xid: string
  readonly seq: number
  readonly at: Date
}

/** A place in the log. */
export interface LogPosition {
  /** Which database cluster, and which timeline of it. */
  readonly origin: string
  readonly xid: string
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
  /** Up to where the log was told; undefined before the first look. Whoever subscribes in the same turn is told all that comes after. */
  position(): LogPosition | undefined
  /** What keeps events from being told, in words; undefined when nothing does. */
  trouble(): string | undefined
  close(): Promise<void>
}

const POLL_MS = 1_000
const BATCH = 1_000
/** Commands take milliseconds: a transaction that holds events up for so long was forgotten by somebody. */
const HELD_UP_MS = 5_000

interface Cursor {
  readonly xid: string
  readonly seq: number
}

/** How far the log can be read now. */
interface Horizon {
  /** The oldest transaction that still runs. */
  readonly bound: string
  /** Which database cluster answers, and on which timeline of it; a standby does not tell its timeline. */
  readonly origin: string
  /** Age in milliseconds of the oldest event that is committed but not below the bound; null when there is none. */
  readonly held_ms: number | null
}

const HORIZON = `
select pg_snapshot_xmin(pg_current_snapshot())::text as bound,
  system_identifier::text || case when pg_is_in_recovery() then '' else left(pg_walfile_name(pg_current_wal_lsn()), 8) end as origin,
  (select extract(epoch from clock_timestamp() - at)::float8 * 1000 from event
   where xid >= pg_snapshot_xmin(pg_current_snapshot()) order by xid, seq limit 1) as held_ms
from pg_control_system()`

const readHorizon = async (db: Queryable): Promise<Horizon> => {
  const [row] = await db.query<Horizon>(HORIZON, [], 'event_horizon')
  if (row === undefined) throw new Error('no snapshot')
  return row
}

/** Whether the database is not what it was when `before` was read. Neither its bound nor its history ever goes back by itself. */
export const isRestored = (before: Omit<Horizon, 'held_ms'>, now: Omit<Horizon, 'held_ms'>): boolean =>
  BigInt(now.bound) < BigInt(before.bound) || now.origin !== before.origin

/** The transaction at the bound, of any database of the cluster. A role that may not see other roles' sessions does not find theirs. */
const readHolder = async (db: Queryable): Promise<string> => {
  const [row] = await db.query<{ who: string; database: string }>(
    `select who, database from (
       select 'the session with pid ' || pid as who, datname as database, backend_xid as xid
       from pg_stat_activity where backend_xid is not null and pid <> pg_backend_pid()
       union all
       select 'the prepared transaction "' || gid || '"', database, transaction from pg_prepared_xacts) running
     order by age(xid) desc limit 1`,
  )
  return row === undefined ? 'a transaction that our role may not see' : `${row.who} in database "${row.database}"`
}

/** Events after the cursor and below the bound, in order. `order by xid` would mean the text in the answer, where 1000 comes before 999. */
const readBatch = async (db: Queryable, after: Cursor, bound: string): Promise<LoggedEvent[]> =>
  await db.query<LoggedEvent>(
    `select seq, xid::text, project_id as project, kind, resource_id as id, action, at from event
     where (xid, seq) > ($1::xid8, $2) and xid < $3::xid8 order by event.xid, event.seq limit ${String(BATCH)}`,
    [after.xid, after.seq, bound],
    'event_tail',
  )

export interface EventTailOptions {
  readonly db: Queryable
  readonly notify: Pick<Notifier, 'onWake'>
  readonly log: Logger
  /** Called when the database was replaced by an older copy or another one: whoever followed has to begin anew. */
  readonly onRestored: () => void
}

const UNREAD = 'the event log cannot be read'

class PostgresEventTail implements EventTail {
  readonly #db: Queryable
  readonly #log: Logger
  readonly #onRestored: () => void
  readonly #listeners = new Set<EventListener>()
  readonly #stopListening: () => void
  readonly #running: Promise<void>
  #cursor: Cursor | undefined
  #horizon: Horizon | undefined
  #trouble: string | undefined = UNREAD
  #closed = false
  #woken = false
  #wake: (() => void) | undefined

  constructor({ db, notify, log, onRestored }: EventTailOptions) {
    this.#db = db
    this.#log = log
    this.#onRestored = onRestored
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

  position(): LogPosition | undefined {
    return this.#cursor && this.#horizon && { origin: this.#horizon.origin, ...this.#cursor }
  }

  trouble(): string | undefined {
    return this.#trouble
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
        await this.#look()
      } catch (error) {
        if (this.#trouble !== UNREAD) this.#log.warn({ err: error }, 'the event log cannot be read; streams wait')
        this.#trouble = UNREAD
      }
      await this.#pause()
    }
  }

  async #read(): Promise<void> {
    this.#woken = false
    const horizon = await readHorizon(this.#db)
    const { bound } = horizon
    const restored = this.#horizon !== undefined && isRestored(this.#horizon, horizon)
    this.#horizon = horizon
    // Streams begin with the whole state, so nobody needs what was logged before this process began to read.
    if (this.#cursor === undefined || restored) this.#cursor = { xid: bound, seq: 0 }
    if (restored) {
      this.#log.warn('the database is another one, or an older copy, than before: all streams are ended and begin anew')
      this.#onRestored()
    }
    for (;;) {
      const events = await readBatch(this.#db, this.#cursor, bound)
      const last = events.at(-1)
      if (last === undefined) return
      this.#cursor = { xid: last.xid, seq: last.seq }
      for (const listener of this.#listeners) listener(events)
      if (events.length < BATCH) return
    }
  }

  /** Says whether a transaction that does not end keeps events from being told. */
  async #look(): Promise<void> {
    const held = this.#horizon?.held_ms ?? 0
    if (held < HELD_UP_MS) {
      this.#trouble = undefined
      return
    }
    const trouble = `changes of the last ${String(Math.round(held / 1000))} s are not told: ${await readHolder(this.#db)} has not ended its transaction`
    if (this.#trouble === undefined) this.#log.warn(trouble)
    this.#trouble = trouble
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
export const openEventTail = (options: EventTailOptions): EventTail => new PostgresEventTail(options)
