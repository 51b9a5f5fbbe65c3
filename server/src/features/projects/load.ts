import type { Queryable } from '../../db/pool.ts'
import type { RootRow } from '../../reconcile/root-row.ts'

/** A project as the reconciler sees it. */
export interface ProjectRoot extends RootRow {
  readonly name: string
}

const LOAD = `
select id, id as "projectId", generation, applied_generation as "appliedGeneration",
  realized_generation as "realizedGeneration", conditions, deleting_at is not null as deleting, name
from project where id = any($1::uuid[])`

export const loadProjects = async (db: Queryable, ids: readonly string[]): Promise<readonly ProjectRoot[]> =>
  await db.query<ProjectRoot>(LOAD, [ids], 'load-projects')
