import { EventEmitter } from 'node:events'
import type { RowChange } from './cache.ts'
import { parseRemote } from './endpoints.ts'
import { EndpointError, NotConnectedError } from './errors.ts'
import { Link } from './link.ts'
import { Monitor } from './monitor.ts'
import type { Operation, ResultsOf } from './operation.ts'
import { settingsOf } from './options.ts'
import type { SessionOptions } from './options.ts'
import type { Connection } from './rpc.ts'
import { findColumn } from './schema.ts'
import type { DatabaseSchema } from './schema.ts'
import type { Prepared } from './prepared.ts'
import type { Outcome } from './transact.ts'
import type { TransactOptions } from './transact-options.ts'
import type { Target } from './transactions.ts'
import { Transactions } from './transactions.ts'
import type { Writer } from './writer.ts'
import type { Change, IndexKey, Monitored, MonitorRequest, TableName, Tables, Uuid } from './types.ts'

export interface SessionEvents<V extends Tables> {
  /** the replica is complete and follows the server */
  live: []
  /** it doesn't any more: the replica stays as it was, transactions fail until the next `live` */
  lost: [reason: Error]
  /** one committed transaction, or what a reconnect found different; never empty. The first snapshot comes this way, too */
  change: [changes: readonly Change<V>[]]
}

/**
 * A replica of a database that is kept in step, and transactions on it. Connects by itself, to another remote when one fails, and
 * goes on where it was.
 */
export class Session<T extends Tables, const M extends MonitorRequest<T>>
  extends EventEmitter<SessionEvents<Monitored<T, M>>>
  implements Writer<T>
{
  readonly schema: DatabaseSchema<T>
  readonly #monitor: Monitor
  readonly #link: Link
  readonly #transactions: Transactions<T>
  readonly #unguarded: Writer<T>
  #live = false
  #serverSchema: DatabaseSchema | null = null
  #ready = awaitable()

  /**
   * Begins to connect at once.
   * @throws EndpointError, SchemaError, OvsdbError when an option can't be
   */
  constructor(options: SessionOptions<T, M>) {
    super()
    if (options.remotes.length === 0) throw new EndpointError('no remotes: a session needs at least one')
    options.remotes.forEach(parseRemote)
    const settings = settingsOf(options)
    this.schema = options.schema
    this.#transactions = new Transactions(options.schema, settings.limits)
    this.#unguarded = this.#transactions.writer([])
    this.#monitor = new Monitor({
      id: 'data',
      schema: options.schema,
      request: options.monitor as Record<string, '*' | readonly string[]>,
      indexes: (options.indexes ?? {}) as Record<string, readonly (string | readonly string[])[]>,
    })
    this.#link = new Link(settings, {
      load: this.#load.bind(this),
      live: this.#becomeLive.bind(this),
      lost: this.#becomeLost.bind(this),
      update: (params) => {
        this.#tellChanges(this.#monitor.applyUpdate(params))
      },
    })
    this.#link.start()
  }

  /** True while the replica is complete and follows the server. */
  get live(): boolean {
    return this.#live
  }

  /**
   * Resolves when live: at once, or with the next snapshot.
   * @throws NotConnectedError when the session is closed
   */
  async ready(): Promise<void> {
    await this.#ready.promise
  }

  /** The rows of a table by UUID. The map itself is live; row objects never change. */
  rows<N extends TableName<Monitored<T, M>>>(table: N): ReadonlyMap<Uuid<N>, Monitored<T, M>[N]> {
    return this.#monitor.cache.rows(table) as ReadonlyMap<string, unknown> as ReadonlyMap<Uuid<N>, Monitored<T, M>[N]>
  }

  get<N extends TableName<Monitored<T, M>>>(table: N, uuid: Uuid<N>): Monitored<T, M>[N] | undefined {
    return this.rows(table).get(uuid)
  }

  /**
   * The rows with these values, by an index of the schema or of the options.
   * @throws OvsdbError when there is no index on just these columns
   */
  find<N extends TableName<Monitored<T, M>>>(
    table: N,
    key: IndexKey<Monitored<T, M>[N]>,
  ): readonly Monitored<T, M>[N][] {
    return this.#monitor.cache.find(table, key) as readonly unknown[] as readonly Monitored<T, M>[N][]
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

  /** Ends the connection. Transactions without an answer fail with OutcomeUnknownError, later ones with NotConnectedError. */
  async close(): Promise<void> {
    await this.#link.close()
    this.#ready.reject(new NotConnectedError('the session is closed'))
  }

  async #load(connection: Connection, server: DatabaseSchema): Promise<{ resumed: boolean }> {
    this.#serverSchema = server
    const params = this.#monitor.params(server)
    await connection.request('monitor_cond_since', params, (reply) => {
      this.#tellChanges(this.#monitor.applyReply(reply))
    })
    return { resumed: this.#monitor.resumed }
  }

  #becomeLive(target: Target): void {
    this.#live = true
    this.#transactions.aim(target)
    this.#ready.resolve(undefined)
    this.#tell(() => this.emit('live'))
  }

  #becomeLost(reason: Error): void {
    this.#live = false
    this.#transactions.aim(null)
    this.#ready = awaitable()
    this.#tell(() => this.emit('lost', reason))
  }

  #tellChanges(changes: readonly RowChange[]): void {
    if (changes.length === 0) return
    const typed = changes as readonly unknown[] as readonly Change<Monitored<T, M>>[]
    this.#tell(() => this.emit('change', typed))
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
