import { linkLocalOf } from './link-local.ts'

/** An address or a block that a port may send from beside its own. */
export interface AddressPair {
  readonly ip: string
  /** null: the port's own */
  readonly mac: string | null
}

export interface Sender {
  readonly mac: string
  readonly ips: readonly string[]
  readonly pairs: readonly AddressPair[]
}

const isIpv6 = (ip: string): boolean => ip.includes(':')

/**
 * An element with only a MAC would let every address pass, so one without addresses gets 0.0.0.0: DHCP and ARP probes only. IPv4 alone closes
 * IPv6, and the other way round. Who has IPv6 has its link-local address too; OVN lets it send from that by itself, but up to 23.03.1 not answer
 * for it (a neighbour advertisement is held against a hop limit of 225), unless it is named.
 */
const element = (mac: string, ips: readonly string[]): string => {
  if (ips.length === 0) return `${mac} 0.0.0.0`
  return [mac, ...ips, ...(ips.some(isIpv6) ? [linkLocalOf(mac)] : [])].join(' ')
}

/** `port_security` of a logical switch port (ovn-nb(5)): from which addresses it may send and to which it is sent, by MAC address. */
export const portSecurity = ({ mac, ips, pairs }: Sender): readonly string[] => {
  const byMac = Map.groupBy(pairs, (pair) => pair.mac ?? mac)
  const own = [...ips, ...(byMac.get(mac) ?? []).map(({ ip }) => ip)]
  byMac.delete(mac)
  return [
    element(mac, own),
    ...[...byMac]
      .map(([other, of]) =>
        element(
          other,
          of.map(({ ip }) => ip),
        ),
      )
      .sort(),
  ]
}

/**
 * `addresses`: where OVN delivers a MAC address. That of an address pair may be at any of several ports (VRRP), and OVN learns none behind port
 * security, so such ports take what nobody else is known to have, and port security leaves of it what is theirs.
 */
export const deliveredAddresses = ({ mac, ips, pairs }: Sender): readonly string[] => {
  const own = [mac, ...ips].join(' ')
  return pairs.some((pair) => pair.mac !== null && pair.mac !== mac) ? [own, 'unknown'] : [own]
}
