import { ConnectionLostError, NotConnectedError } from './errors.ts'
import type { OvsdbError } from './errors.ts'
import type { Meter } from './metrics.ts'
import type { Monitor } from './monitor.ts'
import type { Conditions, MonitorMethod } from './monitor-requests.ts'
import { startMonitor, whenThere } from './monitor-start.ts'
import type { RowChange } from './row-change.ts'
import type { Connection } from './rpc.ts'
import type { DatabaseSchema } from './schema.ts'

/** Who is told what happens to a replica. */
export interface FollowerListener {
  readonly change: (changes: readonly RowChange[]) => void
  readonly live: () => void
  readonly lost: (reason: Error) => void
}

/** Changes of a snapshot that are told at a time: the event loop goes on between. */
const changesAtATime = 1000

/** Keeps one monitor going from connection to connection, and its conditions what is wanted. */
export class Follower {
  readonly monitor: Monitor
  readonly #meter: Meter
  #listener: FollowerListener | null = null
  #connection: Connection | null = null
  #method: MonitorMethod = 'monitor_cond_since'
  #ready = awaitable()
  /** how often conditions were set, and which of these sets the server has */
  #wanted = 0
  #has = 0
  #changing: Promise<void> | null = null

  constructor(monitor: Monitor, meter: Meter) {
    this.monitor = monitor
    this.#meter = meter
  }

  listen(listener: FollowerListener): void {
    this.#listener = listener
  }

  get live(): boolean {
    return this.#connection !== null
  }

  async ready(): Promise<void> {
    await this.#ready.promise
  }

  async load(connection: Connection, server: DatabaseSchema): Promise<void> {
    const [wanted, since] = [this.#wanted, performance.now()]
    this.#method = await startMonitor(connection, this.monitor, server, async (changes) => {
      await this.#tellSnapshot(changes)
    })
    this.#has = wanted
    this.#meter.load(this.monitor.resumed, since)
  }

  becomeLive(connection: Connection): void {
    this.#connection = connection
    this.#ready.resolve(undefined)
    this.#tell(() => this.#listener?.live())
  }

  becomeLost(reason: OvsdbError): void {
    if (this.#connection === null) return
    this.#connection = null
    this.#ready = awaitable()
    this.#tell(() => this.#listener?.lost(reason))
  }

  close(): void {
    this.#ready.reject(new NotConnectedError('the replica is closed'))
  }

  update(method: string, params: readonly unknown[]): unknown {
    return whenThere(this.monitor.applyUpdate(params, method), (changes) => {
      this.#tellChanges(changes)
    })
  }

  /**
   * Changes which rows are followed. Resolves when the replica has them: the server sends the rows that come and go before it answers.
   * @throws ValidationError, SchemaError, OvsdbError; NotConnectedError when closed
   */
  async setConditions(conditions: Conditions): Promise<void> {
    this.monitor.requests.want(conditions)
    this.#wanted += 1
    const wanted = this.#wanted
    while (this.#has < wanted) {
      if (this.#connection === null) await this.ready()
      // One change at a time: the answers then come in the order of the changes, and the last one is what was wanted last.
      else await (this.#changing ??= this.#sendConditions(this.#connection))
    }
  }

  async #sendConditions(connection: Connection): Promise<void> {
    const wanted = this.#wanted
    try {
      if (this.#method !== 'monitor') {
        const { requests } = this.monitor
        await connection.request('monitor_cond_change', requests.changeParams(), () => {
          if (wanted === this.#wanted) requests.changed()
        })
      }
      this.#has = wanted
    } catch (error) {
      // The next connection is asked for what is wanted.
      if (!(error instanceof ConnectionLostError || error instanceof NotConnectedError)) throw error
      await connection.closed
    } finally {
      this.#changing = null
    }
  }

  async #tellSnapshot(changes: readonly RowChange[]): Promise<void> {
    for (let at = 0; at < changes.length; at += changesAtATime) {
      if (at > 0) await new Promise((resolve) => setImmediate(resolve))
      this.#tellChanges(changes.slice(at, at + changesAtATime))
    }
  }

  #tellChanges(changes: readonly RowChange[]): void {
    if (changes.length === 0) return
    this.#meter.update(changes.length)
    this.#tell(() => this.#listener?.change(changes))
  }

  /** A listener that fails must not stop the updates behind this one: its error surfaces by itself, as an uncaught exception. */
  #tell(emit: () => void): void {
    try {
      emit()
    } catch (error) {
      process.nextTick(() => {
        throw error as Error
      })
    }
  }
}

/** A promise to be settled by somebody else, which nobody needs to wait for. */
const awaitable = (): PromiseWithResolvers<undefined> => {
  const resolvers = Promise.withResolvers<undefined>()
  resolvers.promise.catch(() => undefined)
  return resolvers
}
