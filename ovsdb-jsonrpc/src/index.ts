export { operationsOf, putKeys } from './operations.ts'
export type {
  Abort,
  Assert,
  Comment,
  CommitDurably,
  Insert,
  Mutate,
  Operation,
  Remove,
  ResultOf,
  ResultsOf,
  Select,
  Update,
  Wait,
} from './operation.ts'
export type { Operations } from './operations.ts'
export { defineSchema, getTable, parseSchema } from './schema.ts'
export type { AtomicType, BaseType, ColumnKind, ColumnSchema, DatabaseSchema, TableSchema } from './schema.ts'
export type * from './types.ts'
export * from './errors.ts'
export { Session } from './session.ts'
export type { SessionReplica } from './session.ts'
export type { Replica, ReplicaEvents } from './replica.ts'
export type { Writer } from './writer.ts'
export type { TransactOptions } from './transact-options.ts'
export type { Prepared } from './prepared.ts'
export type { Outcome } from './transact.ts'
export { GroupCommit } from './group-commit.ts'
export type { GroupCommitOptions } from './group-commit.ts'
export type { Backoff, Limits, Log, ReplicaOptions, SessionOptions, Timeouts, TlsFiles } from './options.ts'
export { serverSchema } from './gen/server.ts'
export type { ServerTables } from './gen/server.ts'
export { Connection } from './rpc.ts'
export type { Asked, ConnectionOptions } from './rpc.ts'
export { connect, parseRemote } from './endpoints.ts'
export type { ConnectOptions, Endpoint } from './endpoints.ts'
export { equalValues, parseUuid, randomUuid } from './values.ts'
export type { Lock, LockEvents, LockOptions } from './locks.ts'
export type { Counters, Metrics, Observation, Observe, TransactionOutcome } from './metrics.ts'
