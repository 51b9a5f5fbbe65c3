import {
  cidrRange,
  cidrsOverlap,
  defaultAllocationRanges,
  defaultDnsAddress,
  defaultGateway,
  defaultHosts,
  defaultIpv6Mode,
  hostRange,
  rangeContains,
  type Cidr,
  type CreateSubnet,
  type IpRange,
} from '@quantumnet/api'
import { fieldError, type DomainError } from '../../errors.ts'
import { addressOf, blockOf, familyOf, ipText, type AddressRange } from '../ipam/index.ts'

/** The addresses that a subnet has after defaults. */
export interface SubnetPlan {
  readonly gateway: string | null
  readonly dns_address: string | null
  readonly allocation_ranges: readonly AddressRange[]
  readonly reserved_ranges: readonly AddressRange[]
  readonly ipv6_mode: NonNullable<CreateSubnet['ipv6_mode']> | null
}

/** Blocks that no VM can use: this network, loopback, link-local, multicast and reserved (RFC 6890); for IPv6 RFC 4291 §2.4. */
const UNUSABLE = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3', '::/8', 'fe80::/10', 'ff00::/8']

const rangeText = ({ family }: Cidr, { first, last }: IpRange): string =>
  `${ipText(family, first)} to ${ipText(family, last)}`

const outside = (pointer: string, ip: string, block: Cidr): DomainError => {
  const cidr = `${ipText(block.family, block.network)}/${String(block.prefixLength)}`
  const inBlock = familyOf(ip) === block.family && rangeContains(cidrRange(block), addressOf(ip))
  return fieldError('address_outside_subnet', {
    pointer,
    message: inBlock ? `${ip} is the network or broadcast address of ${cidr}` : `${ip} lies outside of ${cidr}`,
    value: ip,
    allowed: rangeText(block, hostRange(block)),
  })
}

const requireHost = (pointer: string, ip: string, block: Cidr): void => {
  if (familyOf(ip) !== block.family || !rangeContains(hostRange(block), addressOf(ip)))
    throw outside(pointer, ip, block)
}

/** @throws DomainError invalid_request when no host can use the block */
const checkUsable = (pointer: string, cidr: string): void => {
  const block = blockOf(cidr)
  const unusable = UNUSABLE.find((other) => cidrsOverlap(blockOf(other), block))
  if (unusable === undefined) return
  throw fieldError('invalid_request', {
    pointer,
    message: `overlaps ${unusable}, which hosts cannot use`,
    value: cidr,
    allowed: `a block outside of ${UNUSABLE.filter((other) => familyOf(other) === block.family).join(', ')}`,
  })
}

type RangeField = 'allocation_ranges' | 'reserved_ranges'

