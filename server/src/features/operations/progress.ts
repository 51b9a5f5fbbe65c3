import { appendEvents } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import { insertOperation, updateOperation, type NewOperation, type OperationRow } from './store.ts'

/** Operations as whoever carries them out moves them on. What they do to a resource is recorded with that; this is their own event. */

/** Begins an operation. */
export const beginOperation = async (tx: Tx, wanted: NewOperation): Promise<OperationRow> => {
  const row = await insertOperation(tx, wanted)
  await appendEvents(tx, [{ project: row.project_id, kind: 'operation', id: row.id, action: 'created' }])
  return row
}

/** How far an operation has come, or its end. */
export const advanceOperation = async (
  tx: Tx,
  operation: OperationRow,
  change: Partial<Pick<OperationRow, 'done' | 'total' | 'state'>>,
): Promise<OperationRow> => {
  const row = await updateOperation(tx, operation, change)
  const action = row.state === 'running' ? 'status' : 'updated'
  await appendEvents(tx, [{ project: row.project_id, kind: 'operation', id: row.id, action }])
  return row
}
