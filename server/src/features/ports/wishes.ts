import { NO_SUBNET, type CreatePort } from '@quantumnet/api'
import { fieldError, type DomainError } from '../../errors.ts'
import type { NetworkRow } from '../networks/index.ts'
import { familyOf } from '../ipam/index.ts'
import { checkPortAddress, subnetAround, type SubnetRow } from '../subnets/index.ts'
import type { FixedIp, Reservation } from './store.ts'

/** An address that a request asks for: a certain one, or any of these subnets, the first that has one. */
export type AddressWish =
  | { readonly kind: 'given'; readonly pointer: string; readonly subnet: SubnetRow; readonly ip: string }
  | { readonly kind: 'any'; readonly pointer: string; readonly subnets: readonly [SubnetRow, ...SubnetRow[]] }

/** One entry of `fixed_ips`. */
export type AskedIp = NonNullable<CreatePort['fixed_ips']>[number]

/** Where a port is to have its addresses. */
export interface Scene {
  readonly network: Pick<NetworkRow, 'id' | 'name'>
  /** live ones of the network, oldest first */
  readonly subnets: readonly SubnetRow[]
  /** that the request names by id or by address; of the port's project */
  readonly reservations: readonly Reservation[]
}

const listed = (subnets: readonly SubnetRow[]): string =>
  subnets.length === 0
    ? 'none: the network has no subnet'
    : subnets.map(({ id, name, cidr }) => `"${name}" ${cidr} (${id})`).join(', ')

const subnetOf = (pointer: string, id: string, subnets: readonly SubnetRow[]): SubnetRow => {
  const subnet = subnets.find((candidate) => candidate.id === id)
  if (subnet !== undefined) return subnet
  throw fieldError('reference_not_found', {
    pointer: `${pointer}/subnet`,
    message: 'is no subnet of the network, or is being deleted',
    value: id,
    allowed: listed(subnets),
  })
}

const noSubnet = (pointer: string, network: Pick<NetworkRow, 'name'>): DomainError =>
  fieldError('reference_not_found', {
    pointer,
    message: `network "${network.name}" ${NO_SUBNET}`,
    allowed: 'a subnet that is made first, or fixed_ips: [] for a port without an address',
  })

/** Whether hosts make their addresses by themselves, from their MAC. */
const isAutonomous = ({ ipv6_mode: mode }: SubnetRow): boolean => mode === 'slaac' || mode === 'dhcpv6-stateless'

const refuseAutonomous = (pointer: string, subnet: SubnetRow, ip: string): void => {
  if (!isAutonomous(subnet)) return
  throw fieldError('invalid_request', {
    pointer: `${pointer}/ip`,
    message: `hosts of subnet "${subnet.name}" make their address from their MAC (${subnet.ipv6_mode ?? ''})`,
    value: ip,
    allowed: 'the subnet without an address',
  })
}

const reservedWish = (asked: AskedIp, pointer: string, scene: Scene): AddressWish => {
  const reservation = scene.reservations.find(({ id }) => id === asked.address)
  const fits = asked.ip === undefined && asked.subnet === undefined
  if (reservation?.network_id === scene.network.id && fits)
    return {
      kind: 'given',
      pointer: `${pointer}/address`,
      ip: reservation.ip,
      subnet: subnetOf(pointer, reservation.subnet_id, scene.subnets),
    }
  throw fieldError(fits ? 'reference_not_found' : 'invalid_request', {
    pointer: `${pointer}/address`,
    message: fits ? 'is no reserved address of this network and project' : 'names subnet and address already',
    value: asked.address,
    allowed: fits ? 'the id of an address that is reserved there' : 'an address alone, or subnet and ip',
  })
}

