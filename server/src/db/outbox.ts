import type { Actor } from '../ctx.ts'
import type { Tx } from './pool.ts'

/** Kinds that a command changes. Each is a reconcile root too. */
export type Kind = 'project' | 'security_group' | 'network' | 'subnet' | 'port'

export interface DirtyKey {
  readonly kind: Kind
  readonly id: string
}

/** What a command did to one resource. */
export interface Change extends DirtyKey {
  readonly actor: Actor
  readonly action: 'create' | 'update' | 'delete'
  readonly project: string
  /** The resource as the API shows it; undefined before a creation and after a deletion. */
  readonly before?: object | undefined
  readonly after?: object | undefined
  /** What OVN has to be reconciled for. */
  readonly dirty: readonly DirtyKey[]
}

export interface EventRecord {
  readonly project: string
  readonly kind: Kind
  readonly id: string
  readonly action: 'created' | 'updated' | 'deleting' | 'deleted' | 'status'
}

const EVENT_OF = { create: 'created', update: 'updated', delete: 'deleting' } as const

const RECORD = `
with marked as (insert into dirty (kind, id) select * from unnest($1::text[], $2::uuid[])),
     told as (insert into event (project_id, kind, resource_id, action) values ($3, $4, $5, $6))
insert into audit (token_id, action, kind, resource_id, before, after) values ($7, $8, $4, $5, $9, $10)`

/** Appends the dirty keys, the event and the audit row of a change, in one statement. Part of the command's transaction. */
export const record = async (tx: Tx, change: Change): Promise<void> => {
  const { actor, action, kind, id, project, before, after, dirty } = change
  const keys = [dirty.map((key) => key.kind), dirty.map((key) => key.id)]
  const event = [project, kind, id, EVENT_OF[action]]
  await tx.query(RECORD, [...keys, ...event, actor.tokenId, action, before ?? null, after ?? null], 'record')
}

/** Appends events that no command made: what OVN or an agent reported, and the end of a tombstone. */
export const appendEvents = async (tx: Tx, events: readonly EventRecord[]): Promise<void> => {
  if (events.length === 0) return
  await tx.query(
    `insert into event (project_id, kind, resource_id, action)
     select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[])`,
    [
      events.map((event) => event.project),
      events.map((event) => event.kind),
      events.map((event) => event.id),
      events.map((event) => event.action),
    ],
  )
}
