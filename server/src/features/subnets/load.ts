import type { Queryable } from '../../db/pool.ts'
import type { RootRow } from '../../reconcile/root-row.ts'

/** A subnet as the reconciler sees it, with what its network and its project say about DHCP and names. */
export interface SubnetRoot extends RootRow {
  readonly networkId: string
  readonly name: string
  readonly cidr: string
  readonly gateway: string | null
  /** MAC that OVN answers for the gateway with */
  readonly gatewayMac: string | null
  readonly dnsAddress: string | null
  readonly dnsMac: string | null
  readonly dhcpEnabled: boolean
  readonly leaseSeconds: number
  readonly mtuBytes: number
  readonly dnsLabel: string
}

// The gateway's row may be a router's; its MAC is the same.
const LOAD = `
select s.id, s.project_id as "projectId", s.generation, s.applied_generation as "appliedGeneration",
  s.realized_generation as "realizedGeneration", s.conditions, s.deleting_at is not null as deleting,
  s.network_id as "networkId", s.name, s.cidr::text as cidr,
  host(s.gateway) as gateway, gateway.mac::text as "gatewayMac",
  host(s.dns_address) as "dnsAddress", edge.mac::text as "dnsMac",
  network.dhcp_enabled as "dhcpEnabled", network.dhcp_lease_time as "leaseSeconds", network.mtu as "mtuBytes",
  project.dns_label as "dnsLabel"
from subnet s
join network on network.id = s.network_id
join project on project.id = s.project_id
left join address gateway on gateway.network_id = s.network_id and gateway.ip = s.gateway and gateway.subnet_id = s.id
left join address edge on edge.network_id = s.network_id and edge.ip = s.dns_address and edge.subnet_id = s.id
where s.id = any($1::uuid[])`

export const loadSubnets = async (db: Queryable, ids: readonly string[]): Promise<readonly SubnetRoot[]> =>
  await db.query<SubnetRoot>(LOAD, [ids], 'load-subnets')
