import { ProtocolError } from './errors.ts'
import { partsOf } from './fragments.ts'
import type { Json } from './rows.ts'
import { isJson } from './rows.ts'
import { StoredRow } from './stored-row.ts'
import type { RowShape } from './stored-row.ts'

const whole = (update: unknown): Json | null => {
  const parts = partsOf(update)
  return parts?.length === 1 ? (parts[0] ?? null) : parts && (Object.assign({}, ...parts) as Json)
}

/**
 * The row after a `<row-update2>` (ovsdb-server(7) §4.1.14) or a `<row-update>` (RFC 7047 §4.1.6, whose `new` has every column): null
 * when it is gone.
 * @throws ProtocolError
 */
export const readRowUpdate = (
  shape: RowShape,
  uuid: string,
  before: StoredRow | null,
  wire: unknown,
): StoredRow | null => {
  const where = `${shape.table.name} ${uuid}`
  const update = whole(wire)
  if (update === null) throw new ProtocolError(`${where}: an update is not an object`)
  const content = update['initial'] ?? update['insert'] ?? update['new']
  if (content !== undefined) return StoredRow.read(shape, uuid, content)
  if ('delete' in update || 'old' in update) return null
  const diff = update['modify']
  if (before === null || !isJson(diff)) throw new ProtocolError(`${where}: a change came for a row that is not known`)
  return before.modified(diff)
}
