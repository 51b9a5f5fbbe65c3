import {
  defaultAllocationRanges,
  defaultDnsAddress,
  defaultGateway,
  formatIp,
  hostRange,
  parseCidr,
  parseIp,
  type IpRange,
} from '@quantumnet/api'
import { isGiven, UNKNOWN, type Change, type Drafts, type Unknown } from '../../framework/index.ts'
import { NONE } from '../kit/kinds.ts'
import { isUndecided } from '../kit/undecided.ts'
import type { Subnet } from './schema.ts'

/** The addresses that the API gives a new subnet by default, foreseen, so that a plan shows them and what refers to them is known. */

const text = (value: bigint | null): string => (value === null ? NONE : formatIp({ family: 4, value }))

/** The addresses of a block that a port may have, or undefined when the block is not known or not IPv4. */
export const hostsOf = (cidr: string | Unknown | null): IpRange | undefined => {
  const block = isGiven(cidr) ? parseCidr(cidr) : undefined
  return block?.family === 4 ? hostRange(block) : undefined
}

const foreseenDnsAddress = (hosts: IpRange, gateway: string | Unknown | null): string | Unknown => {
  if (!isGiven(gateway)) return defaultDnsAddress(hosts, null) === null ? NONE : UNKNOWN
  return text(defaultDnsAddress(hosts, parseIp(gateway)?.value ?? null))
}

export const plan = (change: Change<Subnet>): Drafts<Subnet> => {
  const { prior, planned } = change
  const hosts = hostsOf(planned.cidr)
  if (prior !== null || hosts === undefined) return planned
  const gateway = isUndecided(change, 'gateway') ? text(defaultGateway(hosts)) : planned.gateway
  return {
    ...planned,
    gateway,
    dns_address: isUndecided(change, 'dns_address') ? foreseenDnsAddress(hosts, gateway) : planned.dns_address,
    allocation_ranges: isUndecided(change, 'allocation_ranges')
      ? defaultAllocationRanges(hosts)
      : planned.allocation_ranges,
  }
}
