import { encodeMutationArgument, encodeOperand, encodeValue } from './encode.ts'
import { ValidationError } from './errors.ts'
import type { Operation, Selector, Wait } from './operation.ts'
import { getTable } from './schema.ts'
import type { DatabaseSchema, TableSchema } from './schema.ts'
import type { RowInput } from './types.ts'

/** An operation as RFC 7047 §5.2 writes it. */
export type WireOperation = Readonly<Record<string, unknown>>

const encodeWhere = (table: TableSchema, where: Selector): unknown =>
  typeof where === 'string'
    ? [['_uuid', '==', encodeOperand(table, '_uuid', where)]]
    : where.map(([column, test, value]) => [column, test, encodeOperand(table, column, value)])

const encodeRow = (table: TableSchema, row: RowInput): WireOperation =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [column, encodeValue(table, column, value)]))

const refuseImmutable = (table: TableSchema, row: RowInput): RowInput => {
  for (const [column, value] of Object.entries(row)) {
    if (table.columns.get(column)?.mutable === false) {
      throw new ValidationError({ table: table.name, column, value }, 'the column is immutable once the row exists')
    }
  }
  return row
}

const insertedUuid = (table: TableSchema, uuid: string): string => {
  encodeValue(table, '_uuid', uuid)
  return uuid
}

/** Succeeds when the rows selected, seen in the columns of `row`, are that one row; none when `row` is null. */
const encodeWait = (
  table: TableSchema,
  { where, row, until = '==', timeoutMs = 0 }: Omit<Wait, 'op' | 'table'>,
): WireOperation => ({
  op: 'wait',
  table: table.name,
  where: encodeWhere(table, where),
  columns: Object.keys(row ?? {}),
  until,
  rows: row === null ? [] : [encodeRow(table, row)],
  timeout: timeoutMs,
})

/** A wait that succeeds when at least one row is selected: seen in no columns at all, rows are all the same one. */
export const encodeExistence = (schema: DatabaseSchema, table: string, where: Selector): WireOperation =>
  encodeWait(getTable(schema, table), { where, row: {} })

/**
 * Checks an operation against the schema, and writes it for the server.
 * @throws ValidationError, SchemaError
 */
export const encodeOperation = (schema: DatabaseSchema, operation: Operation): WireOperation => {
  if (!('table' in operation)) return { ...operation }
  const table = getTable(schema, operation.table)
  const target = { op: operation.op, table: table.name }
  switch (operation.op) {
    case 'insert':
      return { ...target, uuid: insertedUuid(table, operation.uuid), row: encodeRow(table, operation.row) }
    case 'update': {
      const row = encodeRow(table, refuseImmutable(table, operation.row))
      return { ...target, where: encodeWhere(table, operation.where), row }
    }
    case 'mutate': {
      const mutations = operation.mutations.map(([column, mutator, value]) => [
        column,
        mutator,
        encodeMutationArgument(table, column, mutator, value),
      ])
      return { ...target, where: encodeWhere(table, operation.where), mutations }
    }
    case 'delete':
      return { ...target, where: encodeWhere(table, operation.where) }
    case 'select':
      return { ...target, where: encodeWhere(table, operation.where), columns: operation.columns }
    case 'wait':
      return encodeWait(table, operation)
  }
}
