import type { Referrer } from '@quantumnet/api'
import type { DirtyKey } from '../../db/outbox.ts'
import type { Queryable, Tx } from '../../db/pool.ts'
import { liveReferrers } from '../../resource-kit/referrers.ts'
import { MOST_REFERRERS } from '../../resource-kit/refusals.ts'
import type { NewRow, ResourceRow } from '../../resource-kit/rows.ts'
import type { OwnedReferrer } from '../../resource-kit/strangers.ts'
import { ResourceTable } from '../../resource-kit/table.ts'
import type { ConnectedSubnet, NamedBlock } from './rules.ts'

/** An address of the external gateway. The port there has the MAC address of the first one. */
export interface GatewayIp {
  readonly subnet: string
  readonly ip: string
  readonly mac: string
}

/** The columns of a router's own. */
export interface RouterColumns {
  readonly project_id: string
  readonly distributed: boolean
  readonly gateway_nodes: readonly string[]
  readonly gateway_network_id: string | null
  readonly gateway_fixed_ips: readonly GatewayIp[]
  readonly gateway_snat: boolean
}

/** A router without its parts. */
export interface BareRouterRow extends ResourceRow, RouterColumns {}

export interface RouterRow extends BareRouterRow {
  readonly interfaces: readonly { id: string; network: string; subnet: string; ip: string }[]
  readonly routes: readonly {
    id: string
    destination: string
    next_hop: string
    bfd: boolean
    /** whether the next hop is in a subnet of an interface */
    is_inside: boolean
  }[]
  readonly policy_routes: readonly { id: string; priority: number; action: 'allow' | 'drop' | 'reroute' }[]
  /** whether any node may carry its gateway */
  readonly has_gateway_node: boolean
}

const PARTS = `
array(select json_build_object('id', i.id, 'network', i.network_id, 'subnet', i.subnet_id, 'ip', host(i.ip))
  from router_interface i where i.router_id = t.id order by i.created_at, i.id) as interfaces,
array(select json_build_object('id', u.id, 'destination', u.destination, 'next_hop', host(u.next_hop), 'bfd', u.bfd, 'is_inside',
    exists (select from router_interface i join subnet s on s.id = i.subnet_id where i.router_id = t.id and u.next_hop <<= s.cidr))
  from router_route u where u.router_id = t.id order by u.created_at, u.id) as routes,
array(select json_build_object('id', p.id, 'priority', p.priority, 'action', p.action)
  from router_policy_route p where p.router_id = t.id order by p.priority desc, p.id) as policy_routes,
exists (select from node n where n.service <> 'decommissioned'
  and case when t.gateway_nodes = '[]' then n.gateway else t.gateway_nodes ? n.name end) as has_gateway_node`

export const routers = new ResourceTable<RouterRow, BareRouterRow>('router', { columns: PARTS })

/** Inserts a router, and gives it as it is shown. */
export const insertRouter = async (tx: Tx, row: NewRow<BareRouterRow>): Promise<RouterRow> => {
  const { id } = await routers.insert(tx, row)
  const inserted = await routers.find(tx, id)
  if (inserted === undefined) throw new Error('a router was inserted and is not there')
  return inserted
}

/** Where a router is connected: its interfaces, and the subnets of its external gateway. */
export const connectedSubnets = async (db: Queryable, router: string): Promise<ConnectedSubnet[]> =>
  await db.query<ConnectedSubnet>(
    `select s.id, s.name, s.cidr, host(i.ip) as ip, i.id as interface_id
     from router_interface i join subnet s on s.id = i.subnet_id where i.router_id = $1
     union all
     select s.id, s.name, s.cidr, g.ip, null
     from router r cross join jsonb_to_recordset(r.gateway_fixed_ips) as g(subnet uuid, ip text)
     join subnet s on s.id = g.subnet where r.id = $1`,
    [router],
    'router_connected',
  )

const FACED = `
select gateway_network_id from router where id = $1
union
select i.network_id from router_interface i join router r on r.id = i.router_id join network n on n.id = i.network_id
where i.router_id = $1 and n.project_id <> r.project_id`

/**
 * Subnets beside those that a router is connected to, in networks that others use too: its external network, and those that are only shared with its project.
 * OVN's routers answer at all their ports for the addresses of load balancers in subnets of theirs, so what is inside may not be there as well.
 * No other subnet comes to these networks until the transaction ends.
 */
