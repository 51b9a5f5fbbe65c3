import type { HealthCheck } from '@quantumnet/api'
import type { Queryable } from '../../db/pool.ts'
import type { RootRow } from '../../reconcile/root-row.ts'
import { BALANCING_ROUTER } from '../floating-ips/index.ts'

export interface LoadedMember {
  readonly ip: string
  readonly portNumber: number
  /** null: the address is no port's, and nobody can probe it */
  readonly portId: string | null
  /** of the port */
  readonly networkId: string | null
  readonly enabled: boolean
  readonly draining: boolean
  /** where probes of it come from, an address of its subnet's own; null: nothing asked for one yet */
  readonly probedFrom: string | null
}

export interface LoadedListener {
  readonly id: string
  readonly name: string
  readonly protocol: 'tcp' | 'udp' | 'sctp'
  readonly port: number
  /** whether a client comes to the same member again */
  readonly affinity: boolean
  /** whether a member reaches itself by the load balancer's address */
  readonly hairpin: boolean
  readonly healthCheck: HealthCheck | null
  readonly members: readonly LoadedMember[]
}

/** A load balancer as the reconciler sees it, with where its clients come from. */
export interface LoadBalancerRoot extends RootRow {
  readonly name: string
  readonly address: string
  readonly routerIds: readonly string[]
  /** networks whose VMs reach it without leaving their hypervisor: that of the address, and the project's own behind the routers */
  readonly networkIds: readonly string[]
  readonly listeners: readonly LoadedListener[]
}

/**
 * An address of a subnet is behind the routers that the load balancer's project and that of the subnet have there: other guests of a shared subnet
 * would answer for an address that is not theirs, and could lead its clients where they like. A floating IP is behind one router of the project, however
 * many it has on the external network.
 */
const ROUTERS = `
select b.id, i.router_id from load_balancer b join router_interface i on i.subnet_id = b.subnet_id
join router r on r.id = i.router_id join network n on n.id = i.network_id
where b.id = any($1::uuid[]) and r.project_id in (b.project_id, n.project_id)
union
select * from (select b.id, ${BALANCING_ROUTER} as router_id from load_balancer b where b.id = any($1::uuid[])) as outside
where router_id is not null`

/**
 * A switch rewrites what any of its VMs sends to the address. So it is the one that the address is from, by IPAM, and those of the project's own networks: in a
 * network that is only shared with the project, whatever block it chose for itself would be its own for everybody there.
 */
const NETWORKS = `
select behind.id, i.network_id from behind join router_interface i on i.router_id = behind.router_id
join load_balancer b on b.id = behind.id join network n on n.id = i.network_id and n.project_id = b.project_id
union
select b.id, b.network_id from load_balancer b where b.id = any($1::uuid[]) and b.network_id is not null`

const MEMBERS = `
(select coalesce(json_agg(json_build_object('ip', host(m.ip), 'portNumber', m.port_number, 'portId', m.port_id, 'networkId', a.network_id,
   'enabled', m.enabled, 'draining', m.draining, 'probedFrom', host(source.ip)) order by m.id), '[]')
 from load_balancer_member m
 left join address a on a.owner_id = m.port_id and a.ip = m.ip
 left join address source on source.subnet_id = a.subnet_id and source.owner_kind = 'subnet' and source.type = 'reserved'
 where m.pool_id = l.pool_id)`

// One document: the elements of an array of them would each be quoted once more, and be read character by character (measured: 19 and 7 ms for
// 100 listeners of 20 members).
const LISTENERS = `
(select coalesce(json_agg(json_build_object('id', l.id, 'name', l.name, 'protocol', l.protocol, 'port', l.port,
    'affinity', l.session_affinity, 'hairpin', l.hairpin,
    'healthCheck', p.health_check, 'members', ${MEMBERS}) order by l.id), '[]')
  from load_balancer_listener l join load_balancer_pool p on p.id = l.pool_id
  where l.load_balancer_id = b.id)`

const LOAD = `
with behind as (${ROUTERS}), clients as (${NETWORKS})
select b.id, b.project_id as "projectId", b.generation, b.applied_generation as "appliedGeneration",
  b.realized_generation as "realizedGeneration", b.conditions, b.deleting_at is not null as deleting, b.name, host(b.address) as address,
  array(select router_id::text from behind where behind.id = b.id order by router_id) as "routerIds",
  array(select network_id::text from clients where clients.id = b.id order by network_id) as "networkIds",
  ${LISTENERS} as listeners
from load_balancer b where b.id = any($1::uuid[])`

export const loadLoadBalancers = async (db: Queryable, ids: readonly string[]): Promise<readonly LoadBalancerRoot[]> =>
  await db.query<LoadBalancerRoot>(LOAD, [ids], 'load-load-balancers')
