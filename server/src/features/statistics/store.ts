import type { BalancedConnections, PortSample } from '@quantumnet/api'
import type { Queryable } from '../../db/pool.ts'

/** A port that is bound elsewhere, or not yet here, is not this hypervisor's to tell of. Two interfaces may claim one port. */
const PORTS = `
insert into port_statistics (port_id, received, sent, at)
select distinct on (t.id) t.id, r.received, r.sent, now()
from json_to_recordset($2::json) as r(port uuid, received jsonb, sent jsonb) join port t on t.id = r.port
where t.binding_node = $1
order by t.id
on conflict (port_id) do update set received = excluded.received, sent = excluded.sent, at = excluded.at`

/** Enters what went through ports. Their rows stay as they are. */
export const enterPortSamples = async (db: Queryable, node: string, samples: readonly PortSample[]): Promise<void> => {
  if (samples.length > 0) await db.query(PORTS, [node, JSON.stringify(samples)], 'port_samples')
}

/**
 * Tenants' addresses overlap: which load balancer a client reaches is decided by its network, which has to lie behind a router that answers for the
 * address (load-balancers/load.ts). Who comes in by a router reaches what there is only one of.
 */
const REACHED = `
told.network is null or b.network_id = told.network or exists (
  select from router_interface near
  join router r on r.id = near.router_id and r.deleting_at is null
  where near.network_id = told.network and (
    exists (select from router_interface far where far.router_id = r.id and far.subnet_id = b.subnet_id)
    or r.project_id = b.project_id and exists (
      select from floating_ip f where f.id = b.floating_ip_id and f.network_id = r.gateway_network_id)))`

const BALANCED = `
with told as (
  select * from json_to_recordset($2::json) as r(n int, network uuid, protocol text, address inet, port int, member_address inet,
    member_port int, connections bigint, packets bigint, bytes bigint)),
found as (
  select told.*, l.id as listener_id, m.id as member_id, count(*) over (partition by told.n) as candidates
  from told
  join load_balancer b on b.address = told.address and b.deleting_at is null
  join load_balancer_listener l on l.load_balancer_id = b.id and l.protocol = told.protocol and l.port = told.port
  join load_balancer_member m on m.pool_id = l.pool_id and m.ip = told.member_address and m.port_number = told.member_port
  where ${REACHED}),
counted as (
  select listener_id, member_id, sum(connections) as connections,
    case when count(*) = count(packets) then sum(packets) end as packets, case when count(*) = count(bytes) then sum(bytes) end as bytes
  from found where candidates = 1 group by listener_id, member_id),
ended as (
  delete from balanced_connections old where node = $1
    and not exists (select from counted c where c.listener_id = old.listener_id and c.member_id = old.member_id)),
sampled as (
  insert into balanced_sample (node, counted, at) values ($1, $3, now())
  on conflict (node) do update set counted = excluded.counted, at = excluded.at)
insert into balanced_connections (node, listener_id, member_id, connections, packets, bytes)
select $1, listener_id, member_id, connections, packets, bytes from counted
on conflict (node, listener_id, member_id) do update
  set connections = excluded.connections, packets = excluded.packets, bytes = excluded.bytes`

/** Enters all balanced connections that a hypervisor has: what it does not tell any more has ended. @param balanced null: it cannot count them */
export const enterBalanced = async (
  db: Queryable,
  node: string,
  balanced: readonly BalancedConnections[] | null,
): Promise<void> => {
  const told = JSON.stringify((balanced ?? []).map((each, n) => ({ n, ...each })))
  await db.query(BALANCED, [node, told, balanced !== null], 'balanced_connections')
}