export const keepFacedSubnets = async (tx: Tx, router: string): Promise<readonly NamedBlock[]> => {
  await tx.query(`select from network where id in (${FACED}) order by id for share`, [router], 'router_keep_faced')
  return await tx.query<NamedBlock>(
    `select id, name, cidr from subnet where deleting_at is null and network_id in (${FACED})`,
    [router],
    'router_faced',
  )
}

/** What a router translates, which keeps its gateway where it is. */
export const translatedBy = async (db: Queryable, id: string): Promise<OwnedReferrer[]> =>
  await liveReferrers(db, id, { floating_ip: 'router_id', port_forward: 'router_id' })

/** What still stands on a router: its interfaces, and what it translates. */
export const routerReferrers = async (db: Queryable, id: string): Promise<OwnedReferrer[]> => {
  const interfaces = await db.query<Referrer>(
    `select 'router_interface' as kind, i.id, s.name from router_interface i join subnet s on s.id = i.subnet_id
     where i.router_id = $1 order by i.created_at, i.id limit ${String(MOST_REFERRERS)}`,
    [id],
  )
  return [...interfaces, ...(await translatedBy(db, id))].slice(0, MOST_REFERRERS)
}

/** Keys of the same: what OVN has of them follows the router. */
export const translatedKeys = async (db: Queryable, id: string): Promise<DirtyKey[]> =>
  await db.query<DirtyKey>(
    `select 'floating_ip' as kind, id from floating_ip where router_id = $1
     union all select 'port_forward', id from port_forward where router_id = $1`,
    [id],
  )

/** Keys of what VMs behind a router reach by it: load balancers of its subnets and those of its project that have floating IPs; port forwards. */
export const balancerKeys = async (db: Queryable, id: string): Promise<DirtyKey[]> =>
  await db.query<DirtyKey>(
    `select 'port_forward' as kind, id from port_forward where router_id = $1
     union all
     select 'load_balancer' as kind, b.id from load_balancer b
     where b.deleting_at is null and (
       b.subnet_id in (select subnet_id from router_interface where router_id = $1)
       or b.floating_ip_id is not null and b.project_id = (select project_id from router where id = $1))`,
    [id],
  )

/** Routes and policy routes of a router, with the next hops that each needs. */
export const routesOf = async (db: Queryable, id: string): Promise<(Referrer & { readonly next_hops: string[] })[]> =>
  await db.query<Referrer & { next_hops: string[] }>(
    `select 'router_route' as kind, id, destination || ' by ' || host(next_hop) as name, array[host(next_hop)] as next_hops
     from router_route where router_id = $1
     union all
     select 'router_policy_route' as kind, id, 'priority ' || priority as name,
       array(select jsonb_array_elements_text(next_hops)) as next_hops
     from router_policy_route where router_id = $1 and next_hops <> '[]'`,
    [id],
  )

/** Keys of the routers whose gateway may be elsewhere when this node comes or goes: those that name it, and for one that offers itself those that name none. */
export const gatewayKeys = async (
  db: Queryable,
  { name, gateway }: { readonly name: string; readonly gateway: boolean },
): Promise<DirtyKey[]> =>
  await db.query<DirtyKey>(
    `select 'router' as kind, id from router where gateway_nodes ? $1 or gateway_nodes = '[]' and $2`,
    [name, gateway],
  )

/** Has the routers looked at again that are on one node as a whole, and could be on one of these. */
export const markPinnedRouters = async (tx: Tx, nodes: readonly string[]): Promise<void> => {
  await tx.query(
    `insert into dirty (kind, id) select distinct 'router', r.id from router r join node n on n.id = any($1::uuid[])
       and (r.gateway_nodes ? n.name or r.gateway_nodes = '[]' and n.gateway)
     where not r.distributed and r.deleting_at is null`,
    [nodes],
    'mark-pinned-routers',
  )
}

/** Names of nodes that are registered, of those asked for. */
export const knownNodes = async (tx: Tx, names: readonly string[]): Promise<string[]> => {
  const rows = await tx.query<{ name: string }>('select name from node where name = any($1)', [names])
  return rows.map(({ name }) => name)
}
