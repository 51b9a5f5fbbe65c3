import type { Tx } from '../db/pool.ts'
import { beingDeleted, referenceNotFound } from './refusals.ts'
import type { Resource } from './resource.ts'
import type { ResourceRow } from './rows.ts'

/**
 * The row that a new resource names as its parent. It is locked `for key share`, as the foreign key does anyway: a deletion of the parent
 * locks `for update` and waits for us, or we wait for it and find the tombstone; changes and status of the parent wait for nobody.
 * @throws DomainError reference_not_found, being_deleted
 */
export const lockParent = async <Row extends ResourceRow>(
  tx: Tx,
  { kind, table }: Pick<Resource<Row>, 'kind' | 'table'>,
  pointer: string,
  id: string,
): Promise<Row> => {
  const row = await table.lock(tx, id, 'parent')
  if (row === undefined) throw referenceNotFound(pointer, kind, id)
  if (row.deleting_at !== null) throw beingDeleted(kind, row)
  return row
}
