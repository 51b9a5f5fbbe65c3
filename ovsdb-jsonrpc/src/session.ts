import { parseRemote } from './endpoints.ts'
import { EndpointError, NotConnectedError, OvsdbError } from './errors.ts'
import { Follower } from './follower.ts'
import { Link } from './link.ts'
import { Locks } from './locks.ts'
import type { Lock, LockOptions } from './locks.ts'
import { Meter } from './metrics.ts'
import type { Metrics } from './metrics.ts'
import { Monitor } from './monitor.ts'
import type { Conditions } from './monitor-requests.ts'
import type { Operation, ResultsOf } from './operation.ts'
import { settingsOf } from './options.ts'
import type { ReplicaOptions, SessionOptions } from './options.ts'
import type { Prepared } from './prepared.ts'
import { Replica } from './replica.ts'
import type { Connection } from './rpc.ts'
import { findColumn } from './schema.ts'
import type { DatabaseSchema } from './schema.ts'
import type { Outcome } from './transact.ts'
import type { TransactOptions } from './transact-options.ts'
import { Transactions } from './transactions.ts'
import type { MonitorRequest, TableName, Tables } from './types.ts'
import type { Writer } from './writer.ts'

const followerOf = <T extends Tables, M extends MonitorRequest<T>>(
  { id, schema, meter }: { readonly id: string; readonly schema: DatabaseSchema<T>; readonly meter: Meter },
  { monitor, indexes, conditions }: ReplicaOptions<T, M>,
): Follower =>
  new Follower(
    new Monitor({
      id,
      schema,
      request: monitor as Record<string, '*' | readonly string[]>,
      indexes: (indexes ?? {}) as Record<string, readonly (string | readonly string[])[]>,
      conditions: (conditions ?? {}) as Conditions,
    }),
    meter,
  )

/** A further replica of a session. */
export class SessionReplica<T extends Tables, const M extends MonitorRequest<T>> extends Replica<T, M> {
  readonly #onClose: () => Promise<void>

  constructor(follower: Follower, onClose: () => Promise<void>) {
    super(follower)
    this.#onClose = onClose
  }

  /** Ends the monitor; the replica stays as it was. */
  async close(): Promise<void> {
    await this.#onClose()
  }
}

/**
 * A replica of a database that is kept in step, and transactions on it. Connects by itself, to another remote when one fails, and
 * goes on where it was.
 */
export class Session<T extends Tables, const M extends MonitorRequest<T>> extends Replica<T, M> implements Writer<T> {
  readonly schema: DatabaseSchema<T>
  readonly #followers = new Map<string, Follower>()
  readonly #link: Link
  readonly #transactions: Transactions<T>
  readonly #unguarded: Writer<T>
  readonly #locks = new Locks()
  readonly #meter: Meter
  #connection: Connection | null = null
  #serverSchema: DatabaseSchema | null = null
  #replicas = 0

  /**
   * Begins to connect at once.
   * @throws EndpointError, SchemaError, ValidationError, OvsdbError when an option can't be
   */
  constructor(options: SessionOptions<T, M>) {
    if (options.remotes.length === 0) throw new EndpointError('no remotes: a session needs at least one')
    options.remotes.forEach(parseRemote)
    const settings = settingsOf(options)
    const meter = new Meter(settings.observe)
    const follower = followerOf({ id: 'data', schema: options.schema, meter }, options)
    super(follower)
    this.#meter = meter
    this.schema = options.schema
    this.#followers.set('data', follower)
    this.#transactions = new Transactions(options.schema, settings.limits, this.#meter)
    this.#unguarded = this.#transactions.writer([])
    this.#link = new Link(settings, this.#meter, {
      load: this.#load.bind(this),
      live: (target) => {
        this.#connection = target.connection
        this.#transactions.aim(target)
        this.#locks.becomeLive(target.connection)
        for (const one of this.#followers.values()) one.becomeLive(target.connection)
      },
      lost: (reason) => {
        this.#connection = null
        this.#transactions.aim(null)
        this.#locks.becomeLost(reason)
        for (const one of this.#followers.values()) one.becomeLost(reason)
      },
      notify: this.#notify.bind(this),
    })
    this.#link.start()
  }

