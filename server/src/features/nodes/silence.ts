import { appendEvents } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import type { Turn } from '../../housekeeping/housekeeping.ts'
import { SILENT_AFTER_MS } from './rules.ts'

/** A node that says nothing shows in its state by itself; that it begins or ends is told here, by a condition and an event. */

/** type of that condition */
export const SILENT = 'Silent'

const FALL_SILENT = `
update node set conditions = conditions || jsonb_build_array(jsonb_build_object('type', '${SILENT}', 'reason', 'NoReport',
  'message', 'its agent has not reported since ' || to_char(seen_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
  'since', to_char($1::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
where service <> 'decommissioned' and seen_at < $1::timestamptz - $2::double precision * interval '1 millisecond'
  and not conditions @> '[{"type": "${SILENT}"}]'
returning id`

const SPEAK_AGAIN = `
update node set conditions = coalesce((
  select jsonb_agg(c) from jsonb_array_elements(conditions) c where c->>'type' <> '${SILENT}'), '[]')
where conditions @> '[{"type": "${SILENT}"}]'
  and (service = 'decommissioned' or seen_at >= $1::timestamptz - $2::double precision * interval '1 millisecond')
returning id`

/** Says of nodes that they have fallen silent, or speak again. A job of the house. */
export const noteSilence = async (tx: Tx, now: Date): Promise<Turn> => {
  const values = [now, SILENT_AFTER_MS]
  const silent = await tx.query<{ id: string }>(FALL_SILENT, values, 'nodes-silent')
  const speaking = await tx.query<{ id: string }>(SPEAK_AGAIN, values, 'nodes-speak')
  const events = [...silent, ...speaking].map(
    ({ id }) => ({ project: null, kind: 'node', id, action: 'status' }) as const,
  )
  await appendEvents(tx, events)
  return { more: false, changed: events.length > 0 }
}
