import { cidrContains, cidrsOverlap, hostRange, rangeContains } from '@quantumnet/api'
import { fieldError, type DomainError } from '../../errors.ts'
import { blockOf, familyOf, ipOf } from '../ipam/index.ts'

/** A subnet in which a router has an address of its own: by an interface, or by its external gateway. */
export interface ConnectedSubnet {
  readonly id: string
  readonly name: string
  readonly cidr: string
  /** the router's own address in it */
  readonly ip: string
  /** null: by the external gateway */
  readonly interface_id: string | null
}

/** A subnet, as messages name it. */
export type NamedBlock = Pick<ConnectedSubnet, 'id' | 'name' | 'cidr'>

/** A router and where it is connected. */
export interface Connections {
  readonly name: string
  readonly subnets: readonly ConnectedSubnet[]
}

/** Whether an address lies in a block. */
export const liesIn = (cidr: string, ip: string): boolean => cidrContains(blockOf(cidr), ipOf(ip))

const named = ({ name, cidr }: Pick<NamedBlock, 'name' | 'cidr'>): string => `"${name}" (${cidr})`

interface Blocks {
  readonly name: string
  readonly subnets: readonly NamedBlock[]
}

const listed = ({ subnets }: Blocks): string =>
  subnets.length === 0
    ? 'nothing yet: the router has no interface and no external gateway'
    : subnets.map(named).join(', ')

/**
 * A router would not know where to send a packet that lies in two of its subnets.
 * @throws DomainError cidr_overlaps, naming both subnets
 */
export const checkDisjoint = (pointer: string, router: Blocks, added: NamedBlock): void => {
  const other = router.subnets.find(
    ({ id, cidr }) => id !== added.id && cidrsOverlap(blockOf(cidr), blockOf(added.cidr)),
  )
  if (other === undefined) return
  throw fieldError('cidr_overlaps', {
    pointer,
    message: `subnet ${named(added)} overlaps subnet ${named(other)}, which router "${router.name}" is connected to`,
    value: added.id,
    allowed: `a subnet that overlaps none of ${listed(router)}`,
  })
}

const refuseOwn = (pointer: string, subnet: ConnectedSubnet, ip: string): DomainError =>
  fieldError('address_reserved', {
    pointer,
    message: `${ip} is the router's own address in subnet "${subnet.name}"`,
    value: ip,
    allowed: `any other address of ${subnet.cidr}`,
  })

/**
 * OVN leaves out a route whose next hop it cannot reach directly, without a word.
 * @throws DomainError address_outside_subnet, naming the connected subnets; address_reserved
 */
export const checkNextHop = (pointer: string, router: Connections, ip: string): void => {
  const subnet = router.subnets.find(({ cidr }) => liesIn(cidr, ip))
  if (subnet === undefined)
    throw fieldError('address_outside_subnet', {
      pointer,
      message: `${ip} lies in no subnet that router "${router.name}" is connected to`,
      value: ip,
      allowed: `an address in ${listed(router)}`,
    })
  if (subnet.ip === ip) throw refuseOwn(pointer, subnet, ip)
  if (!rangeContains(hostRange(blockOf(subnet.cidr)), ipOf(ip).value))
    throw fieldError('address_outside_subnet', {
      pointer,
      message: `${ip} is the network or broadcast address of subnet ${named(subnet)}`,
      value: ip,
      allowed: `a host address of ${subnet.cidr}`,
    })
}

/** An address or a block beside another one that it has to go with. @throws DomainError invalid_request */
export const checkSameFamily = (
  pointer: string,
  ip: string,
  other: { readonly what: string; readonly text: string },
): void => {
  if (familyOf(ip) === familyOf(other.text)) return
  throw fieldError('invalid_request', {
    pointer,
    message: `is IPv${String(familyOf(ip))}, and ${other.what} ${other.text} is IPv${String(familyOf(other.text))}`,
    value: ip,
    allowed: `IPv${String(familyOf(other.text))}`,
  })
}
