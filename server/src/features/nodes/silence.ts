import { appendEvents } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import type { Turn } from '../../housekeeping/housekeeping.ts'
import { GIVEN_UP, GIVEN_UP_CONDITION, markPinnedRouters } from '../routers/index.ts'
import { SILENT_AFTER_MS } from './rules.ts'

/**
 * A node that says nothing shows in its state by itself; that it begins or ends is told here, by a condition and an event. One that goes on to say
 * nothing is given up.
 */

/** type of that condition */
export const SILENT = 'Silent'

const FALL_SILENT = `
update node set conditions = conditions || jsonb_build_array(jsonb_build_object('type', '${SILENT}', 'reason', 'NoReport',
  'message', 'its agent has not reported since ' || to_char(seen_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
  'since', to_char($1::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
where service <> 'decommissioned' and seen_at < $1::timestamptz - $2::double precision * interval '1 millisecond'
  and not conditions @> '[{"type": "${SILENT}"}]'
returning id`

/** After that it is given up: long enough for all agents to be heard again after the server itself, or PostgreSQL, was away. */
const GIVEN_UP_AFTER_MS = 30_000

const GIVE_UP = `
update node set conditions = conditions || jsonb_build_array(jsonb_build_object('type', '${GIVEN_UP_CONDITION}', 'reason', 'StillSilent',
  'message', 'routers that are not distributed are elsewhere if they may be, until it reports again',
  'since', to_char($1::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
where service <> 'decommissioned' and not ${GIVEN_UP}
  and exists (select from jsonb_array_elements(conditions) c where c->>'type' = '${SILENT}'
    and (c->>'since')::timestamptz < $1::timestamptz - $2::double precision * interval '1 millisecond')
returning id`

const SPEAK_AGAIN = `
update node set conditions = coalesce((
  select jsonb_agg(c) from jsonb_array_elements(conditions) c where c->>'type' not in ('${SILENT}', '${GIVEN_UP_CONDITION}')), '[]')
where conditions @> '[{"type": "${SILENT}"}]'
  and (service = 'decommissioned' or seen_at >= $1::timestamptz - $2::double precision * interval '1 millisecond')
returning id`

/** Says of nodes that they have fallen silent, are given up, or speak again; what goes elsewhere by that is looked at again. A job of the house. */
export const noteSilence = async (tx: Tx, now: Date): Promise<Turn> => {
  const values = [now, SILENT_AFTER_MS]
  const silent = await tx.query<{ id: string }>(FALL_SILENT, values, 'nodes-silent')
  const speaking = await tx.query<{ id: string }>(SPEAK_AGAIN, values, 'nodes-speak')
  const givenUp = await tx.query<{ id: string }>(GIVE_UP, [now, GIVEN_UP_AFTER_MS], 'nodes-given-up')
  const moving = [...speaking, ...givenUp].map(({ id }) => id)
  if (moving.length > 0) await markPinnedRouters(tx, moving)
  const events = [...silent, ...speaking, ...givenUp].map(
    ({ id }) => ({ project: null, kind: 'node', id, action: 'status' }) as const,
  )
  await appendEvents(tx, events)
  return { more: false, changed: events.length > 0 }
}
