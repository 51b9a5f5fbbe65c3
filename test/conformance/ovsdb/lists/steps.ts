import type { Operation, Uuid } from '@quantumnet/ovsdb-jsonrpc'

type Insert = Extract<Operation, { op: 'insert' }>
type Mutate = Extract<Operation, { op: 'mutate' }>

/** One transaction of a case, and what comes of it. */
export interface Step {
  /** sent by `Session.transact` */
  readonly send?: readonly Operation[]
  /** sent as it stands: what this client never says, such as names for rows in place of UUIDs */
  readonly wire?: readonly object[]
  /** results, the rows of a select in any order; left out: any */
  readonly gives?: readonly unknown[]
  /** refused: RFC 7047's word or the class of the client's error, and the place of the operation */
  readonly fails?: readonly [error: string, at: number | 'commit']
}

export interface Case {
  readonly name: string
  readonly steps: readonly Step[]
}

export type Row = Insert['row']
export type Where = Mutate['where']
export type Mutations = Mutate['mutations']

export const insert = (table: string, uuid: Uuid, row: Row = {}): Operation => ({ op: 'insert', table, uuid, row })
export const update = (table: string, where: Where, row: Row): Operation => ({ op: 'update', table, where, row })
export const mutate = (table: string, where: Where, ...mutations: Mutations): Operation => ({
  op: 'mutate',
  table,
  where,
  mutations,
})
export const remove = (table: string, where: Where = []): Operation => ({ op: 'delete', table, where })
export const select = (table: string, where: Where, ...columns: readonly string[]): Operation => ({
  op: 'select',
  table,
  where,
  columns,
})
