import type { Queryable } from '../../db/pool.ts'
import type { RootRow } from '../../reconcile/root-row.ts'
import type { HostSettings } from './settings.ts'

/** A subnet as the reconciler sees it, with what its network and its project say about DHCP and names. */
export interface SubnetRoot extends RootRow, HostSettings {
  readonly networkId: string
  readonly name: string
}

/**
 * `HostSettings` of subnet `s`, for other statements too: as columns, and the joins that they need. The gateway's address may be a
 * router's; its MAC is the same.
 */
export const SETTINGS = {
  columns: `s.cidr::text as cidr, s.ipv6_mode as "ipv6Mode",
  host(s.gateway) as gateway, gateway.mac::text as "gatewayMac",
  host(s.dns_address) as "dnsAddress", edge.mac::text as "dnsMac",
  network.dhcp_enabled as "dhcpEnabled", network.dhcp_lease_time as "leaseSeconds", network.mtu as "mtuBytes",
  coalesce(s.dns_servers, network.dhcp_dns_servers) as "dnsServers", network.dhcp_ntp_servers as "ntpServers",
  network.dhcp_domain_name as "domainName", coalesce(s.static_routes, network.dhcp_static_routes) as "staticRoutes",
  project.dns_label as "dnsLabel"`,
  joins: `join network on network.id = s.network_id
join project on project.id = s.project_id
left join address gateway on gateway.network_id = s.network_id and gateway.ip = s.gateway and gateway.subnet_id = s.id
left join address edge on edge.network_id = s.network_id and edge.ip = s.dns_address and edge.subnet_id = s.id`,
} as const

const LOAD = `
select s.id, s.project_id as "projectId", s.generation, s.applied_generation as "appliedGeneration",
  s.realized_generation as "realizedGeneration", s.conditions, s.deleting_at is not null as deleting,
  s.network_id as "networkId", s.name, ${SETTINGS.columns}
from subnet s
${SETTINGS.joins}
where s.id = any($1::uuid[])`

export const loadSubnets = async (db: Queryable, ids: readonly string[]): Promise<readonly SubnetRoot[]> =>
  await db.query<SubnetRoot>(LOAD, [ids], 'load-subnets')
