import type { Ip } from '@quantumnet/api'
import type { Owner } from '../../ovn/external-ids.ts'
import { addressIs, all, any, fromInterface, is, numberIn, type Match } from '../../ovn/match.ts'
import { edgeName } from '../../ovn/names.ts'
import { ACL_PRIORITY } from '../../ovn/priorities.ts'
import { dhcpRef, switchRef } from '../../ovn/refs.ts'
import type { DesiredRow } from '../../ovn/rows.ts'
import type { Site } from '../../ovn/site.ts'
import { acl } from '../../ovn/tables/acl.ts'
import { edgePort } from '../../ovn/tables/logical-switch-port.ts'
import { ipOf } from '../ipam/index.ts'
import { dhcpRow } from './dhcp.ts'
import type { SubnetRoot } from './load.ts'
import { edgeOf, isIpv6, serverOf, type Station } from './settings.ts'

const to = (ip: Ip): readonly [Match, Match] => [is(ip.family === 4 ? 'ip4' : 'ip6'), addressIs('dst', ip)]

/** Requests of the subnet's ports that pass whatever their groups say. */
const letOut = (owner: Owner, part: string, subnet: SubnetRoot, match: Match): DesiredRow =>
  acl(owner, part, switchRef(owner.deployment, subnet.networkId), {
    direction: 'egress',
    priority: ACL_PRIORITY.platform,
    match,
    verdict: 'allow',
  })

/**
 * A renewal goes to the server's own address (RFC 2131 §4.3.2); broadcasts are let out by the platform's group, and so is all of DHCPv6, which is
 * asked by multicast (RFC 8415 §18.2.4).
 */
const renewal = (owner: Owner, subnet: SubnetRoot, server: Station): DesiredRow =>
  letOut(owner, 'dhcp-renew', subnet, all(...to(ipOf(server.ip)), numberIn('udp.src', 68), numberIn('udp.dst', 67)))

const dhcpRows = (owner: Owner, subnet: SubnetRoot, site: Site): readonly DesiredRow[] => {
  const family = isIpv6(subnet) ? 6 : 4
  const labels = { name: subnet.name, project: subnet.projectId }
  const rows = dhcpRow(subnet, site, { owner, ref: dhcpRef(owner.deployment, subnet.id, family), labels })
  const server = serverOf(subnet)
  return server === undefined || rows.length === 0 || family === 6 ? rows : [...rows, renewal(owner, subnet, server)]
}

/** What the edge answers, for ports whose packets are not tracked. The edge is ours: nobody else sends by its port. */
const letAnswersIn = (owner: Owner, subnet: SubnetRoot): DesiredRow =>
  acl(owner, 'edge-answers', switchRef(owner.deployment, subnet.networkId), {
    direction: 'ingress',
    priority: ACL_PRIORITY.platform,
    match: all(fromInterface(edgeName(subnet.id)), any(numberIn('udp.src', 53), numberIn('tcp.src', 53))),
    verdict: 'allow',
  })

const edgeRows = (owner: Owner, subnet: SubnetRoot, edge: Station): readonly DesiredRow[] => [
  edgePort(owner, { networkId: subnet.networkId, ...edge, labels: { name: subnet.name, project: subnet.projectId } }),
  letOut(owner, 'edge-dns', subnet, all(...to(ipOf(edge.ip)), any(numberIn('udp.dst', 53), numberIn('tcp.dst', 53)))),
  letAnswersIn(owner, subnet),
]

/** A subnet is DHCP for its ports, and a DNS edge. What a router advertises in it is the router's (ra.ts). */
export const desiredSubnet = (subnet: SubnetRoot, site: Site): readonly DesiredRow[] => {
  const owner: Owner = { deployment: site.deployment, key: { kind: 'subnet', id: subnet.id } }
  const edge = edgeOf(subnet)
  return [...dhcpRows(owner, subnet, site), ...(edge === undefined ? [] : edgeRows(owner, subnet, edge))]
}
