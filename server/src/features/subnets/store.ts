import type { DirtyKey } from '../../db/outbox.ts'
import type { Queryable, Tx } from '../../db/pool.ts'
import { MOST_REFERRERS } from '../../resource-kit/refusals.ts'
import type { NewRow, ResourceRow } from '../../resource-kit/rows.ts'
import type { OwnedReferrer } from '../../resource-kit/strangers.ts'
import { ResourceTable } from '../../resource-kit/table.ts'
import type { AddressRange, AllocatingSubnet } from '../ipam/index.ts'

interface Route {
  readonly destination: string
  readonly next_hop: string
}

interface SubnetColumns extends ResourceRow, AllocatingSubnet {
  // Both parents have them.
  readonly id: string
  readonly name: string
  readonly generation: number
  readonly project_id: string
  readonly pool_id: string | null
  readonly allocation_ranges: readonly AddressRange[]
  readonly reserved_ranges: readonly AddressRange[]
  readonly hold_down: number
  readonly dns_servers: readonly string[] | null
  readonly static_routes: readonly Route[] | null
  /** the threshold that its use is above, in percent; 0: none */
  readonly usage_level: 0 | 80 | 90 | 95
  readonly usage_since: Date | null
}

export interface SubnetRow extends SubnetColumns {
  /** projects that see it, because its network is shared with them */
  readonly shared_with: readonly string[]
}

/** A subnet with what is read of others. */
export interface ShownSubnetRow extends SubnetRow {
  /** whether a router has an interface with its gateway's address */
  readonly advertised: boolean
}

const SHARED = '(select n.shared_with from network n where n.id = t.network_id)'

export const subnets = new ResourceTable<ShownSubnetRow, SubnetColumns>('subnet', {
  columns: `${SHARED} as shared_with,
    exists (select from router_interface i where i.subnet_id = t.id and i.ip = t.gateway) as advertised`,
  visible: (projects) => `t.project_id = any(${projects}) or ${SHARED} ?| (${projects})::text[]`,
})

/** Inserts a subnet; its use begins at nothing. */
export const insertSubnet = async (
  tx: Tx,
  row: NewRow<Omit<SubnetColumns, 'usage_level' | 'usage_since'>>,
): Promise<SubnetColumns> => await subnets.insert(tx, row as NewRow<SubnetColumns>)

/** The live subnets of these networks, oldest first; none of them can be deleted before this transaction ends. */
export const lockSubnetsOf = async (tx: Tx, networks: readonly string[]): Promise<SubnetRow[]> =>
  await tx.query<SubnetRow>(
    `select t.*, ${SHARED} as shared_with from subnet t where network_id = any($1::uuid[]) and deleting_at is null order by created_at, id for key share`,
    [networks],
    'subnets_lock',
  )

/** The same for one network. */
export const lockSubnets = async (tx: Tx, network: string): Promise<SubnetRow[]> => await lockSubnetsOf(tx, [network])

/** A live subnet of the network whose block overlaps `cidr`. */
export const findOverlapping = async (
  db: Queryable,
  network: string,
  cidr: string,
): Promise<{ name: string; cidr: string } | undefined> => {
  const [row] = await db.query<{ name: string; cidr: string }>(
    'select name, cidr from subnet where network_id = $1 and cidr && $2 and deleting_at is null limit 1',
    [network, cidr],
  )
  return row
}

/**
 * Whether a subnet that would overlap lies behind a router that others have on the network: with its external gateway there, or as guests of it. Such a router
 * answers on the network for load balancers' addresses of its own subnets (routers/store.ts).
 */
export const isBehindRouter = async (db: Queryable, network: string, cidr: string): Promise<boolean> => {
  const rows = await db.query(
    `select from subnet s join router_interface inside on inside.subnet_id = s.id join router r on r.id = inside.router_id
     where s.network_id <> $1 and s.cidr && $2 and (
       r.gateway_network_id = $1
       or exists (select from router_interface i join network n on n.id = i.network_id
                  where i.router_id = r.id and i.network_id = $1 and n.project_id <> r.project_id))
     limit 1`,
    [network, cidr],
    'subnet_behind_router',
  )
  return rows.length > 0
}

/** Who is not being deleted and has an address of the subnet. What has no name of its own is named by the address. */
export const subnetReferrers = async (db: Queryable, id: string): Promise<OwnedReferrer[]> =>
  await db.query<OwnedReferrer>(
    `select distinct a.owner_kind as kind, a.owner_id as id, coalesce(p.name, b.name, a.name, host(a.ip)) as name, a.project_id as project
     from subnet s join address a on a.network_id = s.network_id
       and a.ip between host(network(s.cidr))::inet and host(broadcast(s.cidr))::inet and a.subnet_id = s.id
     left join port p on a.owner_kind = 'port' and p.id = a.owner_id
     left join load_balancer b on a.owner_kind = 'load_balancer' and b.id = a.owner_id
     where s.id = $1 and a.owner_kind <> 'subnet' and a.state = 'used' limit ${String(MOST_REFERRERS)}`,
    [id],
  )

/** Keys of what shows a subnet's settings: routers with an interface in it, and ports that DHCP tells something of their own beside them. */
export const dependants = async (db: Queryable, id: string): Promise<DirtyKey[]> =>
  await db.query<DirtyKey>(
    `select 'port' as kind, p.id from subnet s join address a on a.network_id = s.network_id and a.subnet_id = s.id
       join port p on p.id = a.owner_id
     where s.id = $1 and a.owner_kind = 'port' and a.state = 'used' and p.dhcp_options <> '{}'
     union select 'router' as kind, router_id as id from router_interface where subnet_id = $1`,
    [id],
  )
