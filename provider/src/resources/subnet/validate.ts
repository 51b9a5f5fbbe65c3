import { formatIp, parseIp, rangeContains, type IpRange } from '@quantumnet/api'
import { isGiven, type Drafts, type Finding, type Path, type Unknown } from '../../framework/index.ts'
import { NONE } from '../kit/kinds.ts'
import { hostsOf } from './addresses.ts'
import type { Subnet } from './schema.ts'

/** What of a subnet does not fit together, as far as it is known. */

type Text = string | Unknown | null | undefined

const valueOf = (address: Text): bigint | undefined =>
  isGiven(address) && address !== NONE ? parseIp(address)?.value : undefined

const rangeText = ({ first, last }: IpRange): string =>
  `${formatIp({ family: 4, value: first })} to ${formatIp({ family: 4, value: last })}`

const outside = (address: Text, hosts: IpRange, path: Path): readonly Finding[] => {
  const value = valueOf(address)
  if (value === undefined || rangeContains(hosts, value)) return []
  return [{ path, message: `${String(address)} is no host address of the subnet. Allowed: ${rangeText(hosts)}.` }]
}

const sameAddress = ({ gateway, dns_address }: Drafts<Subnet>): readonly Finding[] => {
  const value = valueOf(dns_address)
  if (value === undefined || value !== valueOf(gateway)) return []
  return [{ path: ['dns_address'], message: `It is the gateway. Choose another address, or "${NONE}" for no DNS.` }]
}

const rangesOutOfOrder = ({ allocation_ranges: ranges }: Drafts<Subnet>): readonly Finding[] => {
  if (!isGiven(ranges)) return []
  return ranges.flatMap((range, index) => {
    const previous = ranges[index - 1]
    const before = isGiven(previous) ? valueOf(previous.end) : undefined
    const start = isGiven(range) ? valueOf(range.start) : undefined
    if (before === undefined || start === undefined || start > before) return []
    const message = 'Begins before the range above it ends. Ranges stand in ascending order and do not overlap.'
    return [{ path: ['allocation_ranges', index, 'start'], message }]
  })
}

const rangesOutside = ({ allocation_ranges: ranges }: Drafts<Subnet>, hosts: IpRange): readonly Finding[] => {
  if (!isGiven(ranges)) return []
  return ranges.flatMap((range, index) =>
    isGiven(range)
      ? [
          ...outside(range.start, hosts, ['allocation_ranges', index, 'start']),
          ...outside(range.end, hosts, ['allocation_ranges', index, 'end']),
        ]
      : [],
  )
}

export const validate = (config: Drafts<Subnet>): readonly Finding[] => {
  const hosts = hostsOf(config.cidr)
  return [
    ...sameAddress(config),
    ...rangesOutOfOrder(config),
    ...(hosts === undefined
      ? []
      : [
          ...outside(config.gateway, hosts, ['gateway']),
          ...outside(config.dns_address, hosts, ['dns_address']),
          ...rangesOutside(config, hosts),
        ]),
  ]
}
