import type { DhcpOverrides } from '@quantumnet/api'
import type { Owner, Labels } from '../../ovn/external-ids.ts'
import type { DesiredRow, RowRef } from '../../ovn/rows.ts'
import type { Site } from '../../ovn/site.ts'
import { dhcp4Options, dhcp6Options } from '../../ovn/tables/dhcp-options.ts'
import { domainOf, isIpv6, nameServersOf, ofFamily, searchDomainsOf, serverOf, type HostSettings } from './settings.ts'

/** Where a DHCP row goes, and what it says otherwise than the subnet does. */
export interface DhcpRow {
  readonly owner: Owner
  readonly ref: RowRef<'DHCP_Options'>
  readonly labels: Labels
  /** of one port; none: the row of the subnet itself */
  readonly overrides?: DhcpOverrides
}

/** Its length is one byte (RFC 2132 §2), and OVN makes no two of one (RFC 3396). */
const LONGEST_OPTION = 255
const DEFAULT_ROUTE = '0.0.0.0/0'

/**
 * Clients that know of option 121 take no notice of option 3 once they have it, so the default route is repeated in it (RFC 3442). A default
 * route of the subnet's own comes instead of the gateway's.
 */
const routesOf = ({ staticRoutes, gateway }: HostSettings): { destination: string; nextHop: string }[] => {
  const routes = staticRoutes.map(({ destination, next_hop: nextHop }) => ({ destination, nextHop }))
  const isComplete = routes.length === 0 || routes.some(({ destination }) => destination === DEFAULT_ROUTE)
  return isComplete || gateway === null ? routes : [...routes, { destination: DEFAULT_ROUTE, nextHop: gateway }]
}

/** Whether DHCP has something to say in the subnet, and somebody to say it. IPv6 hosts that make their address by themselves ask for nothing. */
export const hasDhcp = (settings: HostSettings): boolean =>
  settings.dhcpEnabled && settings.ipv6Mode !== 'slaac' && serverOf(settings) !== undefined

/** Given servers of the family instead of those that all are told. */
const instead = (given: readonly string[] | undefined, family: 4 | 6, all: readonly string[]): readonly string[] => {
  const own = ofFamily(given ?? [], family)
  return own.length > 0 ? own : all
}

/** The row that a subnet's ports, or one of them, are answered from; none where there is no DHCP. Pure. @throws TypeError for what DHCP cannot carry */
export const dhcpRow = (
  settings: HostSettings,
  { dnsZone }: Pick<Site, 'dnsZone'>,
  { owner, ref, labels, overrides = {} }: DhcpRow,
): readonly DesiredRow[] => {
  const server = serverOf(settings)
  if (!hasDhcp(settings) || server === undefined) return []
  const { cidr, gateway, leaseSeconds, mtuBytes, ntpServers } = settings
  if (isIpv6(settings)) {
    const dnsServers = instead(overrides.dns_servers, 6, nameServersOf(settings))
    const isStateless = settings.ipv6Mode === 'dhcpv6-stateless'
    return [dhcp6Options(owner, ref, { cidr, serverMac: server.mac, dnsServers, isStateless, labels })]
  }
  const names = { ...settings, domainName: overrides.domain_name ?? settings.domainName }
  return [
    dhcp4Options(owner, ref, {
      cidr,
      server,
      leaseSeconds,
      mtuBytes,
      labels,
      router: gateway,
      routes: routesOf(settings),
      dnsServers: instead(overrides.dns_servers, 4, nameServersOf(settings)),
      ntpServers: instead(overrides.ntp_servers, 4, ofFamily(ntpServers, 4)),
      domainName: domainOf(names, dnsZone),
      searchDomains: searchDomainsOf(names, dnsZone, LONGEST_OPTION),
      tftpServer: overrides.tftp_server,
      bootfileName: overrides.bootfile_name,
    }),
  ]
}
