import { equalValues, type InputValue, type Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { parseOwner } from './external-ids.ts'
import { keyText, type Key, type KeyText } from './key.ts'
import { statedColumns, type Table } from './rows.ts'

/** A row of one of our tables before and after a change; null: not there. */
export interface RowChange {
  readonly table: Table
  readonly uuid: Uuid
  readonly before: RowValues | null
  readonly after: RowValues | null
}
interface RowValues {
  readonly external_ids: ReadonlyMap<string, string>
}

/** The root that a row belongs to, when the row is of this deployment. */
export const keyOfRow = (row: RowValues | null | undefined, deployment: string): Key | undefined => {
  const owner = row == null ? undefined : parseOwner(row.external_ids)
  return owner?.deployment === deployment ? owner.key : undefined
}

const valueOf = (row: object, column: string): InputValue =>
  (Reflect.get(row, column) as InputValue | undefined) ?? null

const statedDiffers = ({ table, before, after }: RowChange): boolean =>
  before === null ||
  after === null ||
  statedColumns[table].some((column) => !equalValues(valueOf(before, column), valueOf(after, column)))

/**
 * Roots whose rows a change has made other than they were: by the tag before, in case somebody took it off, and after. Columns that we
 * don't state (such as `up`, or who is in a set) touch nobody here.
 */
export const touchedBy = (changes: readonly RowChange[], deployment: string): Map<KeyText, Key> => {
  const touched = new Map<KeyText, Key>()
  for (const change of changes.filter(statedDiffers))
    for (const row of [change.before, change.after]) {
      const key = keyOfRow(row, deployment)
      if (key !== undefined) touched.set(keyText(key), key)
    }
  return touched
}
