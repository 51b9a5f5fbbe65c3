declare const tableOf: unique symbol

/** A row's UUID (lower case, with dashes), branded with the table that it belongs to. Made by `parseUuid` or `randomUuid`. */
export type Uuid<Table extends string = string> = string & { readonly [tableOf]: Table }

/**
 * One OVSDB atom. Integers are 64 bits wide: those of columns that were generated with `--bigint` are exact, the others lose digits beyond
 * 2^53 when read, and are refused there when written.
 */
export type Atom = string | number | boolean | bigint

/** A column's value: an atom, an optional (`null` when empty), a set (order means nothing) or a map. */
export type Value = Atom | null | readonly Atom[] | ReadonlyMap<Atom, Atom>

/** What may be written: values, and plain objects for maps with string keys. */
export type InputValue = Value | Readonly<Record<string, Atom>>

/** A row of any table. Rows never change: an update puts another object in the replica. */
export type Row = Readonly<Record<string, Value>>
export type RowInput = Readonly<Record<string, InputValue>>

/** The row types of a database by table name; a generated schema module exports one. */
export type Tables = Readonly<Record<string, Row>>
export type TableName<T extends Tables> = keyof T & string
export type ColumnName<R extends Row> = Exclude<keyof R, '_uuid'> & string

/** What may be written to a column that reads as V. */
export type Input<V> =
  V extends ReadonlyMap<infer K, infer X>
    ? ReadonlyMap<K, X> | (K extends string ? Readonly<Partial<Record<K, X>>> : never)
    : V

/** What an insert or update of a table takes: any of its columns. Columns left out of an insert get the schema's default. */
export type InsertOf<R extends Row> = { readonly [C in ColumnName<R>]?: Input<R[C]> }

export type ConditionFunction = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'includes' | 'excludes'

/** RFC 7047 §5.1 `<condition>`. */
export type Condition<R extends Row> = {
  readonly [C in keyof R & string]: readonly [C, ConditionFunction, Input<R[C]>]
}[keyof R & string]

/** Which rows an operation concerns: one by UUID, or those that meet every condition. */
export type Where<N extends string, R extends Row> = Uuid<N> | readonly Condition<R>[]

export type ArithmeticMutator = '+=' | '-=' | '*=' | '/=' | '%='

type MutationOf<C, V> = [V] extends [ReadonlyMap<infer K, unknown>]
  ? readonly [C, 'insert', Input<V>] | readonly [C, 'delete', Input<V> | readonly K[]]
  : [V] extends [readonly (infer A)[]]
    ? | readonly [C, 'insert' | 'delete', readonly A[]]
      | (A extends number ? readonly [C, ArithmeticMutator, number] : never)
      | (A extends bigint ? readonly [C, ArithmeticMutator, bigint] : never)
    : | ([V] extends [number | null] ? readonly [C, ArithmeticMutator, number] : never)
      | ([V] extends [bigint | null] ? readonly [C, ArithmeticMutator, bigint] : never)
      | (null extends V ? readonly [C, 'insert' | 'delete', readonly NonNullable<V>[]] : never)

/**
 * RFC 7047 §5.1 `<mutation>`. Beware: `insert` of a map key that exists already changes nothing; `putKeys` makes the pair of
 * mutations that does.
 */
export type Mutation<R extends Row> = { readonly [C in ColumnName<R>]: MutationOf<C, R[C]> }[ColumnName<R>]

/** What a session keeps a replica of: by table, all columns or the named ones. */
export type MonitorRequest<T extends Tables> = {
  readonly [N in TableName<T>]?: '*' | readonly ColumnName<T[N]>[]
}

/** Which rows of a table: those that meet any of these conditions; all for `true`, none for `false`. */
export type RowConditionsOf<R extends Row> = boolean | readonly Condition<R>[]

/** Which rows of the monitored tables; a table that is left out: all. */
export type ConditionRequest<T extends Tables, M> = {
  readonly [N in keyof M & TableName<T>]?: RowConditionsOf<T[N]>
}

/** A row as the replica has it: only monitored columns are there to read. */
export type MonitoredRow<R extends Row, Columns> = Columns extends readonly (infer C)[]
  ? { readonly [K in keyof R as K extends C | '_uuid' ? K : never]: R[K] }
  : R

type MonitoredName<T extends Tables, M> = keyof M & TableName<T>

/** Row types of the monitored tables. */
export type Monitored<T extends Tables, M extends MonitorRequest<T>> = {
  readonly [N in MonitoredName<T, M>]: MonitoredRow<T[N], M[N]>
}

type SetColumn<R extends Row> = { [C in keyof R & string]: R[C] extends readonly Atom[] ? C : never }[keyof R & string]
type SetChange<V> = V extends readonly (infer A)[]
  ? { readonly added: readonly A[]; readonly removed: readonly A[] }
  : never

/** One row that came (`before` is null), went (`after` is null) or changed. */
export type Change<T extends Tables = Tables> = {
  readonly [N in TableName<T>]: {
    readonly table: N
    readonly uuid: Uuid<N>
    /** rows are decoded when they are read */
    readonly before: T[N] | null
    readonly after: T[N] | null
    /** what joined and what left a set, at the cost of the difference even when the set is large */
    readonly members: <C extends SetColumn<T[N]>>(column: C) => SetChange<T[N][C]>
  }
}[TableName<T>]

type ScalarColumn<R extends Row> = { [C in ColumnName<R>]: R[C] extends Atom | null ? C : never }[ColumnName<R>]
type MapColumn<R extends Row> = {
  [C in ColumnName<R>]: R[C] extends ReadonlyMap<string, Atom> ? C : never
}[ColumnName<R>]

/** What an index may be built on: a column with one value, or one key of a map, written `external_ids:key`. */
export type IndexColumn<R extends Row> = ScalarColumn<R> | `${MapColumn<R>}:${string}`

/** Indexes wanted beside those of the schema; an array within the array is a compound index. */
export type IndexRequest<T extends Tables> = {
  readonly [N in TableName<T>]?: readonly (IndexColumn<T[N]> | readonly IndexColumn<T[N]>[])[]
}

/** What `find` looks for: a value for every column of one index. */
export type IndexKey<R extends Row> = { readonly [C in ScalarColumn<R>]?: NonNullable<R[C]> } & Readonly<
  Partial<Record<`${MapColumn<R>}:${string}`, string>>
>
