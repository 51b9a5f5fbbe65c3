export { operationsOf, putKeys } from './operations.ts'
export type {
  Assert,
  Comment,
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
export type { SessionEvents, Writer } from './session.ts'
export type { Backoff, Limits, Log, SessionOptions, Timeouts, TlsFiles } from './options.ts'
export { serverSchema } from './gen/server.ts'
export type { ServerTables } from './gen/server.ts'
export { Connection } from './rpc.ts'
export type { ConnectionOptions } from './rpc.ts'
export { connect, parseRemote } from './endpoints.ts'
export type { ConnectOptions, Endpoint } from './endpoints.ts'
export { equalValues, parseUuid, randomUuid } from './values.ts'
