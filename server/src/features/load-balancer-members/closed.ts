import type { ClosedMember } from '@quantumnet/api'
import type { Queryable } from '../../db/pool.ts'

/**
 * Members that are switched off, for the hypervisors where connections to them may be tracked: those with VMs of the load balancer's project or network, and gateways. A few more
 * than need it hear of it, which costs nothing: there is nothing to be cut there. Members that are removed are not among them; whoever wants their connections cut switches
 * them off before.
 *
 * Agents know connections by their addresses, which tenants choose as they like: connections that may as well be somebody else's are not cut. They may be those to a member,
 * switched on, of another load balancer with the same addresses; those to a floating IP that is not this load balancer's; and all others where nothing is translated.
 */

const CLOSED = `
select host(b.address) as address, l.protocol, l.port, host(m.ip) as member_address, m.port_number as member_port
from load_balancer_member m
join load_balancer b on b.id = m.load_balancer_id and b.deleting_at is null
join load_balancer_listener l on l.pool_id = m.pool_id
where not m.enabled and host(m.ip) <> host(b.address)
  and not exists (
    select from load_balancer o
    join load_balancer_listener ol on ol.load_balancer_id = o.id and ol.pool_id is not null
    join load_balancer_member om on om.pool_id = ol.pool_id and om.enabled
    where o.address = b.address and ol.protocol = l.protocol and ol.port = l.port and om.ip = m.ip and om.port_number = m.port_number and o.id <> b.id)
  and not exists (select from floating_ip f where f.address = b.address and f.id is distinct from b.floating_ip_id)
  and (
  exists (select from node n where n.name = $1 and n.gateway)
  or exists (select from router r where r.project_id = b.project_id and r.gateway_nodes ? $1)
  or exists (select from port p where p.binding_node = $1 and (p.project_id = b.project_id or p.network_id = b.network_id)))
order by m.id, l.id`

/** What a node has to cut. */
export const closedOn = async (db: Queryable, node: string): Promise<ClosedMember[]> =>
  await db.query<ClosedMember>(CLOSED, [node], 'closed_members')

const NODES = `
with b as (
  select distinct b.project_id, b.network_id from load_balancer_member m join load_balancer b on b.id = m.load_balancer_id where m.id = any($1::uuid[]))
select p.binding_node as node from port p join b on p.project_id = b.project_id or p.network_id = b.network_id where p.binding_node is not null
union select name from node where gateway and exists (select from b)
union select jsonb_array_elements_text(r.gateway_nodes) from router r join b on b.project_id = r.project_id`

/** The nodes that a change of these members concerns. */
export const nodesBalancing = async (db: Queryable, members: readonly string[]): Promise<readonly string[]> =>
  members.length === 0
    ? []
    : (await db.query<{ node: string }>(NODES, [members], 'nodes_balancing')).map(({ node }) => node)
