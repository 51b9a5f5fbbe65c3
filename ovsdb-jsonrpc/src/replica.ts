import { EventEmitter } from 'node:events'
import type { Follower } from './follower.ts'
import type { Conditions } from './monitor-requests.ts'
import type { Change, ConditionRequest, IndexKey, Monitored, MonitorRequest, TableName, Tables, Uuid } from './types.ts'

export interface ReplicaEvents<V extends Tables> {
  /** the replica is complete and follows the server */
  live: []
  /** it doesn't any more: the replica stays as it was */
  lost: [reason: Error]
  /**
   * one committed transaction, or what a load found different; never empty. The first snapshot comes this way, too; a large one in
   * several events, all of them before `live`
   */
  change: [changes: readonly Change<V>[]]
}

/** Some tables, columns and rows of a database, kept in step with it. */
export class Replica<T extends Tables, const M extends MonitorRequest<T>> extends EventEmitter<
  ReplicaEvents<Monitored<T, M>>
> {
  readonly #follower: Follower

  protected constructor(follower: Follower) {
    super()
    this.#follower = follower
    follower.listen({
      live: () => this.emit('live'),
      lost: (reason) => this.emit('lost', reason),
      change: (changes) => this.emit('change', changes as readonly unknown[] as readonly Change<Monitored<T, M>>[]),
    })
  }

  /** True while the replica is complete and follows the server. */
  get live(): boolean {
    return this.#follower.live
  }

  /**
   * Resolves when live: at once, or with the next snapshot.
   * @throws NotConnectedError when closed
   */
  async ready(): Promise<void> {
    await this.#follower.ready()
  }

  /** The rows of a table by UUID. The map itself is live; row objects never change. */
  rows<N extends TableName<Monitored<T, M>>>(table: N): ReadonlyMap<Uuid<N>, Monitored<T, M>[N]> {
    return this.#follower.monitor.cache.rows(table) as ReadonlyMap<string, unknown> as ReadonlyMap<
      Uuid<N>,
      Monitored<T, M>[N]
    >
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
    return this.#follower.monitor.cache.find(table, key) as readonly unknown[] as readonly Monitored<T, M>[N][]
  }

  /**
   * Changes which rows are followed; tables left out: all. Resolves when the replica has just these. Of several calls the last one
   * counts. When not live, the next load is by these conditions.
   * @throws ValidationError, SchemaError, OvsdbError when a condition doesn't fit the schema; NotConnectedError when closed
   */
  async setConditions(conditions: ConditionRequest<T, M>): Promise<void> {
    await this.#follower.setConditions(conditions as Conditions)
  }
}
