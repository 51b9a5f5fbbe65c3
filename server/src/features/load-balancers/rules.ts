import { cidrContains, type CreateLoadBalancer } from '@quantumnet/api'
import { fieldError } from '../../errors.ts'
import { referenceNotFound } from '../../resource-kit/refusals.ts'
import { blockOf, familyOf, ipOf, type AllocatingSubnet, type Place } from '../ipam/index.ts'
import { checkPortAddress } from '../subnets/index.ts'

/** What a request says of a load balancer's address. */
export type VipRequest = CreateLoadBalancer['vip']

/** A network as far as an address on it is concerned. */
export interface VipNetwork {
  readonly name: string
  readonly type: string
}

/** Addresses of external networks are floating IPs: as such they are counted and given to projects. @throws DomainError invalid_request */
export const checkVipNetwork = (network: VipNetwork, vip: VipRequest): void => {
  if (network.type !== 'external') return
  throw fieldError('invalid_request', {
    pointer: vip.network === undefined ? '/vip/subnet' : '/vip/network',
    message: `network "${network.name}" is external, and addresses of it are floating IPs`,
    value: vip.network ?? vip.subnet,
    allowed: 'a network of VMs, or a floating IP as vip.floating_ip',
  })
}

const named = ({ name, cidr }: Pick<AllocatingSubnet, 'name' | 'cidr'>): string => `"${name}" (${cidr})`

const givenAddress = <S extends AllocatingSubnet>(ip: string, subnets: readonly S[]): Place<S> => {
  const subnet = subnets.find(({ cidr }) => cidrContains(blockOf(cidr), ipOf(ip)))
  if (subnet === undefined)
    throw fieldError('address_outside_subnet', {
      pointer: '/vip/address',
      message: `${ip} lies in no subnet of the request`,
      value: ip,
      allowed: `an address of ${subnets.map(named).join(' or ')}`,
    })
  checkPortAddress('/vip/address', subnet, ip)
  return { kind: 'given', subnet, ip }
}

/**
 * Where the address comes from, among the live subnets of the network, oldest first. Without a subnet or an address it is one of the first
 * subnet's family. @throws DomainError reference_not_found, invalid_state, address_outside_subnet, address_reserved
 */
export const vipPlace = <S extends AllocatingSubnet>(
  vip: VipRequest,
  network: VipNetwork,
  subnets: readonly S[],
): Place<S> => {
  const asked = vip.subnet === undefined ? subnets : subnets.filter(({ id }) => id === vip.subnet)
  const [first, ...others] = asked
  if (first === undefined && vip.subnet !== undefined) throw referenceNotFound('/vip/subnet', 'subnet', vip.subnet)
  if (first === undefined)
    throw fieldError('invalid_state', {
      pointer: '/vip/network',
      message: `network "${network.name}" has no subnet that an address could come from`,
      value: vip.network,
      allowed: 'a network with a subnet',
    })
  if (vip.address !== undefined) return givenAddress(vip.address, asked)
  const family = familyOf(first.cidr)
  return { kind: 'any', subnets: [first, ...others.filter(({ cidr }) => familyOf(cidr) === family)] }
}
