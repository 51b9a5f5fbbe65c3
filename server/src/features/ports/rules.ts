import { toHostLabel, type CreatePort, type UpdatePort } from '@quantumnet/api'
import { fieldError, type DomainError } from '../../errors.ts'
import type { Wanted } from '../../resource-kit/commands.ts'
import type { NetworkRow } from '../networks/index.ts'
import { addressOf, blockOf, checkPortAddress, type SubnetRow } from '../subnets/index.ts'
import type { PortRow } from './store.ts'

type Naming = Pick<CreatePort, 'hostname' | 'vm'> & { readonly name?: string | undefined }

/** The hostname that was asked for, or the one that the VM's name gives. */
export const hostnameOf = ({ hostname, vm }: Naming): string | null =>
  hostname ?? (vm?.name == null ? undefined : toHostLabel(vm.name)) ?? null

/** A VM's name may hold what a resource's name may not. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/

/** Name, else hostname, else the VM's name, else "port-" and the first digits of the id. */
export const portNameOf = (request: Naming, id: string): string => {
  const vmName = request.vm?.name ?? ''
  return request.name ?? hostnameOf(request) ?? (NAME.test(vmName) ? vmName : `port-${id.slice(0, 8)}`)
}

/** An address that a request asks for: a certain one, or any of these subnets, the first that has one. */
export type AddressWish =
  | { readonly kind: 'given'; readonly pointer: string; readonly subnet: SubnetRow; readonly ip: string }
  | { readonly kind: 'any'; readonly pointer: string; readonly subnets: readonly [SubnetRow, ...SubnetRow[]] }

type Asked = NonNullable<CreatePort['fixed_ips']>[number]

const listed = (subnets: readonly SubnetRow[]): string =>
  subnets.length === 0
    ? 'none: the network has no subnet'
    : subnets.map(({ id, name, cidr }) => `"${name}" ${cidr} (${id})`).join(', ')

const subnetOf = (pointer: string, id: string, subnets: readonly SubnetRow[]): SubnetRow => {
  const subnet = subnets.find((candidate) => candidate.id === id.toLowerCase())
  if (subnet !== undefined) return subnet
  throw fieldError('reference_not_found', {
    pointer: `${pointer}/subnet`,
    message: 'is no subnet of the network, or is being deleted',
    value: id,
    allowed: listed(subnets),
  })
}

const subnetAround = (pointer: string, ip: string, subnets: readonly SubnetRow[]): SubnetRow => {
  const value = addressOf(ip)
  const subnet = subnets.find(({ cidr }) => {
    const { network, prefixLength } = blockOf(cidr)
    return value >> BigInt(32 - prefixLength) === network >> BigInt(32 - prefixLength)
  })
  if (subnet !== undefined) return subnet
  throw fieldError('address_outside_subnet', {
    pointer: `${pointer}/ip`,
    message: `${ip} lies in no subnet of the network`,
    value: ip,
    allowed: listed(subnets),
  })
}

const noSubnet = (pointer: string, network: Pick<NetworkRow, 'name'>): DomainError =>
  fieldError('reference_not_found', {
    pointer,
    message: `network "${network.name}" has no subnet to take an address from`,
    allowed: 'a subnet that is made first, or fixed_ips: [] for a port without an address',
  })

const wishOf = (asked: Asked, pointer: string, subnets: readonly SubnetRow[]): AddressWish | undefined => {
  if (asked.ip !== undefined) {
    const subnet =
      asked.subnet === undefined ? subnetAround(pointer, asked.ip, subnets) : subnetOf(pointer, asked.subnet, subnets)
    checkPortAddress(`${pointer}/ip`, subnet, asked.ip)
    return { kind: 'given', pointer: `${pointer}/ip`, subnet, ip: asked.ip }
  }
  const [first, ...rest] = asked.subnet === undefined ? subnets : [subnetOf(pointer, asked.subnet, subnets)]
  return first === undefined ? undefined : { kind: 'any', pointer, subnets: [first, ...rest] }
}

const refuseTwice = (wishes: readonly AddressWish[]): void => {
  const seen = new Set<string>()
  for (const wish of wishes) {
    if (wish.kind === 'any') continue
    if (seen.has(wish.ip))
      throw fieldError('invalid_request', {
        pointer: wish.pointer,
        message: `${wish.ip} is listed twice`,
        value: wish.ip,
        allowed: 'each address once',
      })
    seen.add(wish.ip)
  }
}

/** What a request asks for in addresses, by the live subnets of its network, oldest first. @throws DomainError */
export const wishesOf = (
  request: Pick<CreatePort, 'fixed_ips'>,
  network: Pick<NetworkRow, 'name'>,
  subnets: readonly SubnetRow[],
): AddressWish[] => {
  const wishes = (request.fixed_ips ?? [{}]).map((asked, index) => {
    const pointer = request.fixed_ips === undefined ? '/fixed_ips' : `/fixed_ips/${String(index)}`
    const wish = wishOf(asked, pointer, subnets)
    if (wish === undefined) throw noSubnet(pointer, network)
    return wish
  })
  refuseTwice(wishes)
  return wishes
}

/** The columns as an update wants them. A field of `vm` that is left out stays as it is. */
export const patchedPort = ({ vm, ...patch }: UpdatePort): Wanted<PortRow> => ({
  ...patch,
  vm_id: vm?.id,
  vm_name: vm?.name,
})
