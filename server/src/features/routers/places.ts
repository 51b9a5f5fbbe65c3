import { NO_SUBNET } from '@quantumnet/api'
import { fieldError, type DomainError } from '../../errors.ts'
import { familyOf, type Place } from '../ipam/index.ts'
import { checkPortAddress } from '../subnets/index.ts'
import { liesIn } from './rules.ts'

/** A subnet that addresses are taken from. */
export type PlacedSubnet = Extract<Place, { kind: 'given' }>['subnet']

/** The network that an address is asked for in, with its live subnets. */
export interface PlacedNetwork<Subnet extends PlacedSubnet = PlacedSubnet> {
  readonly id: string
  readonly name: string
  readonly subnets: readonly Subnet[]
}

/** What a request says about an address. */
export interface AskedAddress {
  readonly subnet?: string | undefined
  readonly ip?: string | undefined
}

/** Where the request says so. */
export interface AskedAt {
  readonly network: string
  readonly subnet: string
  readonly ip: string
}

const listed = (subnets: readonly PlacedSubnet[]): string =>
  subnets.length === 0 ? 'none' : subnets.map(({ id, name, cidr }) => `"${name}" ${cidr} (${id})`).join(', ')

const subnetOf = <Subnet extends PlacedSubnet>(network: PlacedNetwork<Subnet>, id: string, pointer: string): Subnet => {
  const subnet = network.subnets.find((candidate) => candidate.id === id)
  if (subnet !== undefined) return subnet
  throw fieldError('reference_not_found', {
    pointer,
    message: `is no subnet of network "${network.name}", or is being deleted`,
    value: id,
    allowed: listed(network.subnets),
  })
}

const subnetAround = <Subnet extends PlacedSubnet>(
  network: PlacedNetwork<Subnet>,
  ip: string,
  pointer: string,
): Subnet => {
  const subnet = network.subnets.find(({ cidr }) => liesIn(cidr, ip))
  if (subnet !== undefined) return subnet
  throw fieldError('address_outside_subnet', {
    pointer,
    message: `${ip} lies in no subnet of network "${network.name}"`,
    value: ip,
    allowed: listed(network.subnets),
  })
}

const noSubnet = (network: PlacedNetwork, pointer: string): DomainError =>
  fieldError('reference_not_found', {
    pointer,
    message: `network "${network.name}" ${NO_SUBNET}`,
    value: network.id,
    allowed: 'a network with a subnet',
  })

const anyOf = <Subnet extends PlacedSubnet>(
  network: PlacedNetwork<Subnet>,
  subnets: readonly Subnet[],
  pointer: string,
): Place<Subnet> => {
  const [first, ...more] = subnets
  if (first === undefined) throw noSubnet(network, pointer)
  return { kind: 'any', subnets: [first, ...more] }
}

/** Subnets of one family: of IPv4 when the network has any. */
const ofUsualFamily = <Subnet extends PlacedSubnet>(subnets: readonly Subnet[]): readonly Subnet[] => {
  const v4 = subnets.filter(({ cidr }) => familyOf(cidr) === 4)
  return v4.length > 0 ? v4 : subnets
}

/**
 * Where an address is to come from: the one that was asked for, any of the subnet that was named, or any of the network.
 * @throws DomainError reference_not_found, address_outside_subnet, address_reserved
 */
export const placeIn = <Subnet extends PlacedSubnet>(
  network: PlacedNetwork<Subnet>,
  asked: AskedAddress,
  at: AskedAt,
): Place<Subnet> => {
  const named = asked.subnet === undefined ? undefined : subnetOf(network, asked.subnet, at.subnet)
  if (asked.ip === undefined)
    return anyOf(network, named === undefined ? ofUsualFamily(network.subnets) : [named], at.network)
  const subnet = named ?? subnetAround(network, asked.ip, at.ip)
  checkPortAddress(at.ip, subnet, asked.ip)
  return { kind: 'given', subnet, ip: asked.ip }
}

/** A place, and where in the request it was asked for. */
export interface AskedPlace<Subnet extends PlacedSubnet = PlacedSubnet> {
  readonly pointer: string
  readonly place: Place<Subnet>
}

const NETWORK = '/external_gateway/network'

/** An address of every family that the network has. */
const oneOfEach = <Subnet extends PlacedSubnet>(network: PlacedNetwork<Subnet>): AskedPlace<Subnet>[] => {
  const families = [...new Set(network.subnets.map(({ cidr }) => familyOf(cidr)))].sort()
  if (families.length === 0) throw noSubnet(network, NETWORK)
  return families.map((family) => ({
    pointer: NETWORK,
    place: anyOf(
      network,
      network.subnets.filter(({ cidr }) => familyOf(cidr) === family),
      NETWORK,
    ),
  }))
}

/** The family of a place's addresses. */
const familyOfPlace = (place: Place): 4 | 6 => familyOf(place.kind === 'given' ? place.ip : place.subnets[0].cidr)

/**
 * Where the addresses of an external gateway come from. @param wishes undefined: one of each family
 * @throws DomainError reference_not_found, address_outside_subnet, address_reserved, invalid_request
 */
export const gatewayPlaces = <Subnet extends PlacedSubnet>(
  network: PlacedNetwork<Subnet>,
  wishes: readonly AskedAddress[] | undefined,
): readonly AskedPlace<Subnet>[] => {
  if (wishes === undefined) return oneOfEach(network)
  const places = wishes.map((wish, index) => {
    const pointer = `/external_gateway/fixed_ips/${String(index)}`
    return {
      pointer: wish.ip === undefined ? pointer : `${pointer}/ip`,
      place: placeIn(network, wish, { network: NETWORK, subnet: `${pointer}/subnet`, ip: `${pointer}/ip` }),
    }
  })
  const [first, second] = places.map(({ place }) => familyOfPlace(place))
  if (first === undefined || first !== second) return places
  throw fieldError('invalid_request', {
    pointer: '/external_gateway/fixed_ips/1',
    message: `is a second IPv${String(second)} address: packets leave with one of each family`,
    value: wishes[1],
    allowed: 'at most one address of IPv4 and one of IPv6',
  })
}

/** Whether an address is what is asked for. */
const fulfils = ({ place }: AskedPlace, { subnet, ip }: { readonly subnet: string; readonly ip: string }): boolean =>
  place.kind === 'given' ? place.ip === ip : place.subnets.some(({ id }) => id === subnet)

/** What of a router's addresses stays, goes, and has to be taken, so that it has what is asked for. */
export interface GatewayChange<Ip, Asked> {
  readonly kept: readonly Ip[]
  readonly released: readonly Ip[]
  readonly asked: readonly Asked[]
}

/** An address that is asked for again stays; so does one where any will do. */
export const gatewayChange = <Ip extends { readonly subnet: string; readonly ip: string }, Asked extends AskedPlace>(
  current: readonly Ip[],
  places: readonly Asked[],
): GatewayChange<Ip, Asked> => {
  const kept = current.filter((ip) => places.some((place) => fulfils(place, ip)))
  return {
    kept,
    released: current.filter((ip) => !kept.includes(ip)),
    asked: places.filter((place) => !kept.some((ip) => fulfils(place, ip))),
  }
}
