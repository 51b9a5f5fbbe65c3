import { getTable, type Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { nbSchema } from './gen/nb.ts'
import { statedColumns, tables, type Table } from './rows.ts'

/** A column of one of our tables that refers to rows of one of our tables, as the schema has it. */
export interface Reference {
  readonly table: Table
  readonly column: string
  readonly to: Table
  /** Strong references keep rows of tables that are not the root of anything; weak ones are dropped with the row (RFC 7047 §3.2). */
  readonly strength: 'strong' | 'weak'
  /** whether it holds several: a set, not an optional value */
  readonly isSet: boolean
}

/** A reference as one row has it. */
export interface Holder {
  readonly table: Table
  readonly uuid: Uuid<Table>
  readonly column: string
}

const isOurs = (table: string | null): table is Table => tables.some((each) => each === table)

/** Whether rows of the table live only while a strong reference keeps them. */
export const isCollected = (table: Table): boolean => !getTable(nbSchema, table).isRoot

const isStated = (table: Table, column: string): boolean => (statedColumns[table] as readonly string[]).includes(column)

/**
 * Every reference between our tables that the end of a row has to do with: weak ones, those that keep a row, and those of ours that a row
 * cannot be deleted under.
 */
export const references: readonly Reference[] = tables.flatMap((table) =>
  [...getTable(nbSchema, table).columns.values()].flatMap(({ name, kind, key: { refTable, refType } }) =>
    isOurs(refTable) && (refType === 'weak' || isCollected(refTable) || isStated(table, name))
      ? [{ table, column: name, to: refTable, strength: refType, isSet: kind === 'set' }]
      : [],
  ),
)

const byColumn = new Map(references.map((reference) => [`${reference.table}.${reference.column}`, reference]))

export const referenceAt = (table: Table, column: string): Reference | undefined => byColumn.get(`${table}.${column}`)

export const isWeak = ({ table, column }: Holder): boolean => referenceAt(table, column)?.strength === 'weak'