const wishOf = (asked: AskedIp, pointer: string, scene: Scene): AddressWish => {
  const { subnets, network } = scene
  if (asked.address !== undefined) return reservedWish(asked, pointer, scene)
  if (asked.ip !== undefined) {
    const { ip } = asked
    const subnet =
      asked.subnet === undefined ? subnetAround(`${pointer}/ip`, ip, subnets) : subnetOf(pointer, asked.subnet, subnets)
    checkPortAddress(`${pointer}/ip`, subnet, ip)
    refuseAutonomous(pointer, subnet, ip)
    return { kind: 'given', pointer: `${pointer}/ip`, subnet, ip }
  }
  const [first, ...rest] = asked.subnet === undefined ? subnets : [subnetOf(pointer, asked.subnet, subnets)]
  if (first === undefined) throw noSubnet(pointer, network)
  // "Any" means any subnet of the same family as the first.
  const alike = rest.filter(({ cidr }) => familyOf(cidr) === familyOf(first.cidr))
  return { kind: 'any', pointer, subnets: [first, ...alike] }
}

/**
 * What a port has that asks for nothing: an IPv4 address, one in each subnet whose prefix is announced to it anyway, and without such a
 * subnet one IPv6 address.
 */
const defaultWishes = ({ network, subnets }: Scene): AddressWish[] => {
  const pointer = '/fixed_ips'
  if (subnets.length === 0) throw noSubnet(pointer, network)
  const any = (of: readonly SubnetRow[]): AddressWish[] => {
    const [first, ...rest] = of
    return first === undefined ? [] : [{ kind: 'any', pointer, subnets: [first, ...rest] }]
  }
  const announced = subnets.filter(isAutonomous)
  const other = (family: 4 | 6): SubnetRow[] =>
    subnets.filter((subnet) => familyOf(subnet.cidr) === family && !isAutonomous(subnet))
  return [
    ...any(other(4)),
    ...announced.flatMap((subnet) => any([subnet])),
    ...(announced.length === 0 ? any(other(6)) : []),
  ]
}

const refuseTwice = (asked: readonly AskedIp[]): void => {
  const seen = new Set<string>()
  asked.forEach(({ ip, address }, index) => {
    const what = address ?? ip
    if (what === undefined) return
    if (seen.has(what))
      throw fieldError('invalid_request', {
        pointer: `/fixed_ips/${String(index)}/${address === undefined ? 'ip' : 'address'}`,
        message: `${what} is listed twice`,
        value: what,
        allowed: 'each address once',
      })
    seen.add(what)
  })
}

/** What a request asks for in addresses. @throws DomainError */
export const wishesOf = (asked: readonly AskedIp[] | undefined, scene: Scene): AddressWish[] => {
  if (asked === undefined) return defaultWishes(scene)
  refuseTwice(asked)
  return asked.map((each, index) => wishOf(each, `/fixed_ips/${String(index)}`, scene))
}

/** What a change of a port's addresses comes to. */
export interface AddressChange {
  /** for each address that it is to have, in order: one that it has, or a wish */
  readonly places: readonly (FixedIp | AddressWish)[]
  readonly released: readonly FixedIp[]
}

const isFixed = (place: FixedIp | AddressWish): place is FixedIp => !('kind' in place)

/** Addresses that the port has stay its own as far as the request can mean them: the one that it names, else one of the subnet it names. @throws DomainError */
export const changeOf = (current: readonly FixedIp[], asked: readonly AskedIp[], scene: Scene): AddressChange => {
  refuseTwice(asked)
  const left = [...current]
  const take = (fits: (each: FixedIp) => boolean): FixedIp | undefined => {
    const index = left.findIndex(fits)
    return index < 0 ? undefined : left.splice(index, 1)[0]
  }
  const reserved = (id: string | undefined): string | undefined => scene.reservations.find((each) => each.id === id)?.ip
  const named = asked.map(({ ip, address }) => {
    const wanted = ip ?? reserved(address)
    return wanted === undefined ? undefined : take((each) => each.ip === wanted)
  })
  const places = asked.map((each, index) => {
    const open = each.ip === undefined && each.address === undefined
    const kept =
      named[index] ?? (open ? take(({ subnet }) => each.subnet === undefined || subnet === each.subnet) : undefined)
    return kept ?? wishOf(each, `/fixed_ips/${String(index)}`, scene)
  })
  return { places, released: left }
}

/** Whether nothing changes but perhaps the order. */
export const isSame = ({ places, released }: AddressChange): boolean => released.length === 0 && places.every(isFixed)
