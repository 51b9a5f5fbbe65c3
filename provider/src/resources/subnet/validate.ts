import type { Cidr } from '@quantumnet/api'
import { isGiven, type Drafts, type Finding } from '../../framework/index.ts'
import { NONE } from '../kit/kinds.ts'
import { blockOf } from './addresses.ts'
import { isWithin, outOfOrder, outside, rangesOutside, valueOf } from './ranges.ts'
import type { Subnet } from './schema.ts'

/** What of a subnet does not fit together, as far as it is known. */

type Config = Drafts<Subnet>

const sameAddress = ({ gateway, dns_address }: Config): readonly Finding[] => {
  const value = valueOf(dns_address)
  if (value === undefined || value !== valueOf(gateway)) return []
  return [{ path: ['dns_address'], message: `It is the gateway. Choose another address, or "${NONE}" for no DNS.` }]
}

const reserved = (config: Config): readonly Finding[] =>
  (['gateway', 'dns_address'] as const)
    .filter((name) => isWithin(config[name], config.reserved_ranges))
    .map((name) => ({ path: [name], message: 'Lies in one of reserved_ranges, whose addresses nobody is given.' }))

/** A block comes from the configuration or from a pool, and its length from only one of them. */
const blockMissing = ({ cidr, pool, prefix_length: length }: Config): readonly Finding[] => {
  if (cidr !== null || pool !== null) return []
  const message = 'Needs cidr, its block such as 10.0.0.0/24, or pool, the id of the pool to carve it from.'
  return [{ path: isGiven(length) ? ['prefix_length'] : [], message }]
}

const lengthDiffers = ({ cidr, prefix_length: length }: Config, block: Cidr): readonly Finding[] =>
  isGiven(length) && length !== block.prefixLength
    ? [{ path: ['prefix_length'], message: `Is not that of cidr, ${String(cidr)}. Leave one of the two out.` }]
    : []

/** Hosts make their address by themselves from 64 bits (RFC 4862). */
const modeUnfit = ({ ipv6_mode: mode }: Config, { family, prefixLength }: Cidr): readonly Finding[] => {
  if (!isGiven(mode)) return []
  if (family === 4) return [{ path: ['ipv6_mode'], message: 'Is of no use for an IPv4 block. Leave it out.' }]
  if (mode === 'dhcpv6-stateful' || prefixLength === 64) return []
  return [{ path: ['ipv6_mode'], message: `${mode} needs a /64. In another block only dhcpv6-stateful works.` }]
}

const inBlock = (config: Config, block: Cidr): readonly Finding[] => [
  ...lengthDiffers(config, block),
  ...modeUnfit(config, block),
  ...outside(config.gateway, block, ['gateway']),
  ...outside(config.dns_address, block, ['dns_address']),
  ...rangesOutside('allocation_ranges', config.allocation_ranges, block),
  ...rangesOutside('reserved_ranges', config.reserved_ranges, block),
]

export const validate = (config: Config): readonly Finding[] => {
  const block = blockOf(config.cidr)
  return [
    ...blockMissing(config),
    ...sameAddress(config),
    ...reserved(config),
    ...outOfOrder('allocation_ranges', config.allocation_ranges),
    ...outOfOrder('reserved_ranges', config.reserved_ranges),
    ...(block === undefined ? [] : inBlock(config, block)),
  ]
}
