import type { Condition } from '@quantumnet/api'
import { appendEvents, type EventRecord } from '../db/outbox.ts'
import type { Db, Tx } from '../db/pool.ts'
import type { Key } from '../ovn/key.ts'
import type { Outcome } from './apply.ts'
import type { Failure } from './failures.ts'
import type { RootRow } from './root-row.ts'
import { isResourceKind, resourceKinds, type ResourceKind } from './roots.ts'

/**
 * How far resources have come in OVN, and the end of tombstones. That a port is up, and so realized, is written by `up.ts` and by the
 * agents' reports.
 */

/** Conditions that the reconciler sets and clears. */
const OURS: ReadonlySet<string> = new Set<Failure['type']>(['ApplyFailed', 'Waiting'])

/** The conditions of a root after an attempt. A failure that goes on keeps the time at which it began. */
export const nextConditions = (
  conditions: readonly Condition[],
  failure: Failure | undefined,
  now: Date,
): readonly Condition[] => {
  const others = conditions.filter(({ type }) => !OURS.has(type))
  if (failure === undefined) return others
  const since = conditions.find(({ type }) => type === failure.type)?.since ?? now.toISOString()
  const { type, reason, message } = failure
  return [...others, { type, reason, message, since }]
}

interface StatusUpdate {
  readonly id: string
  /** 0: as it was */
  readonly applied: number
  readonly conditions: readonly Condition[]
}

/** What to write of a root after an attempt; undefined when it reads so already. */
const updateOf = (row: RootRow, failure: Failure | undefined, now: Date): StatusUpdate | undefined => {
  const conditions = nextConditions(row.conditions, failure, now)
  const sameConditions = JSON.stringify(conditions) === JSON.stringify(row.conditions)
  const sameGeneration = failure !== undefined || row.appliedGeneration >= row.generation
  if (sameConditions && sameGeneration) return undefined
  return { id: row.id, applied: failure === undefined ? row.generation : 0, conditions }
}

// A port is realized when its hypervisor says so; for the others nobody but OVN is concerned.
const realized = (kind: ResourceKind): string =>
  kind === 'port'
    ? `case when r.binding_state = 'up' then greatest(r.realized_generation, v.applied) else r.realized_generation end`
    : 'greatest(r.realized_generation, v.applied)'

const projectOf = (kind: ResourceKind): string => (kind === 'project' ? 'r.id' : 'r.project_id')

const updateOfKind = (kind: ResourceKind): string => `
update ${kind} r set applied_generation = greatest(r.applied_generation, v.applied),
  realized_generation = ${realized(kind)}, conditions = v.conditions
from unnest($1::uuid[], $2::bigint[], $3::jsonb[]) as v(id, applied, conditions)
where r.id = v.id
returning r.id, ${projectOf(kind)} as project`

/**
 * Ends tombstones that nothing stands on any more. The addresses of a subnet itself (gateway, DNS edge) go with it: until now their MACs
 * were in OVN.
 */
const REMOVE: Readonly<Record<ResourceKind, string>> = {
  port: `
    delete from port r where r.id = any($1::uuid[]) and r.deleting_at is not null returning r.id, r.project_id as project`,
  subnet: `
    with gone as (
      select s.id from subnet s where s.id = any($1::uuid[]) and s.deleting_at is not null
        and not exists (select from address a where a.subnet_id = s.id and a.port_id is not null)),
    freed as (delete from address a using gone where a.subnet_id = gone.id)
    delete from subnet r using gone where r.id = gone.id returning r.id, r.project_id as project`,
  network: `
    delete from network r where r.id = any($1::uuid[]) and r.deleting_at is not null
      and not exists (select from subnet s where s.network_id = r.id)
      and not exists (select from port p where p.network_id = r.id)
    returning r.id, r.project_id as project`,
  security_group: `
    delete from security_group r where r.id = any($1::uuid[]) and r.deleting_at is not null
      and not exists (select from port_security_group m where m.group_id = r.id)
      and not exists (select from security_group_rule u where u.remote_group_id = r.id and u.group_id <> r.id)
    returning r.id, r.project_id as project`,
  project: `
    delete from project r where r.id = any($1::uuid[]) and r.deleting_at is not null
      and not exists (select from network n where n.project_id = r.id)
      and not exists (select from subnet s where s.project_id = r.id)
      and not exists (select from port p where p.project_id = r.id)
      and not exists (select from security_group g where g.project_id = r.id)
    returning r.id, r.id as project`,
}

