import { parseIp, type Ip } from '@quantumnet/api'
import type { Owner } from '../../ovn/external-ids.ts'
import { addressIs, all, any, is, numberIn } from '../../ovn/match.ts'
import { ACL_PRIORITY } from '../../ovn/priorities.ts'
import { switchRef } from '../../ovn/refs.ts'
import type { DesiredRow } from '../../ovn/rows.ts'
import type { Site } from '../../ovn/site.ts'
import { acl } from '../../ovn/tables/acl.ts'
import { dhcpOptions } from '../../ovn/tables/dhcp-options.ts'
import { edgePort } from '../../ovn/tables/logical-switch-port.ts'
import type { SubnetRoot } from './load.ts'

interface Station {
  readonly ip: string
  readonly mac: string
}

const station = (ip: string | null, mac: string | null): Station | undefined =>
  ip === null || mac === null ? undefined : { ip, mac }

const ipOf = (text: string): Ip => {
  const ip = parseIp(text)
  if (ip === undefined) throw new TypeError(`"${text}" is not an IP address`)
  return ip
}

/** A renewal goes to the server's own address (RFC 2131 §4.3.2); the broadcasts are let out by the platform's group. */
const dhcpRows = (owner: Owner, subnet: SubnetRoot, dnsZone: string, server: Station): readonly DesiredRow[] => [
  dhcpOptions(owner, {
    cidr: subnet.cidr,
    server,
    leaseSeconds: subnet.leaseSeconds,
    router: subnet.gateway,
    dnsServer: subnet.dnsAddress,
    mtuBytes: subnet.mtuBytes,
    domain: `${subnet.dnsLabel}.${dnsZone}`,
    labels: { name: subnet.name, project: subnet.projectId },
  }),
  acl(owner, 'dhcp-renew', switchRef(owner.deployment, subnet.networkId), {
    direction: 'egress',
    priority: ACL_PRIORITY.platform,
    match: all(is('ip4'), addressIs('dst', ipOf(server.ip)), numberIn('udp.src', 68), numberIn('udp.dst', 67)),
    verdict: 'allow',
  }),
]

const edgeRows = (owner: Owner, subnet: SubnetRoot, edge: Station): readonly DesiredRow[] => [
  edgePort(owner, { networkId: subnet.networkId, ...edge, labels: { name: subnet.name, project: subnet.projectId } }),
  acl(owner, 'edge-dns', switchRef(owner.deployment, subnet.networkId), {
    direction: 'egress',
    priority: ACL_PRIORITY.platform,
    match: all(is('ip4'), addressIs('dst', ipOf(edge.ip)), any(numberIn('udp.dst', 53), numberIn('tcp.dst', 53))),
    verdict: 'allow',
  }),
]

const isIpv6 = ({ cidr }: SubnetRoot): boolean => cidr.includes(':')

/** What of a subnet OVN is not told yet. */
export const unprogrammedOfSubnet = (subnet: SubnetRoot): string | undefined =>
  isIpv6(subnet) ? 'subnets of IPv6' : undefined

/** A subnet is DHCP for its ports, answered in the name of the gateway or else of the DNS address, and a DNS edge. */
export const desiredSubnet = (subnet: SubnetRoot, { deployment, dnsZone }: Site): readonly DesiredRow[] => {
  // DHCPv6 and router advertisements are the router's part of IPv6; there is nothing to tell OVN of the block alone.
  if (isIpv6(subnet)) return []
  const owner: Owner = { deployment, key: { kind: 'subnet', id: subnet.id } }
  const edge = station(subnet.dnsAddress, subnet.dnsMac)
  const server = station(subnet.gateway, subnet.gatewayMac) ?? edge
  return [
    ...(subnet.dhcpEnabled && server !== undefined ? dhcpRows(owner, subnet, dnsZone, server) : []),
    ...(edge === undefined ? [] : edgeRows(owner, subnet, edge)),
  ]
}
