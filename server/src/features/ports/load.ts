import type { DhcpOverrides } from '@quantumnet/api'
import type { Queryable } from '../../db/pool.ts'
import type { RootRow } from '../../reconcile/root-row.ts'
import type { AddressPair } from './store.ts'
import type { PortLimits } from '../qos-policies/index.ts'
import { loadSubnets, type HostSettings } from '../subnets/index.ts'

/** Where a port is answered by DHCP. OVN has one answer of each family for a port: that of the first subnet that has one. */
export interface PortDhcp {
  readonly v4: DhcpSubnet | null
  readonly v6: DhcpSubnet | null
  readonly overrides: DhcpOverrides
}

export interface DhcpSubnet {
  readonly id: string
  /** what the subnet says, for a port that is told something else */
  readonly settings: HostSettings | undefined
}

/** A port as the reconciler sees it. */
export interface PortRoot extends RootRow {
  readonly networkId: string
  readonly name: string
  readonly mac: string
  readonly hostname: string | null
  /** of both families, in the order of the request */
  readonly ips: readonly string[]
  /** what it may send from beside its own */
  readonly pairs: readonly AddressPair[]
  /** whether it is an address that other ports share */
  readonly isVirtual: boolean
  /** of a virtual port: those that may have its addresses, because their address pairs say so */
  readonly parentIds: readonly string[]
  readonly dhcp: PortDhcp
  readonly groupIds: readonly string[]
  readonly portSecurity: boolean
  readonly adminUp: boolean
  readonly node: string | null
  readonly vm: string | null
  readonly limits: PortLimits | null
  /** the interface of a router that it is; null: none */
  readonly interfaceId: string | null
}

/** Whether somebody can answer for subnet `s`: the same condition as in subnets/dhcp.ts. */
const ANSWERED = 'n.dhcp_enabled and (s.gateway is not null or s.dns_address is not null)'

// An address that DHCPv6 gives comes before one that the host makes by itself.
const LOAD = `
select p.id, p.project_id as "projectId", p.generation, p.applied_generation as "appliedGeneration",
  p.realized_generation as "realizedGeneration", p.conditions, p.deleting_at is not null as deleting,
  p.network_id as "networkId", p.name, p.mac::text as mac, p.hostname, coalesce(held.ips, '{}') as ips,
  held.dhcp4[1] as "dhcp4SubnetId", held.dhcp6[1] as "dhcp6SubnetId", p.dhcp_options as overrides,
  array(select member.group_id::text from port_security_group member where member.port_id = p.id) as "groupIds",
  (select json_build_object('egress_max', q.egress_max, 'egress_burst', q.egress_burst, 'dscp', q.dscp)
   from qos_policy q where q.id = p.qos_policy_id) as limits,
  p.allowed_address_pairs as pairs, p.type = 'virtual' as "isVirtual",
  case when p.type = 'virtual' then array(
    select parent.id::text from port parent
    where parent.network_id = p.network_id and parent.project_id = p.project_id and parent.type = 'vm'
      and parent.allowed_address_pairs <> '[]' and parent.deleting_at is null
      and exists (
        select from jsonb_to_recordset(parent.allowed_address_pairs) as pair(ip inet), unnest(held.ips) as shared(ip)
        where pair.ip >>= shared.ip::inet)
    order by parent.id) else '{}' end as "parentIds",
  p.port_security as "portSecurity", p.admin_up as "adminUp", p.node, coalesce(p.vm_name, p.vm_id) as vm,
  (select i.id from router_interface i where i.port_id = p.id) as "interfaceId"
from port p
left join lateral (
  select array_agg(host(a.ip) order by a.position, a.ip) as ips,
    array_agg(s.id::text order by a.position, a.ip) filter (where s.ipv6_mode is null and ${ANSWERED}) as dhcp4,
    array_agg(s.id::text order by s.ipv6_mode = 'dhcpv6-stateful' desc, a.position, a.ip)
      filter (where s.ipv6_mode in ('dhcpv6-stateful', 'dhcpv6-stateless') and ${ANSWERED}) as dhcp6
  from address a join subnet s on s.id = a.subnet_id join network n on n.id = s.network_id
  where a.owner_id = p.id and a.state = 'used'
) held on true
where p.id = any($1::uuid[])`

type Row = Omit<PortRoot, 'dhcp'> & {
  readonly dhcp4SubnetId: string | null
  readonly dhcp6SubnetId: string | null
  readonly overrides: DhcpOverrides
}

const isOtherwise = ({ overrides }: Row): boolean => Object.keys(overrides).length > 0

export const loadPorts = async (db: Queryable, ids: readonly string[]): Promise<readonly PortRoot[]> => {
  const rows = await db.query<Row>(LOAD, [ids], 'load-ports')
  const asked = rows.filter(isOtherwise).flatMap(({ dhcp4SubnetId: v4, dhcp6SubnetId: v6 }) => [v4, v6])
  const subnetIds = [...new Set(asked)].filter((id) => id !== null)
  const subnets = new Map(
    (subnetIds.length === 0 ? [] : await loadSubnets(db, subnetIds)).map((each) => [each.id, each]),
  )
  const subnetOf = (id: string | null, row: Row): DhcpSubnet | null =>
    id === null ? null : { id, settings: isOtherwise(row) ? subnets.get(id) : undefined }
  return rows.map((row) => ({
    ...row,
    dhcp: { v4: subnetOf(row.dhcp4SubnetId, row), v6: subnetOf(row.dhcp6SubnetId, row), overrides: row.overrides },
  }))
}
