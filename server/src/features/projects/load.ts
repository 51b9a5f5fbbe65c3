import type { Queryable } from '../../db/pool.ts'

/** A project as the reconciler sees it: nothing of it is in OVN by itself. */
export interface ProjectRoot {
  readonly id: string
  readonly projectId: string
  readonly generation: number
  readonly deleting: boolean
}

const LOAD = `
select id, id as "projectId", generation, deleting_at is not null as deleting from project where id = any($1::uuid[])`

export const loadProjects = async (db: Queryable, ids: readonly string[]): Promise<readonly ProjectRoot[]> =>
  await db.query<ProjectRoot>(LOAD, [ids], 'load-projects')
