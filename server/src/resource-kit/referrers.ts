import type { Kind } from '@quantumnet/api'
import type { Queryable } from '../db/pool.ts'
import { MOST_REFERRERS } from './refusals.ts'
import type { OwnedReferrer } from './strangers.ts'

/** Kinds of resources, in the order in which a refusal names them, with the column by which they refer. */
export type ReferringColumns = Readonly<Partial<Record<Kind, string>>>

/** The resources that refer to an id by these columns and are not being deleted: as many as a refusal names. Costs one statement. */
export const liveReferrers = async (db: Queryable, id: string, columns: ReferringColumns): Promise<OwnedReferrer[]> => {
  const limit = `limit ${String(MOST_REFERRERS)}`
  const each = Object.entries(columns).map(
    ([kind, column]) =>
      `(select '${kind}' as kind, id, name, project_id as project from ${kind} where ${column} = $1 and deleting_at is null order by created_at, id ${limit})`,
  )
  return await db.query<OwnedReferrer>(`select * from (${each.join(' union all ')}) r ${limit}`, [id])
}
