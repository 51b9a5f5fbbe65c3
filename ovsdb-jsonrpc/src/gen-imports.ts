// What the package's own generated module takes, instead of index.ts: the session needs that module, and index.ts the session.
export { defineSchema } from './schema.ts'
export type { DatabaseSchema } from './schema.ts'
export type { InsertOf, Uuid } from './types.ts'