export interface Recorded {
  /** Whether anything is new to those who follow the events. */
  readonly changed: boolean
  /** Tombstones whose row is gone. */
  readonly removed: readonly Key[]
  /** Tombstones that something else still stands on. */
  readonly kept: readonly Key[]
}

/**
 * Writes down what became of a batch, in one transaction with at most two statements per kind, and takes its rows of `dirty` away: exactly
 * those that were read, so that a change which came meanwhile stays.
 */
export const recordBatch = async (
  db: Db,
  batch: { readonly outcomes: readonly Outcome[]; readonly seqs: readonly number[] },
  now: Date,
): Promise<Recorded> => {
  const updates = Map.groupBy(
    batch.outcomes.flatMap(({ root, failure }) => {
      const isGone = root.row?.deleting === true && failure === undefined
      const update = root.row === undefined || isGone ? undefined : updateOf(root.row, failure, now)
      return update === undefined ? [] : [{ kind: root.key.kind, update }]
    }),
    ({ kind }) => kind,
  )
  const gone = batch.outcomes.flatMap(({ root, failure }) =>
    root.row?.deleting === true && failure === undefined ? [root.key] : [],
  )
  if (updates.size + gone.length + batch.seqs.length === 0) return { changed: false, removed: [], kept: [] }
  return await db.tx(async (tx) => {
    const status = await writeStatus(
      tx,
      new Map([...updates].map(([kind, of]) => [kind, of.map(({ update }) => update)])),
    )
    const deleted = await removeRows(tx, gone)
    await appendEvents(tx, [...status, ...deleted])
    if (batch.seqs.length > 0) await tx.query('delete from dirty where seq = any($1::bigint[])', [batch.seqs], 'clean')
    const removed = new Set(deleted.map(({ id }) => id))
    return {
      changed: status.length + deleted.length > 0,
      removed: gone.filter(({ id }) => removed.has(id)),
      kept: gone.filter(({ id }) => !removed.has(id)),
    }
  })
}

interface Written {
  readonly id: string
  readonly project: string
}

const writeStatus = async (tx: Tx, updates: ReadonlyMap<string, readonly StatusUpdate[]>): Promise<EventRecord[]> => {
  const events: EventRecord[] = []
  for (const [kind, of] of updates) {
    if (!isResourceKind(kind)) continue
    const rows = await tx.query<Written>(
      updateOfKind(kind),
      [
        of.map(({ id }) => id),
        of.map(({ applied }) => applied),
        of.map(({ conditions }) => JSON.stringify(conditions)),
      ],
      `status-${kind}`,
    )
    events.push(...rows.map((row): EventRecord => ({ ...row, kind, action: 'status' })))
  }
  return events
}

/** Children first: a tombstone that only its children in the same batch stand in the way of goes with them. */
const removeRows = async (tx: Tx, keys: readonly Key[]): Promise<EventRecord[]> => {
  const byKind = Map.groupBy(keys, ({ kind }) => kind)
  const events: EventRecord[] = []
  for (const kind of resourceKinds.toReversed()) {
    const ids = byKind.get(kind)?.map(({ id }) => id) ?? []
    if (ids.length === 0) continue
    const rows = await tx.query<Written>(REMOVE[kind], [ids], `remove-${kind}`)
    events.push(...rows.map((row): EventRecord => ({ ...row, kind, action: 'deleted' })))
  }
  return events
}
