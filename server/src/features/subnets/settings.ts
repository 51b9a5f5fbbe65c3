import { parseIp, type Ipv6Mode } from '@quantumnet/api'

/** What a subnet and its network say about DHCP, router advertisements and names. */
export interface HostSettings {
  readonly cidr: string
  /** null: an IPv4 subnet */
  readonly ipv6Mode: Ipv6Mode | null
  readonly gateway: string | null
  /** MAC that OVN answers for the gateway with */
  readonly gatewayMac: string | null
  readonly dnsAddress: string | null
  readonly dnsMac: string | null
  readonly dhcpEnabled: boolean
  readonly leaseSeconds: number
  readonly mtuBytes: number
  /** of both families, instead of the DNS address; the subnet's, else its network's */
  readonly dnsServers: readonly string[]
  readonly ntpServers: readonly string[]
  /** instead of the project's zone */
  readonly domainName: string | null
  /** the subnet's, else its network's */
  readonly staticRoutes: readonly StaticRoute[]
  /** of the project that the subnet is in */
  readonly dnsLabel: string
}

interface StaticRoute {
  readonly destination: string
  readonly next_hop: string
}

/** Who answers: an address of the subnet that no port has, and its MAC. */
export interface Station {
  readonly ip: string
  readonly mac: string
}

export const stationOf = (ip: string | null, mac: string | null): Station | undefined =>
  ip === null || mac === null ? undefined : { ip, mac }

/** The DNS edge of the subnet. */
export const edgeOf = ({ dnsAddress, dnsMac }: HostSettings): Station | undefined => stationOf(dnsAddress, dnsMac)

/**
 * Who DHCP is answered in the name of: the DNS edge, else the gateway. A client renews its lease at the server's own address (RFC 2131
 * §4.4.5), and asks by ARP for it. That of the edge is always answered, that of the gateway only where a router has it (ADR 29).
 */
export const serverOf = (settings: HostSettings): Station | undefined =>
  edgeOf(settings) ?? stationOf(settings.gateway, settings.gatewayMac)

export const isIpv6 = ({ cidr }: Pick<HostSettings, 'cidr'>): boolean => cidr.includes(':')

/** Those of a family. */
export const ofFamily = (ips: readonly string[], family: 4 | 6): readonly string[] =>
  ips.filter((ip) => parseIp(ip)?.family === family)

/** Whom the subnet's VMs ask for names: the servers of its family that were given, else its DNS address. */
export const nameServersOf = ({
  dnsServers,
  dnsAddress,
  cidr,
}: Pick<HostSettings, 'dnsServers' | 'dnsAddress' | 'cidr'>): readonly string[] => {
  const given = ofFamily(dnsServers, cidr.includes(':') ? 6 : 4)
  return given.length > 0 || dnsAddress === null ? given : [dnsAddress]
}

/** The domain that hosts are told to be in: the given one, else the project's zone. */
export const domainOf = (
  { domainName, dnsLabel }: Pick<HostSettings, 'domainName' | 'dnsLabel'>,
  dnsZone: string,
): string => domainName ?? `${dnsLabel}.${dnsZone}`

/**
 * Domains that short names are looked up in: the hosts' own first, and the project's zone, so that its VMs find each other by name whatever
 * that is. As far as they fit: a name takes a byte of length for its first label, and one for the root's (RFC 1035 §3.1).
 */
export const searchDomainsOf = (
  settings: Pick<HostSettings, 'domainName' | 'dnsLabel'>,
  dnsZone: string,
  roomBytes: number,
): readonly string[] => {
  let left = roomBytes
  const domains = new Set([domainOf(settings, dnsZone), `${settings.dnsLabel}.${dnsZone}`])
  return [...domains].filter((domain) => (left -= domain.length + 2) >= 0)
}
