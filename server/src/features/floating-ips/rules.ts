import { fieldError } from '../../errors.ts'
import { familyOf } from '../ipam/index.ts'

/** A port as far as translation is concerned. */
export interface TargetPort {
  readonly id: string
  readonly name: string
  readonly fixed_ips: readonly { readonly subnet: string; readonly ip: string }[]
}

/** An address of a port. */
export interface FixedIpChoice {
  readonly subnet: string
  readonly ip: string
}

const addressesOf = ({ fixed_ips: fixedIps }: TargetPort): string =>
  fixedIps.length === 0 ? 'none' : fixedIps.map(({ ip }) => ip).join(', ')

/** What a request says about a target; `at` is where it says so: empty, or `/target`. */
export interface Asked {
  readonly at: string
  readonly ip: string | undefined
}

const familyText = (ip: string): string => `IPv${String(familyOf(ip))}`

/**
 * The address of a port that another address is translated to: the one that was asked for, or the port's first of the same family.
 * @throws DomainError address_outside_subnet, invalid_request, invalid_state
 */
export const chooseFixedIp = (port: TargetPort, address: string, { at, ip: asked }: Asked): FixedIpChoice => {
  const family = familyText(address)
  const chosen = port.fixed_ips.find(({ ip }) => (asked === undefined ? familyText(ip) === family : ip === asked))
  if (chosen !== undefined && familyText(chosen.ip) === family) return chosen
  if (chosen !== undefined)
    throw fieldError('invalid_request', {
      pointer: `${at}/fixed_ip`,
      message: `is ${familyText(chosen.ip)}, and ${address} is ${family}: families are not translated`,
      value: asked,
      allowed: `an ${family} address of the port`,
    })
  if (asked !== undefined)
    throw fieldError('address_outside_subnet', {
      pointer: `${at}/fixed_ip`,
      message: `port "${port.name}" does not have the address ${asked}`,
      value: asked,
      allowed: addressesOf(port),
    })
  throw fieldError('invalid_state', {
    pointer: `${at}/port`,
    message: `port "${port.name}" has no ${family} address that ${address} could stand for`,
    value: port.id,
    allowed: `a port with an ${family} address; this one has ${addressesOf(port)}`,
  })
}

/** A router that has an interface in a subnet. */
export interface RouterCandidate {
  readonly id: string
  readonly name: string
  readonly gateway_network: { readonly id: string; readonly name: string } | null
  /** whether its interface has the subnet's gateway address, so that the subnet's ports send to it */
  readonly is_gateway: boolean
}

/** What has to be reached from where; `at` as above. */
export interface Reach {
  readonly at: string
  readonly port: { readonly id: string; readonly name: string }
  readonly subnet: { readonly name: string; readonly cidr: string }
  readonly external: { readonly id: string; readonly name: string }
  /** the router that translates the address already; its other uses have to pass the same one */
  readonly translator: { readonly id: string; readonly name: string } | null
}

const missing = (candidates: readonly RouterCandidate[]): string => {
  if (candidates.length === 0) return 'no router has an interface in that subnet'
  return candidates
    .map(({ name, gateway_network: network }) =>
      network === null
        ? `router "${name}" has no external gateway`
        : `the external gateway of router "${name}" is on network "${network.name}"`,
    )
    .join(', and ')
}

/**
 * The router by which a port reaches an external network. Of several, the one that the subnet's ports send to, else the oldest.
 * @throws DomainError invalid_state, which says what is missing
 */
export const chooseRouter = (
  candidates: readonly RouterCandidate[],
  { at, port, subnet, external, translator }: Reach,
): RouterCandidate => {
  const reaching = candidates.filter(({ gateway_network: network }) => network?.id === external.id)
  const able = reaching.filter(({ id }) => translator === null || id === translator.id)
  const router = able.find(({ is_gateway: isGateway }) => isGateway) ?? able[0]
  if (router !== undefined) return router
  if (translator !== null && reaching.length > 0)
    throw fieldError('invalid_state', {
      pointer: `${at}/port`,
      message: `the address is translated by router "${translator.name}", which has no interface in subnet "${subnet.name}" (${subnet.cidr}) of port "${port.name}"`,
      value: port.id,
      allowed: `a port in a subnet of router "${translator.name}"`,
    })
  throw fieldError('invalid_state', {
    pointer: `${at}/port`,
    message:
      `port "${port.name}" in subnet "${subnet.name}" (${subnet.cidr}) does not reach external network "${external.name}": ` +
      missing(candidates),
    value: port.id,
    allowed: `a port in a subnet of a router whose external_gateway is network "${external.name}"`,
  })
}

/**
 * Where a floating IP is answered: on its VM's hypervisor only when that was asked for and nothing needs the gateway.
 * @param tied whether a port forward or a load balancer ties it to the gateway
 */
export const placementOf = (
  asked: boolean,
  tied: boolean,
  router: { readonly distributed: boolean } | null,
): 'central' | 'distributed' => (asked && !tied && router?.distributed !== false ? 'distributed' : 'central')
