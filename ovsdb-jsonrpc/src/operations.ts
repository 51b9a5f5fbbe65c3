import { getTable } from './schema.ts'
import type { DatabaseSchema } from './schema.ts'
import type {
  ColumnName,
  InputValue,
  InsertOf,
  Mutation,
  Row,
  RowInput,
  TableName,
  Tables,
  Uuid,
  Where,
} from './types.ts'

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
}
export interface Comment {
  readonly op: 'comment'
  readonly comment: string
}
export interface Assert {
  readonly op: 'assert'
  readonly lock: string
}

/** One operation of a transaction, with values as the program has them; `Session.transact` validates and encodes it. */
export type Operation<N extends string = string> =
  Insert<N> | Update<N> | Mutate<N> | Remove<N> | Select<N> | Wait<N> | Comment | Assert

/** What the server says of an operation that was carried out. */
export type ResultOf<O> = O extends { readonly op: 'insert'; readonly uuid: infer U }
  ? { readonly uuid: U }
  : O extends { readonly op: 'update' | 'mutate' | 'delete' }
    ? { readonly count: number }
    : O extends Select<string, infer R>
      ? { readonly rows: readonly R[] }
      : Readonly<Record<string, never>>

export type ResultsOf<Ops extends readonly unknown[]> = { readonly [I in keyof Ops]: ResultOf<Ops[I]> }

/** Typed constructors of operations for one database. They only make data: nothing is checked or sent. */
export interface Operations<T extends Tables> {
  insert: <N extends TableName<T>>(table: N, uuid: NoInfer<Uuid<N>>, row: InsertOf<T[N]>) => Insert<N>
  /** Sets whole columns. `transact` fails with RowMissingError when no row is meant. */
  update: <N extends TableName<T>>(table: N, where: Where<NoInfer<N>, T[N]>, row: InsertOf<T[N]>) => Update<N>
  /** Changes parts of columns. `transact` fails with RowMissingError when no row is meant. */
  mutate: <N extends TableName<T>>(
    table: N,
    where: Where<NoInfer<N>, T[N]>,
    mutations: readonly Mutation<T[N]>[],
  ) => Mutate<N>
  /** Deletes the rows meant; none is fine. A row can't be deleted and inserted with the same UUID in one transaction. */
  remove: <N extends TableName<T>>(table: N, where: Where<NoInfer<N>, T[N]>) => Remove<N>
  select: <N extends TableName<T>, const C extends ColumnName<T[N]> | '_uuid'>(
    table: N,
    where: Where<NoInfer<N>, T[N]>,
    columns: readonly C[],
  ) => Select<N, Pick<T[N], C>>
  /**
   * Goes on only if the rows meant exist and read so in the named columns (`{}`: they exist; `null`: they don't). Doesn't wait:
   * the timeout is 0, and a failure is a TimedOutError.
   */
  wait: <N extends TableName<T>>(table: N, where: Where<NoInfer<N>, T[N]>, row: InsertOf<T[N]> | null) => Wait<N>
  /** Written to the server's log with the transaction. */
  comment: (text: string) => Comment
  /** Goes on only if this connection holds the lock. Locks are per server: in a cluster they don't fence. */
  assert: (lock: string) => Assert
}

/**
 * The constructors for a schema's tables.
 * @throws SchemaError, from each of them, when the schema has no such table
 */
export const operationsOf = <T extends Tables>(schema: DatabaseSchema<T>): Operations<T> => {
  const known = <N extends string>(table: N): N => {
    getTable(schema, table)
    return table
  }
  return {
    insert: (table, uuid, row) => ({ op: 'insert', table: known(table), uuid, row: row as RowInput }),
    update: (table, where, row) => ({
      op: 'update',
      table: known(table),
      where: where as Selector,
      row: row as RowInput,
    }),
    mutate: (table, where, mutations) => ({
      op: 'mutate',
      table: known(table),
      where: where as Selector,
      mutations: mutations as Mutate['mutations'],
    }),
    remove: (table, where) => ({ op: 'delete', table: known(table), where: where as Selector }),
    select: (table, where, columns) => ({ op: 'select', table: known(table), where: where as Selector, columns }),
    wait: (table, where, row) => ({
      op: 'wait',
      table: known(table),
      where: where as Selector,
      row: row as RowInput | null,
    }),
    comment: (text) => ({ op: 'comment', comment: text }),
    assert: (lock) => ({ op: 'assert', lock }),
  }
}

/**
 * Mutations that set keys of a map column whether or not they exist: delete, then insert, because a map's `insert` leaves existing
 * keys as they are (RFC 7047 §5.1).
 */
export const putKeys = <C extends string>(
  column: C,
  keys: Readonly<Record<string, string>>,
): readonly [readonly [C, 'delete', readonly string[]], readonly [C, 'insert', Readonly<Record<string, string>>]] => [
  [column, 'delete', Object.keys(keys)],
  [column, 'insert', keys],
]
