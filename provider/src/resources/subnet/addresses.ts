import { formatIp, hostRange, parseCidr, parseIp, type IpRange } from '@quantumnet/api'
import { isGiven, UNKNOWN, type Change, type Drafts, type Unknown } from '../../framework/index.ts'
import { NONE } from '../kit/kinds.ts'
import { isUndecided } from '../kit/undecided.ts'
import type { Subnet } from './schema.ts'

/** The addresses that the API gives a new subnet by default, foreseen, so that a plan shows them and what refers to them is known. */

const text = (value: bigint): string => formatIp({ family: 4, value })

/** The addresses of a block that a port may have, or undefined when the block is not known or not IPv4. */
export const hostsOf = (cidr: string | Unknown | null): IpRange | undefined => {
  const block = isGiven(cidr) ? parseCidr(cidr) : undefined
  return block?.family === 4 ? hostRange(block) : undefined
}

export const isWithin = ({ first, last }: IpRange, value: bigint): boolean => value >= first && value <= last

/** The first host address; a block with a single one keeps it for a port. */
const defaultGateway = (hosts: IpRange): string => (hosts.last > hosts.first ? text(hosts.first) : NONE)

/** The address after the gateway, else the first; a block of less than three host addresses has no room for one. */
const defaultDnsAddress = (hosts: IpRange, gateway: string | Unknown | null): string | Unknown => {
  if (hosts.last - hosts.first < 2n) return NONE
  if (!isGiven(gateway)) return UNKNOWN
  const router = parseIp(gateway)
  const next = router === undefined ? hosts.first : router.value + 1n
  return text(isWithin(hosts, next) ? next : hosts.first)
}

export const plan = (change: Change<Subnet>): Drafts<Subnet> => {
  const { prior, planned } = change
  const hosts = hostsOf(planned.cidr)
  if (prior !== null || hosts === undefined) return planned
  const gateway = isUndecided(change, 'gateway') ? defaultGateway(hosts) : planned.gateway
  return {
    ...planned,
    gateway,
    dns_address: isUndecided(change, 'dns_address') ? defaultDnsAddress(hosts, gateway) : planned.dns_address,
    allocation_ranges: isUndecided(change, 'allocation_ranges')
      ? [{ start: text(hosts.first), end: text(hosts.last) }]
      : planned.allocation_ranges,
  }
}
