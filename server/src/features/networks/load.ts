import type { Queryable } from '../../db/pool.ts'
import type { RootRow } from '../../reconcile/root-row.ts'

/** A network as the reconciler sees it. */
export interface NetworkRoot extends RootRow {
  readonly name: string
  /** the wire that it is on; null: none, it is an overlay */
  readonly physicalNetwork: string | null
  /** VLAN tag on a wire, VNI of an overlay; null: none, or OVN's choice */
  readonly segmentId: number | null
  readonly multicast: boolean
}

const LOAD = `
select id, project_id as "projectId", generation, applied_generation as "appliedGeneration",
  realized_generation as "realizedGeneration", conditions, deleting_at is not null as deleting, name,
  physical_network as "physicalNetwork", segment_id as "segmentId", multicast
from network where id = any($1::uuid[])`

export const loadNetworks = async (db: Queryable, ids: readonly string[]): Promise<readonly NetworkRoot[]> =>
  await db.query<NetworkRoot>(LOAD, [ids], 'load-networks')
