import type {
  Abort,
  Assert,
  Comment,
  CommitDurably,
  Insert,
  Mutate,
  Remove,
  Select,
  Selector,
  Update,
  Wait,
} from './operation.ts'
import { getTable } from './schema.ts'
import type { DatabaseSchema } from './schema.ts'
import type { ColumnName, InsertOf, Mutation, RowInput, TableName, Tables, Uuid, Where } from './types.ts'

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
   * Goes on only if the rows meant exist and read so in the named columns (`{}`: they exist; `null`: they don't), else fails with
   * TimedOutError. The server waits for it only when a time is given; until then it holds up what this session sends afterwards.
   */
  wait: <N extends TableName<T>>(
    table: N,
    where: Where<NoInfer<N>, T[N]>,
    row: InsertOf<T[N]> | null,
    options?: Pick<Wait, 'until' | 'timeoutMs'>,
  ) => Wait<N>
  /** Written to the server's log with the transaction. */
  comment: (text: string) => Comment
  /** Goes on only if this connection holds the lock. Locks are per server: in a cluster they don't fence. */
  assert: (lock: string) => Assert
  /** Makes the transaction fail with AbortedError: to see what it would answer, or for tests. */
  abort: () => Abort
  /** A durable commit is answered only when it is on the server's disk. Clusters always do so. */
  commit: (options: { readonly durable: boolean }) => CommitDurably
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
    wait: (table, where, row, options = {}) => ({
      op: 'wait',
      table: known(table),
      where: where as Selector,
      row: row as RowInput | null,
      ...options,
    }),
    comment: (text) => ({ op: 'comment', comment: text }),
    assert: (lock) => ({ op: 'assert', lock }),
    abort: () => ({ op: 'abort' }),
    commit: ({ durable }) => ({ op: 'commit', durable }),
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
