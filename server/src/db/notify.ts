import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Db } from './pool.ts'

/**
 * Wake-ups between server processes: "something was committed", never what. NOTIFY takes a lock over the whole database until its
 * transaction ends (measured: 24 000 inserts/s fall to 8 000 with it inside), so it is sent after the commit, on a connection of its own,
 * one at a time; what is committed meanwhile goes with the next. A wake-up may be lost with the connection: whoever listens also polls.
 */
export interface Notifier {
  /** Wakes every listener of every server process: those of this one before it returns, which is at once. Never fails. */
  changed(): void
  /** Calls `listener` at every wake-up, until the returned function is called. */
  onWake(listener: () => void): () => void
  /** Whether wake-ups are heard at the moment. */
  connected(): boolean
  close(): Promise<void>
}

const CHANNEL = 'quantumnet_changed'
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 2_000
/** LISTEN and NOTIFY take a millisecond; a connection that does not answer them is given up. */
const ANSWER_MS = 5_000

class PostgresNotifier implements Notifier {
  readonly #db: Db
  readonly #log: Logger
  readonly #listeners = new Set<() => void>()
  readonly #closing = new AbortController()
  /** By which it knows its own wake-ups. */
  readonly #sender = randomUUID()
  readonly #running: Promise<void>
  #client: pg.Client | undefined
  #pending = false
  #sending = false

  constructor(db: Db, log: Logger) {
    this.#db = db
    this.#log = log
    this.#running = this.#run()
  }

  changed(): void {
    // What is told here is committed already, so nobody in this process has to hear of it by way of the database.
    this.#wake()
    this.#pending = true
    void this.#send()
  }

  onWake(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  connected(): boolean {
    return this.#client !== undefined
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#client?.end()
    await this.#running
  }

  async #run(): Promise<void> {
    let pause = FIRST_PAUSE_MS
    while (!this.#closing.signal.aborted) {
      try {
        await this.#listen(() => {
          pause = FIRST_PAUSE_MS
        })
      } catch (error) {
        this.#log.warn({ err: error }, 'no wake-ups from the database for now; polling goes on')
      }
      await sleep(pause, undefined, { signal: this.#closing.signal }).catch(() => undefined)
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
  }

  /** Holds one connection until it ends. */
  async #listen(onLive: () => void): Promise<void> {
    const client = await this.#db.connect(ANSWER_MS)
    client.on('error', (error) => {
      this.#log.warn({ err: error }, 'the connection for wake-ups was lost')
    })
    client.on('notification', ({ payload }) => {
      if (payload !== this.#sender) this.#wake()
    })
    try {
      // 'end' follows every 'error', and every orderly end.
      const ended = new Promise<void>((resolve) => client.once('end', resolve))
      await client.query(`listen ${CHANNEL}`)
      this.#client = client
      onLive()
      // What was committed while nobody listened.
      this.#wake()
      void this.#send()
      if (this.#closing.signal.aborted) return
      await ended
    } finally {
      this.#client = undefined
      await client.end()
    }
  }

  async #send(): Promise<void> {
    if (this.#sending) return
    this.#sending = true
    try {
      while (this.#pending && this.#client !== undefined) {
        this.#pending = false
        await this.#client.query(`notify ${CHANNEL}, '${this.#sender}'`)
      }
    } catch (error) {
      // The next connection sends it.
      this.#pending = true
      this.#log.warn({ err: error }, 'a wake-up was not sent; it will be when the database is back')
      // With a statement unanswered this cuts the connection, and the next one is made.
      void this.#client?.end()
    } finally {
      this.#sending = false
    }
  }

  #wake(): void {
    for (const listener of this.#listeners) listener()
  }
}

/** Starts to listen. Never fails: without a database it tries again until it is closed. */
export const openNotifier = (db: Db, log: Logger): Notifier => new PostgresNotifier(db, log)
