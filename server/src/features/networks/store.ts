import type { Referrer } from '@quantumnet/api'
import type { DirtyKey } from '../../db/outbox.ts'
import type { Queryable } from '../../db/pool.ts'
import { MOST_REFERRERS } from '../../resource-kit/refusals.ts'
import type { ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'

export interface NetworkRow extends ResourceRow {
  readonly project_id: string
  readonly type: 'overlay'
  readonly mtu: number
  readonly dhcp_enabled: boolean
  readonly dhcp_lease_time: number
}

export const networks = new ResourceTable<NetworkRow>('network')

/** Subnets and ports of a network that are not being deleted. */
export const networkReferrers = async (db: Queryable, id: string): Promise<Referrer[]> =>
  await db.query<Referrer>(
    `(select 'subnet' as kind, id, name from subnet where network_id = $1 and deleting_at is null limit ${String(MOST_REFERRERS)})
     union all
     (select 'port' as kind, id, name from port where network_id = $1 and deleting_at is null limit ${String(MOST_REFERRERS)})
     limit ${String(MOST_REFERRERS)}`,
    [id],
  )

/** Keys of a network's resources of these kinds. */
export const dependants = async (
  db: Queryable,
  id: string,
  kinds: readonly ('subnet' | 'port')[],
): Promise<DirtyKey[]> =>
  kinds.length === 0
    ? []
    : await db.query<DirtyKey>(
        `select 'subnet' as kind, id from subnet where network_id = $1 and 'subnet' = any($2)
         union all select 'port' as kind, id from port where network_id = $1 and 'port' = any($2)`,
        [id, kinds],
      )
