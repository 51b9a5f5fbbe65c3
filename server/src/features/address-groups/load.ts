import type { Queryable } from '../../db/pool.ts'
import type { RootRow } from '../../reconcile/root-row.ts'

/** An address group as the reconciler sees it. */
export interface AddressGroupRoot extends RootRow {
  readonly name: string
  readonly cidrs: readonly string[]
}

const LOAD = `
select id, project_id as "projectId", generation, applied_generation as "appliedGeneration",
  realized_generation as "realizedGeneration", conditions, deleting_at is not null as deleting, name, cidrs
from address_group where id = any($1::uuid[])`

export const loadAddressGroups = async (db: Queryable, ids: readonly string[]): Promise<readonly AddressGroupRoot[]> =>
  await db.query<AddressGroupRoot>(LOAD, [ids], 'load-address-groups')
