import type { Queryable } from '../../db/pool.ts'
import type { RootRow } from '../../reconcile/root-row.ts'

/** A port as the reconciler sees it. */
export interface PortRoot extends RootRow {
  readonly networkId: string
  readonly name: string
  readonly mac: string
  /** IPv4, in the order of the request */
  readonly ips: readonly string[]
  /** the first of its subnets that has DHCP */
  readonly dhcpSubnetId: string | null
  readonly groupIds: readonly string[]
  readonly portSecurity: boolean
  readonly adminUp: boolean
  readonly node: string | null
  readonly vm: string | null
  /** the interface of a router that it is; null: none */
  readonly interfaceId: string | null
}

// Of IPv6 OVN is told nothing yet. A subnet has DHCP when somebody can answer for it: the same condition as in subnets/desired.ts.
const LOAD = `
select p.id, p.project_id as "projectId", p.generation, p.applied_generation as "appliedGeneration",
  p.realized_generation as "realizedGeneration", p.conditions, p.deleting_at is not null as deleting,
  p.network_id as "networkId", p.name, p.mac::text as mac, coalesce(held.ips, '{}') as ips,
  held.dhcp[1] as "dhcpSubnetId",
  array(select member.group_id::text from port_security_group member where member.port_id = p.id) as "groupIds",
  p.port_security as "portSecurity", p.admin_up as "adminUp", p.node, coalesce(p.vm_name, p.vm_id) as vm,
  (select i.id from router_interface i where i.port_id = p.id) as "interfaceId"
from port p
left join lateral (
  select array_agg(host(a.ip) order by a.position, a.ip) as ips,
    array_agg(s.id::text order by a.position, a.ip) filter (
      where n.dhcp_enabled and (s.gateway is not null or s.dns_address is not null)) as dhcp
  from address a join subnet s on s.id = a.subnet_id join network n on n.id = s.network_id
  where a.owner_id = p.id and a.state = 'used' and family(a.ip) = 4
) held on true
where p.id = any($1::uuid[])`

export const loadPorts = async (db: Queryable, ids: readonly string[]): Promise<readonly PortRoot[]> =>
  await db.query<PortRoot>(LOAD, [ids], 'load-ports')
