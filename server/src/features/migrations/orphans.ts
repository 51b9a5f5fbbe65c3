import { appendEvents } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import type { Turn } from '../../housekeeping/housekeeping.ts'

/** Live migrations that have lost a port: its row is gone, or will be. */
const ABORT = `
with orphan as (
  select m.id from migration m where m.ended_at is null
    and jsonb_array_length(m.ports) > (
      select count(*) from migration_port h join port p on p.id = h.port_id
      where h.migration_id = m.id and p.deleting_at is null)
  order by m.id for update skip locked),
released as (delete from migration_port h using orphan o where h.migration_id = o.id)
update migration m set state = 'aborted', reason = 'a port was deleted', ended_at = now(), updated_at = now(),
  generation = generation + 1, conditions = '[]'
from orphan o where m.id = o.id returning m.id, m.project_id as project`

/** Ends live migrations whose ports were deleted. A job of the house. */
export const abortOrphans = async (tx: Tx): Promise<Turn> => {
  const rows = await tx.query<{ id: string; project: string }>(ABORT, [], 'abort_orphans')
  await appendEvents(
    tx,
    rows.map((row) => ({ ...row, kind: 'migration', action: 'updated' })),
  )
  return { more: false, changed: rows.length > 0 }
}
