import type { Referrer } from '@quantumnet/api'
import type { Queryable, Tx } from '../../db/pool.ts'
import { MOST_REFERRERS } from '../../resource-kit/refusals.ts'
import type { ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'

export interface ProjectRow extends ResourceRow {
  readonly dns_label: string
}

export const projects = new ResourceTable<ProjectRow>('project')

/** No hypervisor is concerned with a project: it is realized as soon as it is committed. */
export const markProjectRealized = async (tx: Tx, id: string): Promise<void> => {
  await tx.query('update project set applied_generation = generation, realized_generation = generation where id = $1', [
    id,
  ])
}

/** What a project still holds, without what is being deleted. Subnets and ports stand behind their networks. */
export const projectReferrers = async (db: Queryable, id: string): Promise<Referrer[]> =>
  await db.query<Referrer>(
    `select 'network' as kind, id, name from network where project_id = $1 and deleting_at is null
     order by created_at, id limit ${String(MOST_REFERRERS)}`,
    [id],
  )
