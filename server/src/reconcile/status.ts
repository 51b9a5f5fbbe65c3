import type { Condition } from '@quantumnet/api'
import { appendEvents, type EventRecord } from '../db/outbox.ts'
import { confirmReleases, type Confirmed } from '../features/ipam/index.ts'
import { isRealizedByEdges, settleProjects } from '../features/dns-feed/index.ts'
import type { Db, Tx } from '../db/pool.ts'
import type { Key, Kind } from '../ovn/key.ts'
import type { Outcome } from './apply.ts'
import type { Failure } from './failures.ts'
import type { Work } from './queue.ts'
import type { Unrealized } from './realizer.ts'
import type { RootStatus } from './root-row.ts'
import { removeRows } from './removal.ts'
import { isResourceKind, projectColumn, type ResourceKind } from './roots.ts'

/**
 * How far resources have come in OVN, and that their tombstones end. That hypervisors have them is written by `realizer.ts`; where nobody
 * sees the southbound database, here and by `up.ts`.
 */

/** Conditions that the reconciler sets and clears. */
const OURS: ReadonlySet<string> = new Set<Failure['type']>(['ApplyFailed', 'Waiting'])

/** Whether a condition says how it went to put a root into OVN. */
export const isOfApply = (type: string): boolean => OURS.has(type)

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
  /** at which the attempt looked at it */
  readonly generation: number
  /** 0: as it was */
  readonly applied: number
  /** 0: as it was */
  readonly realized: number
  readonly conditions: readonly Condition[]
}

/** What to write of a root after an attempt; undefined when it reads so already. */
const updateOf = (
  row: RootStatus,
  { failure, isRealized }: { readonly failure: Failure | undefined; readonly isRealized: boolean },
  now: Date,
): StatusUpdate | undefined => {
  const conditions = nextConditions(row.conditions, failure, now)
  const sameConditions = JSON.stringify(conditions) === JSON.stringify(row.conditions)
  const sameGeneration = failure !== undefined || row.appliedGeneration >= row.generation
  if (sameConditions && sameGeneration) return undefined
  const applied = failure === undefined ? row.generation : 0
  return { id: row.id, generation: row.generation, applied, realized: isRealized ? applied : 0, conditions }
}

// A port is realized when its hypervisor says so, what DNS shows when its edges have it; for the others nobody but OVN is concerned.
const realized = (kind: ResourceKind): string =>
  isRealizedByEdges(kind)
    ? 'r.realized_generation'
    : kind === 'port'
      ? `case when r.binding_state = 'up' then greatest(r.realized_generation, v.realized) else r.realized_generation end`
      : 'greatest(r.realized_generation, v.realized)'

// What stood in the way of one generation says nothing of the next, which is tried by itself.
const updateOfKind = (kind: ResourceKind): string => `
update ${kind} r set applied_generation = greatest(r.applied_generation, v.applied),
  realized_generation = ${realized(kind)},
  conditions = case when r.generation = v.generation then v.conditions else r.conditions end
from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::jsonb[]) as v(id, generation, applied, realized, conditions)
where r.id = v.id
returning r.id, ${projectColumn(kind)} as project`

export interface Recorded {
  /** Whether anything is new to those who follow the events. */
  readonly changed: boolean
  /** Tombstones whose row is gone. */
  readonly removed: readonly Key[]
  /** Tombstones that something else still stands on. */
  readonly kept: readonly Key[]
  /** Of which somebody has to see that the hypervisors have them. */
  readonly unrealized: readonly Unrealized[]
}

/** What was done, and the rows of `dirty` that asked for it. */
export interface Batch {
  readonly outcomes: readonly Outcome[]
  readonly work: readonly Work[]
  /** Whether it is known how far chassis are: what shows on them is then not realized because it is applied. */
  readonly seesChassis: boolean
  /** root of all names */
  readonly dnsZone: string
}

/**
 * Writes down what became of a batch, in one transaction with at most two statements per kind, and takes its rows of `dirty` away: exactly
 * those that were read, so that a change which came meanwhile stays.
 */
