import {
  defaultAllocationRanges,
  defaultDnsAddress,
  defaultGateway,
  defaultHosts,
  defaultIpv6Mode,
  formatIp,
  parseCidr,
  parseIp,
  type Cidr,
  type IpRange,
} from '@quantumnet/api'
import { isGiven, UNKNOWN, type Change, type Drafts, type Unknown } from '../../framework/index.ts'
import { NONE } from '../kit/kinds.ts'
import { isUndecided } from '../kit/undecided.ts'
import type { Subnet } from './schema.ts'

/** What the API gives a new subnet by default, foreseen, so that a plan shows it and what refers to it is known. */

/** The block that is written, or undefined when it is not known or none. */
export const blockOf = (cidr: string | Unknown | null): Cidr | undefined =>
  isGiven(cidr) ? parseCidr(cidr) : undefined

const text = ({ family }: Cidr, value: bigint | null): string => (value === null ? NONE : formatIp({ family, value }))

const foreseenDnsAddress = (block: Cidr, hosts: IpRange, gateway: string | Unknown | null): string | Unknown => {
  if (!isGiven(gateway)) return defaultDnsAddress(hosts, null) === null ? NONE : UNKNOWN
  return text(block, defaultDnsAddress(hosts, parseIp(gateway)?.value ?? null))
}

export const plan = (change: Change<Subnet>): Drafts<Subnet> => {
  const { prior, planned } = change
  const block = blockOf(planned.cidr)
  if (prior !== null || block === undefined) return planned
  const hosts = defaultHosts(block)
  const foreseen = <T>(name: keyof Drafts<Subnet>, value: T, asPlanned: T): T =>
    isUndecided(change, name) ? value : asPlanned
  const gateway = foreseen('gateway', text(block, defaultGateway(hosts)), planned.gateway)
  return {
    ...planned,
    prefix_length: foreseen('prefix_length', block.prefixLength, planned.prefix_length),
    gateway,
    dns_address: foreseen('dns_address', foreseenDnsAddress(block, hosts, gateway), planned.dns_address),
    allocation_ranges: foreseen(
      'allocation_ranges',
      defaultAllocationRanges(hosts, block.family),
      planned.allocation_ranges,
    ),
    ipv6_mode: foreseen(
      'ipv6_mode',
      block.family === 6 ? defaultIpv6Mode(block.prefixLength) : null,
      planned.ipv6_mode,
    ),
  }
}
