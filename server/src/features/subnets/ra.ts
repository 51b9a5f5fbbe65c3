import type { Site } from '../../ovn/site.ts'
import { isIpv6, nameServersOf, searchDomainsOf, type HostSettings } from './settings.ts'

/** `ipv6_ra_configs:address_mode` (ovn-nb(5), Logical_Router_Port). */
const ADDRESS_MODE = {
  slaac: 'slaac',
  'dhcpv6-stateful': 'dhcpv6_stateful',
  'dhcpv6-stateless': 'dhcpv6_stateless',
} as const

/**
 * Unasked advertisements, in seconds. A router may come to a network whose VMs asked long ago, and a VM learns of another MTU or DNS server
 * by nothing else: OVN's 600 would leave it waiting for ten minutes.
 */
const INTERVAL = { most: 30, least: 10 } as const

/** OVN leaves out the whole list when it would be longer (encode_ra_dnssl_opt in ovn/lib/actions.c): 255 bytes with a head of 8. */
const LONGEST_LIST = 247

/**
 * What a router tells the hosts of an IPv6 subnet (Logical_Router_Port.ipv6_ra_configs; RFC 4861, RFC 8106): for the router's port that has the
 * subnet's gateway address, and for no other, because who advertises is taken for a default router. Nothing for IPv4, and nothing for a
 * subnet without a gateway. OVN tells of one DNS server only. Prefix and MAC address are those of the port. Pure.
 */
export const raConfigs = (
  subnet: HostSettings,
  { dnsZone }: Pick<Site, 'dnsZone'>,
): Readonly<Record<string, string>> => {
  const { ipv6Mode: mode, gateway, mtuBytes, dhcpEnabled } = subnet
  if (!isIpv6(subnet) || mode === null || gateway === null) return {}
  const [server] = nameServersOf(subnet)
  const domains = searchDomainsOf(subnet, dnsZone, LONGEST_LIST)
  return {
    // "Ask DHCPv6 for the rest" where nobody answers would have hosts ask for ever.
    address_mode: ADDRESS_MODE[mode === 'dhcpv6-stateless' && !dhcpEnabled ? 'slaac' : mode],
    send_periodic: 'true',
    max_interval: String(INTERVAL.most),
    min_interval: String(INTERVAL.least),
    mtu: String(mtuBytes),
    ...(server === undefined ? {} : { rdnss: server }),
    ...(domains.length === 0 ? {} : { dnssl: domains.join(',') }),
  }
}
