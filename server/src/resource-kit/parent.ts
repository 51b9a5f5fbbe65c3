import type { DomainError } from '../errors.ts'
import type { Tx } from '../db/pool.ts'
import type { Caller } from './caller.ts'
import { beingDeleted, referenceNotFound } from './refusals.ts'
import { requireReadable, requireWritable, type Resource } from './resource.ts'
import type { ResourceRow } from './rows.ts'
import type { LockStrength } from './table.ts'

/** Which resource a request names, and where. */
export interface Reference<Row extends ResourceRow> {
  readonly resource: Resource<Row>
  /** JSON pointer into the body */
  readonly pointer: string
  readonly id: string
  /**
   * `write` (default): the caller needs the route's role in its project, as for whatever is made under it. `read`: it is enough to see it, as for a
   * shared network; then the command decides about the project of what it makes by itself (`caller.requireIn`).
   */
  readonly need?: 'write' | 'read'
  /**
   * `kept`: it has to stay as it is, as a port whose address something leads to, so its changes wait too. `change`: so they do, and whoever keeps it.
   * Default: only that it is there.
   */
  readonly lock?: Exclude<LockStrength, 'deletion'>
}

/**
 * The row that a new resource names as its parent. It is locked `for key share`, as the foreign key does anyway: a deletion of the parent
 * locks `for update` and waits for us, or we wait for it and find the tombstone; changes and status of the parent wait for nobody.
 * @throws DomainError reference_not_found also when the caller may not see it, forbidden, being_deleted
 */
export const lockParent = async <Row extends ResourceRow>(
  tx: Tx,
  caller: Caller,
  { resource, pointer, id, need = 'write', lock = 'parent' }: Reference<Row>,
): Promise<Row> => {
  const missing = (): DomainError => referenceNotFound(pointer, resource.kind, id)
  const row = await resource.table.lock(tx, id, lock)
  if (row === undefined) throw missing()
  if (need === 'write') requireWritable(caller, resource, row, missing)
  else requireReadable(caller, resource, row, missing)
  if (row.deleting_at !== null) throw beingDeleted(resource.kind, row)
  return row
}
