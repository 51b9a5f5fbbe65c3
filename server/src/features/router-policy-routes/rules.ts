import { PROTOCOLS_WITH_PORTS } from '@quantumnet/api'
import { fieldError, type DomainError } from '../../errors.ts'
import { familyOf } from '../ipam/index.ts'
import { checkNextHop, checkSameFamily, type Connections } from '../routers/index.ts'

export interface PortRange {
  readonly min: number
  readonly max: number
}

/** Which packets a policy route is about; every field is there, null where it does not matter. */
export interface PolicyMatch {
  readonly source: string | null
  readonly destination: string | null
  /** canonical name, number in digits, or `any` */
  readonly protocol: string
  readonly source_ports: PortRange | null
  readonly destination_ports: PortRange | null
  readonly inbound_interface: string | null
}

/** What a policy route says. */
export interface PolicyRoute {
  readonly match: PolicyMatch
  readonly action: 'allow' | 'drop' | 'reroute'
  readonly next_hops: readonly string[]
}

const checkPorts = ({ protocol, source_ports: source, destination_ports: destination }: PolicyMatch): void => {
  if ((source === null && destination === null) || PROTOCOLS_WITH_PORTS.includes(protocol)) return
  throw fieldError('invalid_request', {
    pointer: `/match/${source === null ? 'destination_ports' : 'source_ports'}`,
    message: `goes with a protocol that has ports, not with "${protocol}"`,
    value: source ?? destination,
    allowed: `null, or protocol ${PROTOCOLS_WITH_PORTS.join(', ')}`,
  })
}

/** Protocols that belong to one family only. */
const FAMILY_OF_PROTOCOL: Readonly<Record<string, 4 | 6>> = { icmp: 4, icmpv6: 6 }

const checkProtocolFamily = (protocol: string, block: string | null): void => {
  const family = FAMILY_OF_PROTOCOL[protocol]
  if (family === undefined || block === null || familyOf(block) === family) return
  throw fieldError('invalid_request', {
    pointer: '/match/protocol',
    message: `${protocol} is a protocol of IPv${String(family)}, and ${block} is IPv${String(familyOf(block))}`,
    value: protocol,
    allowed: `${family === 4 ? 'icmpv6' : 'icmp'}, or blocks of IPv${String(family)}`,
  })
}

/** A match that no packet can meet would stand there without effect. */
const checkMatch = (match: PolicyMatch): void => {
  const { source, destination, protocol } = match
  if (source !== null && destination !== null)
    checkSameFamily('/match/destination', destination, { what: 'source', text: source })
  checkProtocolFamily(protocol, source ?? destination)
  checkPorts(match)
}

const checkInterface = ({ inbound_interface: id }: PolicyMatch, router: Connections): void => {
  if (id === null || router.subnets.some((subnet) => subnet.interface_id === id)) return
  throw fieldError('reference_not_found', {
    pointer: '/match/inbound_interface',
    message: `is no interface of router "${router.name}"`,
    value: id,
    allowed:
      router.subnets
        .flatMap(({ interface_id: own, name }) => (own === null ? [] : [`${own} (subnet "${name}")`]))
        .join(', ') || 'null: the router has no interface',
  })
}

const wrongHops = (hops: readonly string[], message: string, allowed: string): DomainError =>
  fieldError('invalid_request', { pointer: '/next_hops', message, value: hops, allowed })

const checkHops = ({ match, action, next_hops: hops }: PolicyRoute, router: Connections): void => {
  if (action !== 'reroute' && hops.length > 0)
    throw wrongHops(hops, `must be empty when the action is ${action}`, '[], or the action reroute')
  if (action === 'reroute' && hops.length === 0)
    throw wrongHops(hops, 'must not be empty when the action is reroute', 'addresses in subnets of the router')
  const block = match.source ?? match.destination
  hops.forEach((hop, index) => {
    const pointer = `/next_hops/${String(index)}`
    if (block !== null) checkSameFamily(pointer, hop, { what: 'the match', text: block })
    checkSameFamily(pointer, hop, { what: 'the first next hop', text: hops[0] ?? hop })
    checkNextHop(pointer, router, hop)
  })
}

/**
 * Whether a router can have this policy route.
 * @throws DomainError invalid_request, reference_not_found, address_outside_subnet, address_reserved
 */
export const checkPolicyRoute = (router: Connections, route: PolicyRoute): void => {
  checkMatch(route.match)
  checkInterface(route.match, router)
  checkHops(route, router)
}
