import { formatIp, hostRange, parseIp, rangeContains, type Cidr } from '@quantumnet/api'
import { isGiven, type Drafts, type Finding, type Path, type Unknown } from '../../framework/index.ts'
import type { Subnet } from './schema.ts'

/** What is wrong with single addresses and ranges of a subnet, as far as they are known. */

type Text = string | Unknown | null | undefined
type Ranges = Drafts<Subnet>['allocation_ranges']

/** The address as a number; undefined when it is not known, or none. */
export const valueOf = (address: Text): bigint | undefined => (isGiven(address) ? parseIp(address)?.value : undefined)

/** Whether an address is one that a host of the block may have. */
export const outside = (address: Text, block: Cidr, path: Path): readonly Finding[] => {
  const ip = isGiven(address) ? parseIp(address) : undefined
  const hosts = hostRange(block)
  if (ip === undefined || (ip.family === block.family && rangeContains(hosts, ip.value))) return []
  const [first, last] = [hosts.first, hosts.last].map((value) => formatIp({ family: block.family, value }))
  const allowed = `${String(first)} to ${String(last)}`
  return [{ path, message: `${String(address)} is no host address of the subnet. Allowed: ${allowed}.` }]
}

/** Whether a range begins before the one above it ends. */
export const outOfOrder = (field: keyof Subnet, ranges: Ranges): readonly Finding[] => {
  if (!isGiven(ranges)) return []
  return ranges.flatMap((range, index) => {
    const previous = ranges[index - 1]
    const before = isGiven(previous) ? valueOf(previous.end) : undefined
    const start = isGiven(range) ? valueOf(range.start) : undefined
    if (before === undefined || start === undefined || start > before) return []
    const message = 'Begins before the range above it ends. Ranges stand in ascending order and do not overlap.'
    return [{ path: [field, index, 'start'], message }]
  })
}

/** Which ends of ranges lie outside of the block. */
export const rangesOutside = (field: keyof Subnet, ranges: Ranges, block: Cidr): readonly Finding[] => {
  if (!isGiven(ranges)) return []
  return ranges.flatMap((range, index) =>
    isGiven(range)
      ? [...outside(range.start, block, [field, index, 'start']), ...outside(range.end, block, [field, index, 'end'])]
      : [],
  )
}

/** Whether an address lies in one of the ranges. */
export const isWithin = (address: Text, ranges: Ranges): boolean => {
  const value = valueOf(address)
  if (value === undefined || !isGiven(ranges)) return false
  return ranges.some((range) => {
    if (!isGiven(range)) return false
    const [first, last] = [valueOf(range.start), valueOf(range.end)]
    return first !== undefined && last !== undefined && rangeContains({ first, last }, value)
  })
}
