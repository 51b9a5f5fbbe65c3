import type { Queryable } from '../../db/pool.ts'
import type { Key } from '../../ovn/key.ts'
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

/** The groups and policies whose rules name one of these: there an address group shows. */
export const groupsWithAddressGroups = async (
  db: Queryable,
  ids: readonly string[],
): Promise<readonly { readonly id: string; readonly within: Key }[]> =>
  (
    await db.query<{ id: string; kind: 'security_group' | 'policy'; owner: string }>(
      `select distinct remote_address_group_id as id, 'security_group' as kind, group_id as owner
       from security_group_rule where remote_address_group_id = any($1::uuid[])
       union
       select distinct remote_address_group_id, 'policy', policy_id
       from policy_rule where remote_address_group_id = any($1::uuid[])`,
      [ids],
      'groups-with-address-groups',
    )
  ).map(({ id, kind, owner }) => ({ id, within: { kind, id: owner } }))

export const loadAddressGroups = async (db: Queryable, ids: readonly string[]): Promise<readonly AddressGroupRoot[]> =>
  await db.query<AddressGroupRoot>(LOAD, [ids], 'load-address-groups')