/** Ranges lie inside the block, ascend, and do not overlap. @throws DomainError address_outside_subnet, invalid_request */
export const checkRanges = (field: RangeField, cidr: string, ranges: readonly AddressRange[]): void => {
  const block = blockOf(cidr)
  let previous: AddressRange | undefined
  ranges.forEach((range, index) => {
    const pointer = `/${field}/${String(index)}`
    requireHost(`${pointer}/start`, range.start, block)
    requireHost(`${pointer}/end`, range.end, block)
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

const ipv6ModeOf = (asked: CreateSubnet['ipv6_mode'], block: Cidr, gateway: string | null): SubnetPlan['ipv6_mode'] => {
  if (block.family === 4) {
    if (asked === undefined) return null
    throw fieldError('invalid_request', {
      pointer: '/ipv6_mode',
      message: 'is of no use for an IPv4 block',
      value: asked,
      allowed: 'none',
    })
  }
  const mode = asked ?? defaultIpv6Mode(block.prefixLength)
  if (mode !== 'dhcpv6-stateful' && block.prefixLength !== 64)
    throw fieldError('invalid_request', {
      pointer: '/ipv6_mode',
      message: `hosts make their address from 64 bits, so ${mode} needs a /64 (RFC 4862)`,
      value: mode,
      allowed: 'dhcpv6-stateful',
    })
  if (mode !== 'dhcpv6-stateful' && gateway === null)
    throw fieldError('invalid_request', {
      pointer: '/gateway',
      message: `hosts make their address from what the gateway advertises, so ${mode} needs one (RFC 4862)`,
      value: gateway,
      allowed: 'an address of the block, or ipv6_mode dhcpv6-stateful',
    })
  return mode
}

type Asked = Pick<CreateSubnet, 'gateway' | 'dns_address' | 'allocation_ranges' | 'ipv6_mode'> & {
  readonly reserved_ranges?: readonly AddressRange[]
}

const optionalText = ({ family }: Cidr, value: bigint | null): string | null =>
  value === null ? null : ipText(family, value)

const dnsAddressOf = (asked: Asked['dns_address'], gateway: string | null, block: Cidr): string | null => {
  const hosts = defaultHosts(block)
  const dnsAddress =
    asked === undefined
      ? optionalText(block, defaultDnsAddress(hosts, gateway === null ? null : addressOf(gateway)))
      : asked
  if (dnsAddress === null) return null
  requireHost('/dns_address', dnsAddress, block)
  if (dnsAddress === gateway)
    throw fieldError('invalid_request', {
      pointer: '/dns_address',
      message: 'is the gateway',
      value: dnsAddress,
      allowed: `another address of ${rangeText(block, hosts)}, or null for no DNS`,
    })
  return dnsAddress
}

const refuseReserved = (
  field: 'gateway' | 'dns_address',
  ip: string | null,
  reserved: readonly AddressRange[],
): void => {
  if (
    ip === null ||
    !reserved.some(({ start, end }) => addressOf(ip) >= addressOf(start) && addressOf(ip) <= addressOf(end))
  )
    return
  throw fieldError('address_reserved', {
    pointer: `/${field}`,
    message: `${ip} lies in a reserved range`,
    value: ip,
    allowed: 'an address outside of reserved_ranges',
  })
}

/** The addresses of a new subnet: what was asked for, checked, and defaults for the rest. @throws DomainError */
export const planSubnet = (request: Asked & { readonly cidr: string }): SubnetPlan => {
  const { cidr, reserved_ranges: reserved = [] } = request
  checkUsable('/cidr', cidr)
  const block = blockOf(cidr)
  const hosts = defaultHosts(block)
  const gateway = request.gateway === undefined ? optionalText(block, defaultGateway(hosts)) : request.gateway
  if (gateway !== null) requireHost('/gateway', gateway, block)
  const dnsAddress = dnsAddressOf(request.dns_address, gateway, block)
  const ranges = request.allocation_ranges ?? defaultAllocationRanges(hosts, block.family)
  checkRanges('allocation_ranges', cidr, ranges)
  checkRanges('reserved_ranges', cidr, reserved)
  refuseReserved('gateway', gateway, reserved)
  refuseReserved('dns_address', dnsAddress, reserved)
  return {
    gateway,
    dns_address: dnsAddress,
    allocation_ranges: ranges,
    reserved_ranges: reserved,
    ipv6_mode: ipv6ModeOf(request.ipv6_mode, block, gateway),
  }
}

/** A subnet as far as an address that somebody asks for is concerned. */
export interface AddressedSubnet {
  readonly name: string
  readonly cidr: string
  readonly gateway: string | null
  readonly dns_address: string | null
  /** default: none */
  readonly reserved_ranges?: readonly AddressRange[]
}

const roleOf = (subnet: AddressedSubnet, ip: string): string | undefined => {
  if (ip === subnet.gateway) return 'is the gateway'
  if (ip === subnet.dns_address) return 'is the DNS address'
  const value = addressOf(ip)
  const reserved = subnet.reserved_ranges?.some(
    ({ start, end }) => value >= addressOf(start) && value <= addressOf(end),
  )
  return reserved === true ? 'lies in a reserved range' : undefined
}

/** Whether somebody may be given this address of the subnet. @throws DomainError address_outside_subnet, address_reserved */
export const checkPortAddress = (pointer: string, subnet: AddressedSubnet, ip: string): void => {
  const block = blockOf(subnet.cidr)
  requireHost(pointer, ip, block)
  const role = roleOf(subnet, ip)
  if (role === undefined) return
  throw fieldError('address_reserved', {
    pointer,
    message: `${ip} ${role} of subnet "${subnet.name}"`,
    value: ip,
    allowed: `any other address of ${rangeText(block, hostRange(block))}`,
  })
}

/** Whether an address lies in a block. */
const contains = (cidr: string, ip: string): boolean =>
  familyOf(ip) === familyOf(cidr) && rangeContains(cidrRange(blockOf(cidr)), addressOf(ip))

/** The subnet of an address that is asked for without one. @throws DomainError address_outside_subnet */
export const subnetAround = <Subnet extends { readonly id: string; readonly name: string; readonly cidr: string }>(
  pointer: string,
  ip: string,
  subnets: readonly Subnet[],
): Subnet => {
  const subnet = subnets.find(({ cidr }) => contains(cidr, ip))
  if (subnet !== undefined) return subnet
  const listed = subnets.map(({ id, name, cidr }) => `"${name}" ${cidr} (${id})`).join(', ')
  throw fieldError('address_outside_subnet', {
    pointer,
    message: `${ip} lies in no subnet of the network`,
    value: ip,
    allowed: subnets.length === 0 ? 'none: the network has no subnet' : listed,
  })
}
