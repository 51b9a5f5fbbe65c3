import type { NetworkType } from '@quantumnet/api'
import type { Queryable } from '../../db/pool.ts'
import type { RootRow } from '../../reconcile/root-row.ts'
import { SETTINGS, type HostSettings } from '../subnets/index.ts'
import { GIVEN_UP, type GatewayNode } from './gateway-nodes.ts'

/** An interface as the reconciler sees it, with what its subnet and network say. */
export interface LoadedInterface extends HostSettings {
  readonly id: string
  readonly networkId: string
  readonly networkType: NetworkType
  /** whether the network is another project's, and only shared with the router's */
  readonly isForeign: boolean
  /** the port that it is; null: it has a place of its own on the switch */
  readonly portId: string | null
  readonly ip: string
  readonly mac: string
}

/** The external gateway. */
export interface LoadedGateway {
  readonly networkId: string
  /** as of an interface */
  readonly isForeign: boolean
  readonly mtuBytes: number
  /** IPv4 first; `gateway` is the next hop that the subnet has */
  readonly addresses: readonly {
    readonly ip: string
    readonly mac: string
    readonly cidr: string
    readonly gateway: string | null
  }[]
}

export interface LoadedRoute {
  readonly id: string
  readonly destination: string
  readonly nextHop: string
  readonly bfd: boolean
}

/** Bounds of a range, both in it. */
interface Range {
  readonly min: number
  readonly max: number
}

export interface LoadedPolicy {
  readonly id: string
  readonly priority: number
  readonly action: 'allow' | 'drop' | 'reroute'
  readonly nextHops: readonly string[]
  /** as its table has it: every field is there, null where it does not matter */
  readonly match: {
    readonly source: string | null
    readonly destination: string | null
    readonly protocol: string
    readonly source_ports: Range | null
    readonly destination_ports: Range | null
    readonly inbound_interface: string | null
  }
}

/** A router as the reconciler sees it: with its parts, and the nodes that could carry its gateway. */
export interface RouterRoot extends RootRow {
  readonly name: string
  readonly distributed: boolean
  readonly snat: boolean
  /** those that were asked for, the preferred one first */
  readonly askedNodes: readonly string[]
  readonly nodes: readonly GatewayNode[]
  readonly gateway: LoadedGateway | null
  readonly interfaces: readonly LoadedInterface[]
  readonly routes: readonly LoadedRoute[]
  readonly policies: readonly LoadedPolicy[]
}

const GATEWAY = `
(select json_build_object('networkId', n.id, 'isForeign', n.project_id <> r.project_id, 'mtuBytes', n.mtu, 'addresses', (
   select coalesce(json_agg(json_build_object('ip', g.ip, 'mac', g.mac, 'cidr', s.cidr, 'gateway', host(s.gateway)) order by family(s.cidr)), '[]')
   from jsonb_to_recordset(r.gateway_fixed_ips) as g(subnet uuid, ip text, mac text) join subnet s on s.id = g.subnet))
 from network n where n.id = r.gateway_network_id)`

const INTERFACES = `
array(select row_to_json(each) from (
  select i.id, i.network_id as "networkId", network.type as "networkType",
    network.project_id <> r.project_id as "isForeign", i.port_id as "portId", host(i.ip) as ip, i.mac, ${SETTINGS.columns}
  from router_interface i join subnet s on s.id = i.subnet_id ${SETTINGS.joins}
  where i.router_id = r.id order by i.id) each)`

const ROUTES = `
array(select json_build_object('id', u.id, 'destination', u.destination, 'nextHop', host(u.next_hop), 'bfd', u.bfd)
  from router_route u where u.router_id = r.id order by u.id)`

const POLICIES = `
array(select json_build_object('id', p.id, 'priority', p.priority, 'action', p.action, 'nextHops', p.next_hops, 'match', p.match)
  from router_policy_route p where p.router_id = r.id order by p.id)`

const LOAD = `
select r.id, r.project_id as "projectId", r.generation, r.applied_generation as "appliedGeneration",
  r.realized_generation as "realizedGeneration", r.conditions, r.deleting_at is not null as deleting,
  r.name, r.distributed, r.gateway_snat as snat, r.gateway_nodes as "askedNodes", ${GATEWAY} as gateway,
  ${INTERFACES} as interfaces, ${ROUTES} as routes, ${POLICIES} as policies
from router r where r.id = any($1::uuid[])`

// Few: those that are gateways, and those that somebody asked for.
const NODES = `
select name, gateway, service, ${GIVEN_UP} as "isGivenUp" from node
where gateway or name in (select jsonb_array_elements_text(gateway_nodes) from router where id = any($1::uuid[]))`

export const loadRouters = async (db: Queryable, ids: readonly string[]): Promise<readonly RouterRoot[]> => {
  const [routers, nodes] = await Promise.all([
    db.query<Omit<RouterRoot, 'nodes'>>(LOAD, [ids], 'load-routers'),
    db.query<GatewayNode>(NODES, [ids], 'load-gateway-nodes'),
  ])
  return routers.map((router) => ({ ...router, nodes }))
}
