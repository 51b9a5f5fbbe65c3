import { ProtocolError } from './errors.ts'
import { isJson } from './json.ts'
import { findColumn } from './schema.ts'
import type { TableSchema } from './schema.ts'
import type { Value } from './types.ts'
import { decodeValue } from './values.ts'

/**
 * The named columns of a row from RFC 7047 §5.1 `<row>`. Servers leave out columns that have their default value, and columns that
 * they don't know; both read as the default.
 * @throws ProtocolError when a value is not of its column's type
 */
export const decodeColumns = (table: TableSchema, columns: Iterable<string>, wire: unknown): Record<string, Value> => {
  if (!isJson(wire)) throw new ProtocolError(`${table.name}: not a row`)
  const row: Record<string, Value> = {}
  for (const name of columns) {
    const column = findColumn(table, name)
    if (column === undefined) continue
    row[name] = name in wire ? decodeValue(column, wire[name]) : column.default
  }
  return row
}
