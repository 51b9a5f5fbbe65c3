import type { EventEmitter } from 'node:events'
import type { Operation, ResultsOf } from './operations.ts'
import type { SessionOptions } from './options.ts'
import type { Change, IndexKey, Monitored, MonitorRequest, TableName, Tables, Uuid } from './types.ts'

export interface Writer<T extends Tables> {
  transact: <const Ops extends readonly Operation<TableName<T>>[]>(operations: Ops) => Promise<ResultsOf<Ops>>
}

export interface SessionEvents<V extends Tables> {
  /** the replica is complete and follows the server */
  live: []
  /** the connection is gone: the replica stays as it was, transactions fail */
  lost: [reason: Error]
  /** one committed change of the database, or what a reconnect found changed; never empty */
  change: [changes: readonly Change<V>[]]
}

export declare class Session<T extends Tables, const M extends MonitorRequest<T> = Record<never, never>>
  extends EventEmitter<SessionEvents<Monitored<T, M>>>
  implements Writer<T>
{
  constructor(options: SessionOptions<T, M>)
  get live(): boolean
  /** Resolves when live: at once, or with the next snapshot. Rejects when the session is closed. */
  ready(): Promise<void>
  rows<N extends TableName<Monitored<T, M>>>(table: N): ReadonlyMap<Uuid<N>, Monitored<T, M>[N]>
  get<N extends TableName<Monitored<T, M>>>(table: N, uuid: Uuid<N>): Monitored<T, M>[N] | undefined
  find<N extends TableName<Monitored<T, M>>>(
    table: N,
    key: IndexKey<Monitored<T, M>[N]>,
  ): readonly Monitored<T, M>[N][]
  /** True when the server that was last connected has this table, and column. */
  supports<N extends TableName<T>>(table: N, column?: keyof T[N] & string): boolean
  transact<const Ops extends readonly Operation<TableName<T>>[]>(operations: Ops): Promise<ResultsOf<Ops>>
  /** A writer whose every transaction begins with these operations; FencedError when one of them doesn't hold. */
  guardedBy(guard: readonly Operation<TableName<T>>[]): Writer<T>
  close(): Promise<void>
}
