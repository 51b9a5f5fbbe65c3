import type { EventRecord } from '../db/outbox.ts'
import type { Tx } from '../db/pool.ts'
import { violatedConstraint } from '../db/failures.ts'
import { confirmGone, END_SUBNETS } from '../features/ipam/index.ts'
import type { Key } from '../ovn/key.ts'
import { projectColumn, resourceKinds, type ResourceKind } from './roots.ts'

/**
 * The end of tombstones: OVN holds nothing of them any more, so their rows go. What still refers to a row keeps it: the foreign keys say so,
 * and there is no second list of who refers to whom that could be wrong.
 */

/** What goes with a row and is not `on delete cascade`, because it must not go without OVN's word. Undone when the row stays. */
const BEFORE: Readonly<Partial<Record<ResourceKind, string>>> = {
  // Gateway and DNS edge of the subnet itself, whose MAC addresses were in OVN until now, and what is merely held.
  subnet: END_SUBNETS,
}

const remove = (kind: ResourceKind): string => `
delete from ${kind} r where r.id = any($1::uuid[]) and r.deleting_at is not null
returning r.id, ${projectColumn(kind)} as project`

interface Gone {
  readonly id: string
  readonly project: string | null
}

/** Removes these rows all at once; undefined when something refers to one of them, and then nothing has happened. */
const removeAll = async (tx: Tx, kind: ResourceKind, ids: readonly string[]): Promise<readonly Gone[] | undefined> => {
  await tx.query('savepoint removal')
  try {
    const before = BEFORE[kind]
    if (before !== undefined) await tx.query(before, [ids], `before-remove-${kind}`)
    const gone = await tx.query<Gone>(remove(kind), [ids], `remove-${kind}`)
    await tx.query('release savepoint removal')
    return gone
  } catch (error) {
    if (violatedConstraint(error) === undefined) throw error
    await tx.query('rollback to savepoint removal')
    return undefined
  }
}

/** One that is referred to keeps the others no longer than it takes to find it by halves. */
const removeMost = async (tx: Tx, kind: ResourceKind, ids: readonly string[]): Promise<readonly Gone[]> => {
  const gone = await removeAll(tx, kind, ids)
  if (gone !== undefined || ids.length <= 1) return gone ?? []
  const middle = Math.ceil(ids.length / 2)
  const first = await removeMost(tx, kind, ids.slice(0, middle))
  return [...first, ...(await removeMost(tx, kind, ids.slice(middle)))]
}

/** Children first: a tombstone that only its children in the same batch stand in the way of goes with them. */
export const removeRows = async (tx: Tx, keys: readonly Key[]): Promise<EventRecord[]> => {
  const byKind = Map.groupBy(keys, ({ kind }) => kind)
  const events: EventRecord[] = []
  for (const kind of resourceKinds.toReversed()) {
    const ids = byKind.get(kind)?.map(({ id }) => id) ?? []
    if (ids.length === 0) continue
    const rows = await removeMost(tx, kind, ids)
    await confirmGone(
      tx,
      rows.map(({ id }) => id),
    )
    events.push(...rows.map((row): EventRecord => ({ ...row, kind, action: 'deleted' })))
  }
  return events
}
