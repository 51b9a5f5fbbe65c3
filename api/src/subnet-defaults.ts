import { formatIp, hostRange, rangeContains, type Cidr, type IpFamily, type IpRange } from './values/ip.ts'

/**
 * Addresses that a new subnet has unless the request says otherwise, from the addresses of `defaultHosts`. The
 * server decides by them, and the Terraform provider foresees by them what a plan will bring. A small block keeps its addresses for ports.
 */

/**
 * The addresses that defaults are taken from: all that a port may have, but on IPv6 not the first, which is every router's (subnet-router
 * anycast, RFC 4291 §2.6.1), unless the block has no more than two (RFC 6164).
 */
export const defaultHosts = (block: Cidr): IpRange => {
  const { first, last } = hostRange(block)
  return { first: block.family === 6 && last - first > 1n ? first + 1n : first, last }
}

/** The first host address; null in a block with a single one. */
export const defaultGateway = (hosts: IpRange): bigint | null => (hosts.last > hosts.first ? hosts.first : null)

/** The address after the gateway, else the first; null in a block of less than three host addresses. */
export const defaultDnsAddress = (hosts: IpRange, gateway: bigint | null): bigint | null => {
  if (hosts.last - hosts.first < 2n) return null
  const next = gateway === null ? hosts.first : gateway + 1n
  return rangeContains(hosts, next) ? next : hosts.first
}

/** All host addresses, as one range. */
export const defaultAllocationRanges = (
  { first, last }: IpRange,
  family: IpFamily = 4,
): { start: string; end: string }[] => [
  { start: formatIp({ family, value: first }), end: formatIp({ family, value: last }) },
]

/** The modes of IPv6 that hosts make their address by themselves in need 64 bits for it (RFC 4862). */
export const defaultIpv6Mode = (prefixLength: number): 'slaac' | 'dhcpv6-stateful' =>
  prefixLength === 64 ? 'slaac' : 'dhcpv6-stateful'
