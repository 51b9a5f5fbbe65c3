import type { InputValue, Row, RowInput, Uuid } from './types.ts'

/** Rows by UUID, or by conditions that must all hold. */
export type Selector = string | readonly (readonly [string, string, InputValue])[]

/** A new row, with the UUID that it shall have. */
export interface Insert<N extends string = string> {
  readonly op: 'insert'
  readonly table: N
  readonly uuid: Uuid<N>
  readonly row: RowInput
}
export interface Update<N extends string = string> {
  readonly op: 'update'
  readonly table: N
  readonly where: Selector
  readonly row: RowInput
}
export interface Mutate<N extends string = string> {
  readonly op: 'mutate'
  readonly table: N
  readonly where: Selector
  readonly mutations: readonly (readonly [string, string, InputValue])[]
}
export interface Remove<N extends string = string> {
  readonly op: 'delete'
  readonly table: N
  readonly where: Selector
}
export interface Select<N extends string = string, R extends Row = Row> {
  readonly op: 'select'
  readonly table: N
  readonly where: Selector
  readonly columns: readonly string[]
  /** never there at run time: the type of the rows that it answers */
  readonly rowType?: R
}
export interface Wait<N extends string = string> {
  readonly op: 'wait'
  readonly table: N
  readonly where: Selector
  /** what the selected rows must be in the named columns; null when there must be none */
  readonly row: RowInput | null
  /** '!=' turns the condition round */
  readonly until?: '==' | '!='
  /** how long the server waits for it; 0 by default */
  readonly timeoutMs?: number
}
export interface Comment {
  readonly op: 'comment'
  readonly comment: string
}
export interface Assert {
  readonly op: 'assert'
  readonly lock: string
}
export interface Abort {
  readonly op: 'abort'
}
export interface CommitDurably {
  readonly op: 'commit'
  readonly durable: boolean
}

/** One operation of a transaction, with values as the program has them; `Session.transact` validates and encodes it. */
export type Operation<N extends string = string> =
  Insert<N> | Update<N> | Mutate<N> | Remove<N> | Select<N> | Wait<N> | Comment | Assert | Abort | CommitDurably

/** What the server says of an operation that was carried out. */
export type ResultOf<O> = O extends { readonly op: 'insert'; readonly uuid: infer U }
  ? { readonly uuid: U }
  : O extends { readonly op: 'update' | 'mutate' | 'delete' }
    ? { readonly count: number }
    : O extends Select<string, infer R>
      ? { readonly rows: readonly R[] }
      : Readonly<Record<string, never>>

export type ResultsOf<Ops extends readonly unknown[]> = { readonly [I in keyof Ops]: ResultOf<Ops[I]> }
