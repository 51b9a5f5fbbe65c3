import type { NetworkType } from '@quantumnet/api'
import type { DirtyKey } from '../../db/outbox.ts'
import type { Queryable, Tx } from '../../db/pool.ts'
import { MOST_REFERRERS } from '../../resource-kit/refusals.ts'
import type { NewRow, ResourceRow } from '../../resource-kit/rows.ts'
import type { OwnedReferrer } from '../../resource-kit/strangers.ts'
import { ResourceTable } from '../../resource-kit/table.ts'

interface Route {
  readonly destination: string
  readonly next_hop: string
}

export interface NetworkRow extends ResourceRow {
  readonly project_id: string
  readonly type: NetworkType
  readonly physical_network: string | null
  readonly segment_id: number | null
  readonly mtu: number
  readonly multicast: boolean
  readonly dhcp_enabled: boolean
  readonly dhcp_lease_time: number
  readonly dhcp_ntp_servers: readonly string[]
  readonly dhcp_dns_servers: readonly string[]
  readonly dhcp_domain_name: string | null
  readonly dhcp_static_routes: readonly Route[]
  readonly port_security_default: boolean
  /** projects that it is shared with, by id */
  readonly shared_with: readonly string[]
}

/** A network with what is read of others. */
export interface ShownNetworkRow extends NetworkRow {
  /** routers that have an interface or their external gateway in it */
  readonly routers: readonly { readonly id: string; readonly project: string }[]
}

const ROUTERS = `
array(select json_build_object('id', r.id, 'project', r.project_id) from router r
      where r.id in (select router_id from router_interface where network_id = t.id
                     union select id from router where gateway_network_id = t.id and deleting_at is null)
      order by r.id) as routers`

export const networks = new ResourceTable<ShownNetworkRow, NetworkRow>('network', {
  columns: ROUTERS,
  visible: (projects) => `t.project_id = any(${projects}) or t.shared_with ?| (${projects})::text[]`,
})

/** Inserts a network, which no router is in yet. */
export const insertNetwork = async (tx: Tx, row: NewRow<NetworkRow>): Promise<ShownNetworkRow> => ({
  ...(await networks.insert(tx, row)),
  routers: [],
})

/** Networks by id; none of them can be deleted before this transaction ends. */
export const lockNetworks = async (tx: Tx, ids: readonly string[]): Promise<readonly NetworkRow[]> =>
  await tx.query<NetworkRow>(
    'select t.* from network t where t.id = any($1::uuid[]) order by t.id for key share',
    [ids],
    'networks_lock',
  )

/** Which of these projects do not exist, or are being deleted. The others stay until this transaction ends. */
export const unknownProjects = async (tx: Tx, projects: readonly string[]): Promise<string[]> => {
  const live = await tx.query<{ id: string }>(
    'select id from project where id = any($1::uuid[]) and deleting_at is null order by id for key share',
    [projects],
  )
  const known = new Set(live.map(({ id }) => id))
  return projects.filter((project) => !known.has(project))
}

/**
 * The other projects than these that still have something on a network: an address, or a port that has none. Read behind a lock that whoever
 * puts something in waits for, until this transaction ends. It has to be taken before the row is written: `for key share` goes together with an
 * update of no key, and reads the row as it was before that.
 */
export const foreignProjects = async (tx: Tx, id: string, projects: readonly string[]): Promise<OwnedReferrer[]> => {
  await tx.query('select from network where id = $1 for update', [id], 'network_hold')
  return await tx.query<OwnedReferrer>(
    `select 'project' as kind, id, name, id as project from project where id <> all($2::uuid[]) and id in (
       select project_id from address where network_id = $1 and state = 'used'
       union select project_id from port where network_id = $1 and deleting_at is null)
     order by id limit ${String(MOST_REFERRERS)}`,
    [id, projects],
  )
}

/** Whether the network has a live IPv6 subnet. */
export const hasIpv6 = async (db: Queryable, id: string): Promise<boolean> =>
  (
    await db.query('select from subnet where network_id = $1 and family(cidr) = 6 and deleting_at is null limit 1', [
      id,
    ])
  ).length > 0

/** What shows a network's settings; `told_port`: ports that DHCP tells something of their own beside what it tells all. */
export type DependentKind = 'subnet' | 'port' | 'told_port' | 'router'

/** Keys of a network's resources of these kinds. */
export const dependants = async (db: Queryable, id: string, kinds: readonly DependentKind[]): Promise<DirtyKey[]> =>
  kinds.length === 0
    ? []
    : await db.query<DirtyKey>(
        `select 'subnet' as kind, id from subnet where network_id = $1 and 'subnet' = any($2)
         union all select 'port' as kind, id from port where network_id = $1
           and ('port' = any($2) or 'told_port' = any($2) and dhcp_options <> '{}')
         union all (select 'router' as kind, router_id from router_interface where network_id = $1 and 'router' = any($2)
           union select 'router', id from router where gateway_network_id = $1 and 'router' = any($2))`,
        [id, kinds],
      )
