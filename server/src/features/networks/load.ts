import type { Queryable } from '../../db/pool.ts'

/** A network as the reconciler sees it. */
export interface NetworkRoot {
  readonly id: string
  readonly projectId: string
  readonly name: string
  readonly generation: number
  readonly deleting: boolean
}

const LOAD = `
select id, project_id as "projectId", name, generation, deleting_at is not null as deleting
from network where id = any($1::uuid[])`

export const loadNetworks = async (db: Queryable, ids: readonly string[]): Promise<readonly NetworkRoot[]> =>
  await db.query<NetworkRoot>(LOAD, [ids], 'load-networks')