export const recordBatch = async (db: Db, batch: Batch, now: Date): Promise<Recorded> => {
  const isGone = ({ root, failure }: Outcome): boolean => root.row?.deleting === true && failure === undefined
  const updates = batch.outcomes.flatMap((outcome) => {
    const { root, failure, shows } = outcome
    const isRealized = !(batch.seesChassis && shows)
    const update =
      root.row === undefined || isGone(outcome) ? undefined : updateOf(root.row, { failure, isRealized }, now)
    return update === undefined ? [] : [{ key: root.key, update }]
  })
  const gone = batch.outcomes.filter(isGone).map(({ root }) => root.key)
  const seqs = batch.work.flatMap((each) => each.seqs)
  if (updates.length + gone.length + seqs.length === 0) return { changed: false, removed: [], kept: [], unrealized: [] }
  return await db.tx(async (tx) => {
    const early = await appliedTooEarly(tx, updates, seqs)
    const isDone = ({ key }: { readonly key: Key }): boolean => !early.has(key.id)
    const status = await writeStatus(
      tx,
      Map.groupBy(updates.filter(isDone), ({ key }) => key.kind),
    )
    await confirmReleases(tx, updates.filter(isDone).flatMap(releasedBy))
    await settleProjects(tx, shownIn(status), batch.dnsZone)
    const deleted = await removeRows(tx, gone)
    await appendEvents(tx, [...status, ...deleted])
    const done = early.size === 0 ? seqs : batch.work.filter(isDone).flatMap((each) => each.seqs)
    if (done.length > 0) await tx.query('delete from dirty where seq = any($1::bigint[])', [done], 'clean')
    const removed = new Set(deleted.map(({ id }) => id))
    return {
      changed: status.length + deleted.length > 0,
      removed: gone.filter(({ id }) => removed.has(id)),
      kept: gone.filter(({ id }) => !removed.has(id)),
      unrealized: updates.filter(isDone).flatMap(unrealizedBy),
    }
  })
}

/** Projects of which something may be at the edges already. */
const shownIn = (status: readonly EventRecord[]): string[] => [
  ...new Set(status.flatMap(({ kind, project }) => (isRealizedByEdges(kind) && project !== null ? [project] : []))),
]

interface KeyUpdate {
  readonly key: Key
  readonly update: StatusUpdate
}

const unrealizedBy = ({ key, update: { applied, realized } }: KeyUpdate): Unrealized[] =>
  applied > realized ? [{ key, generation: applied }] : []

/** What a root gave back up to this generation is not in OVN any more. */
const releasedBy = ({ update: { id, applied } }: KeyUpdate): Confirmed[] =>
  applied === 0 ? [] : [{ root: id, generation: applied }]

/**
 * A network is what its subnets and ports say of it, too: a command marks them before the network itself (features/networks/commands.ts), and
 * it is applied when they are. Until then its row of `dirty` stays, and it is looked at again once the others are done. So it is with a QoS
 * policy and its ports.
 */
const EARLY = `
with own as (select id, max(seq) as seq from dirty where kind in ('network', 'qos_policy') and id = any($1::uuid[]) group by id),
below as (
  select s.network_id as id, d.seq from dirty d join subnet s on s.id = d.id where d.kind = 'subnet'
  union all
  select of.id, d.seq from dirty d join port p on p.id = d.id, unnest(array[p.network_id, p.qos_policy_id]) as of(id)
  where d.kind = 'port')
select distinct own.id from own join below on below.id = own.id and below.seq < own.seq
where below.seq <> all($2::bigint[])`

const SAID_BY_OTHERS: ReadonlySet<Kind> = new Set<Kind>(['network', 'qos_policy'])

const appliedTooEarly = async (
  tx: Tx,
  updates: readonly KeyUpdate[],
  seqs: readonly number[],
): Promise<ReadonlySet<string>> => {
  const ids = updates.flatMap(({ key, update }) => (SAID_BY_OTHERS.has(key.kind) && update.applied > 0 ? [key.id] : []))
  if (ids.length === 0) return new Set()
  const rows = await tx.query<{ id: string }>(EARLY, [ids, seqs], 'applied-early')
  return new Set(rows.map(({ id }) => id))
}

interface Written {
  readonly id: string
  readonly project: string | null
}

const writeStatus = async (tx: Tx, updates: ReadonlyMap<string, readonly KeyUpdate[]>): Promise<EventRecord[]> => {
  const events: EventRecord[] = []
  for (const [kind, of] of updates) {
    if (!isResourceKind(kind)) continue
    const rows = await tx.query<Written>(
      updateOfKind(kind),
      [
        of.map(({ update }) => update.id),
        of.map(({ update }) => update.generation),
        of.map(({ update }) => update.applied),
        of.map(({ update }) => update.realized),
        of.map(({ update }) => JSON.stringify(update.conditions)),
      ],
      `status-${kind}`,
    )
    events.push(...rows.map((row): EventRecord => ({ ...row, kind, action: 'status' })))
  }
  return events
}
