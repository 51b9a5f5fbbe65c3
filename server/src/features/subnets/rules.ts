import {
  cidrRange,
  cidrsOverlap,
  defaultAllocationRanges,
  defaultDnsAddress,
  defaultGateway,
  formatIp,
  hostRange,
  parseCidr,
  parseIp,
  rangeContains,
  type Cidr,
  type CreateSubnet,
  type IpRange,
} from '@quantumnet/api'
import { fieldError, type DomainError } from '../../errors.ts'

/** A range of addresses as the API writes it; both ends belong to it. */
export interface AddressRange {
  readonly start: string
  readonly end: string
}

/** The addresses that a subnet has after defaults. */
export interface SubnetPlan {
  readonly gateway: string | null
  readonly dns_address: string | null
  readonly allocation_ranges: readonly AddressRange[]
}

/** Blocks that no VM can use: this network, loopback, link-local, multicast and reserved (RFC 6890). */
const UNUSABLE = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3']

/** The block of an accepted request or of a row. */
export const blockOf = (cidr: string): Cidr => {
  const block = parseCidr(cidr)
  if (block === undefined) throw new TypeError(`"${cidr}" is not a CIDR block`)
  return block
}

export const addressOf = (ip: string): bigint => {
  const parsed = parseIp(ip)
  if (parsed === undefined) throw new TypeError(`"${ip}" is not an IP address`)
  return parsed.value
}

export const ipText = (value: bigint): string => formatIp({ family: 4, value })

const rangeText = ({ first, last }: IpRange): string => `${ipText(first)} to ${ipText(last)}`

const optionalText = (value: bigint | null): string | null => (value === null ? null : ipText(value))

const outside = (pointer: string, ip: string, cidr: string): DomainError => {
  const block = blockOf(cidr)
  const inBlock = rangeContains(cidrRange(block), addressOf(ip))
  return fieldError('address_outside_subnet', {
    pointer,
    message: inBlock ? `${ip} is the network or broadcast address of ${cidr}` : `${ip} lies outside of ${cidr}`,
    value: ip,
    allowed: rangeText(hostRange(block)),
  })
}

const requireHost = (pointer: string, ip: string, cidr: string): void => {
  if (!rangeContains(hostRange(blockOf(cidr)), addressOf(ip))) throw outside(pointer, ip, cidr)
}

const checkUsable = (cidr: string): void => {
  const block = blockOf(cidr)
  const unusable = UNUSABLE.find((other) => cidrsOverlap(blockOf(other), block))
  if (unusable === undefined) return
  throw fieldError('invalid_request', {
    pointer: '/cidr',
    message: `overlaps ${unusable}, which hosts cannot use`,
    value: cidr,
    allowed: `a block outside of ${UNUSABLE.join(', ')}`,
  })
}

/** Ranges lie inside the block, ascend, and do not overlap. @throws DomainError address_outside_subnet, invalid_request */
export const checkRanges = (cidr: string, ranges: readonly AddressRange[]): void => {
  let previous: AddressRange | undefined
  ranges.forEach((range, index) => {
    const pointer = `/allocation_ranges/${String(index)}`
    requireHost(`${pointer}/start`, range.start, cidr)
    requireHost(`${pointer}/end`, range.end, cidr)
    if (previous !== undefined && addressOf(range.start) <= addressOf(previous.end))
      throw fieldError('invalid_request', {
        pointer: `${pointer}/start`,
        message: `does not lie after the range before, which ends at ${previous.end}`,
        value: range.start,
        allowed: 'ranges in ascending order that do not overlap',
      })
    previous = range
  })
}

/** The addresses of a new subnet: what was asked for, checked, and defaults for the rest. @throws DomainError */
export const planSubnet = (
  request: Pick<CreateSubnet, 'cidr' | 'gateway' | 'dns_address' | 'allocation_ranges'>,
): SubnetPlan => {
  const { cidr } = request
  checkUsable(cidr)
  const hosts = hostRange(blockOf(cidr))
  const gateway = request.gateway === undefined ? optionalText(defaultGateway(hosts)) : request.gateway
  if (gateway !== null) requireHost('/gateway', gateway, cidr)
  const dnsAddress =
    request.dns_address === undefined
      ? optionalText(defaultDnsAddress(hosts, gateway === null ? null : addressOf(gateway)))
      : request.dns_address
  if (dnsAddress !== null) requireHost('/dns_address', dnsAddress, cidr)
  if (dnsAddress !== null && dnsAddress === gateway)
    throw fieldError('invalid_request', {
      pointer: '/dns_address',
      message: 'is the gateway',
      value: dnsAddress,
      allowed: `another address of ${rangeText(hosts)}, or null for no DNS`,
    })
  const ranges = request.allocation_ranges ?? defaultAllocationRanges(hosts)
  checkRanges(cidr, ranges)
  return { gateway, dns_address: dnsAddress, allocation_ranges: ranges }
}

/** A subnet as far as a port's address is concerned. */
export interface AddressedSubnet {
  readonly name: string
  readonly cidr: string
  readonly gateway: string | null
  readonly dns_address: string | null
}

/** Whether a port may be given this address of the subnet. @throws DomainError address_outside_subnet, address_reserved */
export const checkPortAddress = (pointer: string, subnet: AddressedSubnet, ip: string): void => {
  requireHost(pointer, ip, subnet.cidr)
  const role = ip === subnet.gateway ? 'gateway' : ip === subnet.dns_address ? 'DNS address' : undefined
  if (role === undefined) return
  throw fieldError('address_reserved', {
    pointer,
    message: `${ip} is the ${role} of subnet "${subnet.name}"`,
    value: ip,
    allowed: `any other address of ${rangeText(hostRange(blockOf(subnet.cidr)))}`,
  })
}

/**
 * Where to look for a free address, in order: from `from` on to the end of the ranges, then from their beginning to before `from`.
 * `undefined` begins at the beginning.
 */
export const searchOrder = (ranges: readonly AddressRange[], from: bigint | undefined): IpRange[] => {
  const all = ranges.map(({ start, end }) => ({ first: addressOf(start), last: addressOf(end) }))
  if (from === undefined) return all
  const after = all.map(({ first, last }) => ({ first: first > from ? first : from, last }))
  const before = all.map(({ first, last }) => ({ first, last: last < from ? last : from - 1n }))
  return [...after, ...before].filter(({ first, last }) => first <= last)
}

/** Whether an address is one that the subnet hands out by itself. */
export const isAllocatable = (ranges: readonly AddressRange[], value: bigint): boolean =>
  ranges.some(({ start, end }) => value >= addressOf(start) && value <= addressOf(end))
