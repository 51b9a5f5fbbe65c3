import type { Kind, Referrer } from '@quantumnet/api'
import type { Queryable } from '../db/pool.ts'
import { MOST_REFERRERS } from './refusals.ts'

/**
 * What a project holds, by kind: the tables that its deletion looks into and its quotas count. The table of a kind has the kind's name. A
 * resource has `project_id` and `deleting_at`; a part belongs to the project of its parent.
 */
interface Part {
  readonly parent: Kind
  /** column that refers to the parent */
  readonly column: string
}

/** Resources that keep a project from being deleted, in the order in which they are best deleted. */
const held = ['port', 'subnet', 'network'] as const satisfies readonly Kind[]

/** Resources that come and go with their project, and are counted all the same. */
const ownedAlong = ['security_group'] as const satisfies readonly Kind[]

const parts = {
  security_group_rule: { parent: 'security_group', column: 'group_id' },
} as const satisfies Partial<Record<Kind, Part>>

/** Kinds that a project can have a quota of. */
export const quotaKinds: readonly Kind[] = [...held, ...ownedAlong, ...(Object.keys(parts) as (keyof typeof parts)[])]

const partOf = (kind: Kind): Part | undefined => (parts as Partial<Record<Kind, Part>>)[kind]

/** The statement that counts what a project ($1) has of a kind, as `used`. */
export const countOf = (kind: Kind): string => {
  const part = partOf(kind)
  return part === undefined
    ? `select count(*) as used from ${kind} where project_id = $1 and deleting_at is null`
    : `select count(*) as used from ${kind} t join ${part.parent} p on p.id = t.${part.column}
       where p.project_id = $1 and p.deleting_at is null`
}

/** How many a project has of each kind, in one statement. */
export const usageOf = async (db: Queryable, project: string): Promise<ReadonlyMap<Kind, number>> => {
  const each = quotaKinds.map((kind) => `select '${kind}' as kind, used from (${countOf(kind)}) c`)
  const rows = await db.query<{ kind: Kind; used: number }>(each.join(' union all '), [project])
  return new Map(rows.map(({ kind, used }) => [kind, used]))
}

/** What a project still holds, of all kinds, without what is being deleted. */
export const holdingsOf = async (db: Queryable, project: string): Promise<Referrer[]> => {
  const limit = `limit ${String(MOST_REFERRERS)}`
  const each = held.map(
    (kind) =>
      `(select '${kind}' as kind, id, name from ${kind} where project_id = $1 and deleting_at is null order by created_at, id ${limit})`,
  )
  return await db.query<Referrer>(`${each.join(' union all ')} ${limit}`, [project])
}
