import type { Kind, PlannedChange, QuotaKind } from '@quantumnet/api'
import type { Caller } from '../resource-kit/caller.ts'
import type { Tx } from './pool.ts'

/** A reconcile root that has to be looked at. */
export interface DirtyKey {
  readonly kind: Kind
  readonly id: string
}

/** What a command did to one resource. */
export interface Change {
  readonly kind: Kind
  readonly id: string
  readonly action: 'create' | 'update' | 'delete'
  /** null: it concerns the platform */
  readonly project: string | null
  /** The resource as the API shows it; undefined before a creation and after a deletion. Without secrets. */
  readonly before?: object | undefined
  readonly after?: object | undefined
  /** What OVN has to be reconciled for. */
  readonly dirty: readonly DirtyKey[]
  /** Default: by the action. A deletion that leaves no tombstone has "deleted". */
  readonly event?: EventRecord['action']
}

export interface EventRecord {
  readonly project: string | null
  readonly kind: Kind
  readonly id: string
  readonly action: 'created' | 'updated' | 'deleting' | 'deleted' | 'status'
}

const EVENT_OF = { create: 'created', update: 'updated', delete: 'deleting' } as const

/**
 * Both statements give the quotas of the projects that something is created in, so that who created it needs no statement to know that there
 * is none. There are two because one change is what most commands make, and lists cost PostgreSQL half as much again (measured: 50 and 70 us).
 * A list is jsonb: of json PostgreSQL would parse each document twice, which cost a third more of the statement.
 */
const RECORD_ONE = `
with marked as (insert into dirty (kind, id) select * from unnest($1::text[], $2::uuid[])),
told as (insert into event (project_id, kind, resource_id, action) values ($3, $4, $5, $6)),
noted as (
  insert into audit (project_id, kind, resource_id, action, before, after, token_id, token_name, request_id)
  values ($3, $4, $5, $7, $8, $9, $10, $11, $12))
select id as project, $4::text as kind, (quotas ->> $4::text)::int as quota from project
where id = $3 and $7 = 'create' and quotas ? $4::text`

const RECORD_ALL = `
with change as (
  select * from jsonb_to_recordset($1::jsonb) as c(n int, project uuid, kind text, id uuid, action text, event text,
    before jsonb, after jsonb, token uuid, name text, request text)),
marked as (insert into dirty (kind, id) select kind, id from jsonb_to_recordset($2::jsonb) as d(n int, kind text, id uuid) order by n),
told as (insert into event (project_id, kind, resource_id, action) select project, kind, id, event from change order by n),
noted as (
  insert into audit (project_id, kind, resource_id, action, before, after, token_id, token_name, request_id)
  select project, kind, id, action, before, after, token, name, request from change order by n)
select distinct c.project, c.kind, (p.quotas ->> c.kind)::int as quota
from change c join project p on p.id = c.project where c.action = 'create' and p.quotas ? c.kind`

/** How many of a kind a project may have. */
export interface Quota {
  readonly project: string
  readonly kind: QuotaKind
  readonly quota: number
}

/** A change, and whose it is. */
export interface CallersChange extends Change {
  readonly caller: Caller
}

const plannedOf = ({ action, kind, id, before, after }: Change): PlannedChange => ({
  action,
  kind,
  id,
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
})

/** A document for the audit: counters go on by themselves, and no command has changed them. */
const audited = (document: object | undefined): object | null =>
  document !== undefined && 'statistics' in document ? { ...document, statistics: undefined } : (document ?? null)

/** Remembers what a dry run would change. */
const plan = (caller: Caller, change: Change): void => {
  if (caller.dryRun) caller.planned.push(plannedOf(change))
}

/**
 * Appends the dirty keys, the event and the audit row of a change, in one statement. Part of the command's transaction. Gives the quotas that a
 * creation has to keep (`requireQuotas`).
 */
export const record = async (tx: Tx, caller: Caller, change: Change): Promise<readonly Quota[]> => {
  plan(caller, change)
  const { project, kind, id, action, before, after, dirty, event = EVENT_OF[action] } = change
  const keys = [dirty.map((key) => key.kind), dirty.map((key) => key.id)]
  const who = [caller.tokenId, caller.tokenName, caller.requestId]
  const what = [project, kind, id, event, action, audited(before), audited(after)]
  return await tx.query<Quota>(RECORD_ONE, [...keys, ...what, ...who], 'record_one')
}

/** Ports that are made together are in the same groups: each key once says as much. It stands where it came last, behind all that it is said of. */
const distinctKeys = (changes: readonly Change[]): DirtyKey[] => {
  const keys = new Map<string, DirtyKey>()
  for (const { dirty } of changes)
    for (const key of dirty) {
      const text = `${key.kind} ${key.id}`
      keys.delete(text)
      keys.set(text, key)
    }
  return [...keys.values()]
}

/** The same for changes of one caller or of several, also in one statement however many there are. */
export const recordAll = async (tx: Tx, changes: readonly CallersChange[]): Promise<readonly Quota[]> => {
  if (changes.length === 0) return []
  for (const { caller, ...change } of changes) plan(caller, change)
  const told = changes.map(({ caller, kind, id, action, project, before, after, event = EVENT_OF[action] }, n) => ({
    n,
    project,
    kind,
    id,
    action,
    event,
    before: audited(before),
    after: audited(after),
    token: caller.tokenId,
    name: caller.tokenName,
    request: caller.requestId,
  }))
  const dirty = distinctKeys(changes).map(({ kind, id }, n) => ({ n, kind, id }))
  return await tx.query<Quota>(RECORD_ALL, [JSON.stringify(told), JSON.stringify(dirty)], 'record_all')
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
