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

/** Keys of what is rendered from a network's DHCP settings and MTU: the options of its subnets, and its ports' use of them. */
export const dhcpDependants = async (db: Queryable, id: string): Promise<DirtyKey[]> =>
  await db.query<DirtyKey>(
    `select 'subnet' as kind, id from subnet where network_id = $1
     union all select 'port' as kind, id from port where network_id = $1`,
    [id],
  )
