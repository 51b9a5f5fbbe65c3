import type { Queryable } from '../../db/pool.ts'
import { gatewayNodesOf, GIVEN_UP, type GatewayNode } from '../routers/index.ts'
import { placementOf } from './rules.ts'
import { BALANCING_ROUTER, TIED } from './store.ts'

/** An address outside as one hypervisor may answer for it. */
export interface AnsweredAddress {
  /** of the floating IP */
  readonly id: string
  readonly address: string
  readonly network: string
  readonly vlan: number | null
  readonly mac: string
  /** whether the MAC address is the floating IP's own; false: the router's */
  readonly isOwnMac: boolean
  /** addresses that it stands for, as a whole or by ports */
  readonly inside: readonly string[]
}

/** A floating IP with what decides where it is answered. */
export interface AnswerRow {
  readonly id: string
  readonly address: string
  readonly network: string
  readonly vlan: number | null
  readonly inside: readonly string[]
  readonly distributed: boolean
  readonly tied: boolean
  readonly ownMac: string | null
  /** where its port is up; null: nowhere */
  readonly upOn: string | null
  readonly router: {
    readonly id: string
    readonly distributed: boolean
    readonly asked: readonly string[]
    readonly mac: string | null
  }
}

const answerOf = (
  { id, address, network, vlan, inside }: AnswerRow,
  mac: string,
  isOwnMac: boolean,
): AnsweredAddress => ({ id, address, network, vlan, mac, isOwnMac, inside })

/**
 * Which nodes may answer for a floating IP, and how. For one that is central these are all that may have its router's gateway: which of them has it OVN
 * decides among them, and the agent sees.
 */
export const answersOf = (
  row: AnswerRow,
  nodes: readonly GatewayNode[],
): { readonly nodes: readonly string[]; readonly answer: AnsweredAddress } | undefined => {
  const { router, ownMac, upOn } = row
  const isDistributed = placementOf(row.distributed, row.tied, router) === 'distributed'
  if (isDistributed && ownMac !== null && upOn !== null) return { nodes: [upOn], answer: answerOf(row, ownMac, true) }
  if (router.mac === null) return undefined
  return { nodes: gatewayNodesOf(router, nodes), answer: answerOf(row, router.mac, false) }
}

const FORWARDS = `port_forward f where f.floating_ip_id = t.id and f.deleting_at is null`
const BALANCERS = `load_balancer b where b.floating_ip_id = t.id and b.deleting_at is null`

const ROWS = `
select t.id, host(t.address) as address, t.network_id as network, n.segment_id as vlan, t.distributed, ${TIED} as tied, a.mac::text as "ownMac",
  array(select host(ip) from (select t.fixed_ip as ip where t.fixed_ip is not null union select f.target_ip from ${FORWARDS}) stands order by ip) as inside,
  case when p.binding_state = 'up' then p.binding_node end as "upOn",
  json_build_object('id', r.id, 'distributed', r.distributed, 'asked', r.gateway_nodes, 'mac', (
    select g.mac from jsonb_to_recordset(r.gateway_fixed_ips) as g(ip inet, mac text) order by family(g.ip) limit 1)) as router
from floating_ip t
join network n on n.id = t.network_id
join router r on r.id = coalesce(t.router_id, (select f.router_id from ${FORWARDS} limit 1), (select ${BALANCING_ROUTER} from ${BALANCERS} limit 1))
left join address a on a.network_id = t.network_id and a.ip = t.address and a.owner_id = t.id
left join port p on p.id = t.port_id
where t.id = any($1::uuid[]) and t.deleting_at is null and r.deleting_at is null
order by t.id`

// Few: those that are gateways, and those that somebody asked for.
const NODES = `
select name, gateway, service, ${GIVEN_UP} as "isGivenUp" from node
where gateway or name in (select jsonb_array_elements_text(gateway_nodes) from router)`

// Each branch by an index: ports here, and routers whose gateway may be here.
const PERHAPS_ON = `
with here as (
  select id, gateway_network_id, project_id from router
  where gateway_network_id is not null and (gateway_nodes ? $1
    or gateway_nodes = '[]' and exists (select from node where name = $1 and gateway)))
select t.id from floating_ip t join port p on p.id = t.port_id where p.binding_node = $1
union select t.id from floating_ip t join here on here.id = t.router_id
union select f.floating_ip_id from port_forward f join here on here.id = f.router_id
union select b.floating_ip_id from load_balancer b join floating_ip t on t.id = b.floating_ip_id
  join here on here.gateway_network_id = t.network_id and here.project_id = b.project_id`

const read = async (db: Queryable, ids: readonly string[]): Promise<NonNullable<ReturnType<typeof answersOf>>[]> => {
  if (ids.length === 0) return []
  const [rows, nodes] = await Promise.all([
    db.query<AnswerRow>(ROWS, [ids], 'answered_addresses'),
    db.query<GatewayNode>(NODES, [], 'answering_nodes'),
  ])
  return rows.flatMap((row) => answersOf(row, nodes) ?? [])
}

/** The addresses outside that a node may answer for. */
export const answeredOn = async (db: Queryable, node: string): Promise<readonly AnsweredAddress[]> => {
  const perhaps = await db.query<{ id: string }>(PERHAPS_ON, [node], 'addresses_perhaps_on')
  const answers = await read(
    db,
    perhaps.map(({ id }) => id),
  )
  return answers.flatMap(({ nodes, answer }) => (nodes.includes(node) ? [answer] : []))
}

/** The nodes that may answer for these floating IPs. */
export const nodesAnswering = async (db: Queryable, ids: readonly string[]): Promise<readonly string[]> =>
  (await read(db, ids)).flatMap(({ nodes }) => nodes)

const CONCERNED = `
with target as (
  select target_port_id as port_id, floating_ip_id as id from port_forward where id = any($1::uuid[])
  union select port_id, null from load_balancer_member where id = any($1::uuid[])
  union select null, floating_ip_id from load_balancer where id = any($1::uuid[])
  union select null, b.floating_ip_id from load_balancer_member m join load_balancer b on b.id = m.load_balancer_id
    where m.id = any($1::uuid[]))
select id from floating_ip where id = any($1::uuid[])
union select id from floating_ip where port_id = any($1::uuid[])
union select id from floating_ip where router_id = any($1::uuid[])
union select t.id from floating_ip t join target on t.port_id = target.port_id
union select id from target where id is not null`

/** The floating IPs that a change of these resources may have answered elsewhere: themselves, their ports, routers, forwards and load balancers. */
export const floatingIpsConcerned = async (db: Queryable, changed: readonly string[]): Promise<readonly string[]> =>
  changed.length === 0
    ? []
    : (await db.query<{ id: string }>(CONCERNED, [changed], 'floating_ips_concerned')).map(({ id }) => id)