  /**
   * Another replica over the same connection, with tables, columns and rows of its own. The session waits for it before it is live again
   * after a reconnect.
   * @throws SchemaError, ValidationError, OvsdbError when an option can't be
   */
  addReplica<const N extends MonitorRequest<T>>(options: ReplicaOptions<T, N>): SessionReplica<T, N> {
    this.#replicas += 1
    const id = `data-${String(this.#replicas)}`
    const follower = followerOf({ id, schema: this.schema, meter: this.#meter }, options)
    this.#followers.set(id, follower)
    const { connection, server } = { connection: this.#connection, server: this.#serverSchema }
    if (connection !== null && server !== null) this.#loadLate(follower, connection, server)
    return new SessionReplica(follower, async () => {
      await this.#endReplica(id, follower)
    })
  }

  /** True when the server that was last connected has this table, and column. What it lacks reads as empty and as default. */
  supports<N extends TableName<T>>(table: N, column?: keyof T[N] & string): boolean {
    const theirs = this.#serverSchema?.tables.get(table)
    return theirs !== undefined && (column === undefined || findColumn(theirs, column) !== undefined)
  }

  async transact<const Ops extends readonly Operation<TableName<T>>[]>(
    operations: Ops,
    options?: TransactOptions,
  ): Promise<ResultsOf<Ops>> {
    return await this.#unguarded.transact(operations, options)
  }

  prepare<const Ops extends readonly Operation<TableName<T>>[]>(operations: Ops): Prepared<Ops> {
    return this.#unguarded.prepare(operations)
  }

  async commit(members: readonly Prepared[], options?: TransactOptions): Promise<Outcome> {
    return await this.#unguarded.commit(members, options)
  }

  /**
   * A writer whose every transaction begins with these operations, `wait`s for instance that say "the epoch is still mine". When
   * one of them doesn't hold, `transact` fails with FencedError.
   * @throws ValidationError, SchemaError when they don't fit the schema
   */
  guardedBy(guard: readonly Operation<TableName<T>>[]): Writer<T> {
    return this.#transactions.writer(guard)
  }

  /**
   * The databases of the server that is connected.
   * @throws NotConnectedError, ConnectionLostError
   */
  async listDatabases(): Promise<readonly string[]> {
    return (await this.#live().request('list_dbs', [])) as readonly string[]
  }

  /**
   * The UUID of the server process that is connected (ovsdb-server(7) §4.1.17): another one after a restart.
   * @throws NotConnectedError, ConnectionLostError
   */
  async serverId(): Promise<string> {
    return String(await this.#live().request('get_server_id', []))
  }

  /**
   * Queues for a lock of the server until it is released: also on later connections. Transactions that shall only be carried out while
   * it is held are those of `guardedBy([assert(name)])`.
   * @throws OvsdbError when this session wants the lock already
   */
  lock(name: string, options: LockOptions = {}): Lock {
    return this.#locks.want(name, options)
  }

  /** What the session did so far, and what it does now. */
  get metrics(): Metrics {
    return { ...this.#meter.counters, ...this.#transactions.load, live: this.live }
  }

  /** Ends the connection. Transactions without an answer fail with OutcomeUnknownError, later ones with NotConnectedError. */
  async close(): Promise<void> {
    await this.#link.close()
    for (const follower of this.#followers.values()) follower.close()
  }

  #live(): Connection {
    if (this.#connection === null) throw new NotConnectedError(`no live connection to ${this.schema.name}`)
    return this.#connection
  }

  #notify(method: string, params: readonly unknown[]): unknown {
    const [subject] = params
    if (method === 'locked' || method === 'stolen') {
      this.#locks.notify(method, subject)
      return undefined
    }
    return this.#followers.get(String(subject))?.update(method, params)
  }

  async #load(connection: Connection, server: DatabaseSchema): Promise<{ resumed: boolean }> {
    this.#serverSchema = server
    const followers = [...this.#followers.values()]
    await Promise.all(
      followers.map(async (follower) => {
        await follower.load(connection, server)
      }),
    )
    return { resumed: followers.every(({ monitor }) => monitor.resumed) }
  }

  #loadLate(follower: Follower, connection: Connection, server: DatabaseSchema): void {
    follower
      .load(connection, server)
      .then(() => {
        if (this.#connection === connection) follower.becomeLive(connection)
      })
      .catch((error: unknown) => {
        connection.close(error instanceof OvsdbError ? error : new OvsdbError(String(error), { cause: error }))
      })
  }

  async #endReplica(id: string, follower: Follower): Promise<void> {
    if (!this.#followers.delete(id)) return
    const wasLive = follower.live
    follower.becomeLost(new NotConnectedError('the replica is closed'))
    follower.close()
    // A connection that ends takes its monitors with it.
    if (wasLive) await this.#connection?.request('monitor_cancel', [id]).catch(() => undefined)
  }
}
