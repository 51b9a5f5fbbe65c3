import { ProtocolError } from './errors.ts'
import { wholeOf } from './fragments.ts'
import type { RowSource } from './fragments.ts'
import { isJson } from './json.ts'
import { contentOf, StoredRow } from './stored-row.ts'
import type { RowShape } from './stored-row.ts'

/** An update of a row, and what the row was. */
export interface RowUpdate {
  readonly before: StoredRow | null
  readonly wire: unknown
  /** where it can be read again */
  readonly source?: RowSource | null
}

/**
 * The row after a `<row-update2>` (ovsdb-server(7) §4.1.14) or a `<row-update>` (RFC 7047 §4.1.6, whose `new` has every column): null
 * when it is gone.
 * @throws ProtocolError
 */
export const readRowUpdate = (
  shape: RowShape,
  uuid: string,
  { before, wire, source = null }: RowUpdate,
): StoredRow | null => {
  const where = `${shape.table.name} ${uuid}`
  const update = wholeOf(wire)
  if (update === null) throw new ProtocolError(`${where}: an update is not an object`)
  const content = contentOf(update)
  if (content !== undefined) return StoredRow.read(shape, uuid, { wire: content, source })
  if ('delete' in update || 'old' in update) return null
  const diff = update['modify']
  if (before === null || !isJson(diff)) throw new ProtocolError(`${where}: a change came for a row that is not known`)
  return before.modified(diff)
}
