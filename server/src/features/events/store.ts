import type { Binding } from '@quantumnet/api'
import type { Queryable } from '../../db/pool.ts'
import type { LoggedEvent } from '../../events/tail.ts'
import { bindingReasonOf, HAS_NODE, type UnboundRow } from '../ports/index.ts'
import type { Place } from './position.ts'

/** Which events a reader is told; undefined: whatever it is. */
export interface EventFilter {
  readonly visible: 'all' | readonly string[]
  readonly projects: readonly string[] | undefined
  readonly kinds: readonly string[] | undefined
  readonly resources: readonly string[] | undefined
}

/** A page of the log in its order, from after `after` up to and with `upTo`. */
export const readEvents = async (
  db: Queryable,
  range: { readonly after: Place; readonly upTo: Place; readonly limit: number },
  filter: EventFilter,
): Promise<LoggedEvent[]> =>
  await db.query<LoggedEvent>(
    `select seq, xid::text, project_id as project, kind, resource_id as id, action, at from event
     where (xid, seq) > ($1::xid8, $2) and (xid, seq) <= ($3::xid8, $4)
       and ($5::uuid[] is null or project_id = any($5)) and ($6::uuid[] is null or project_id = any($6))
       and ($7::text[] is null or kind = any($7)) and ($8::uuid[] is null or resource_id = any($8))
     order by event.xid, event.seq limit $9`,
    [
      ...[range.after.xid, range.after.seq, range.upTo.xid, range.upTo.seq],
      ...[filter.visible === 'all' ? null : filter.visible, filter.projects ?? null],
      ...[filter.kinds ?? null, filter.resources ?? null, range.limit],
    ],
    'read_events',
  )

/** Up to where events were taken away, and the first transaction that has not begun. */
export const readBounds = async (db: Queryable): Promise<{ readonly floor: Place; readonly end: string }> => {
  const [row] = await db.query<{ xid: string; seq: number; end: string }>(
    `select xid::text, seq, pg_snapshot_xmax(pg_current_snapshot())::text as end from event_floor`,
    [],
    'event_bounds',
  )
  if (row === undefined) throw new Error('the database has no event_floor: its migration was not applied')
  return { floor: { xid: row.xid, seq: row.seq }, end: row.end }
}

/** How these ports are bound, of those that there are. */
export const bindingsOf = async (db: Queryable, ports: readonly string[]): Promise<ReadonlyMap<string, Binding>> => {
  if (ports.length === 0) return new Map()
  const rows = await db.query<UnboundRow & { id: string; binding_node: string | null; binding_since: Date }>(
    `select t.id, t.type, t.node, ${HAS_NODE}, t.binding_node, t.binding_state, t.binding_reason, t.binding_since
     from port t where t.id = any($1)`,
    [ports],
    'bindings_of',
  )
  return new Map(
    rows.map(({ binding_node: node, binding_since: since, ...row }) => [
      row.id,
      { node, state: row.binding_state, reason: bindingReasonOf(row), since: since.toISOString() },
    ]),
  )
}
