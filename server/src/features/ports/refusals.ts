import type { CreatePort, UpdatePort } from '@quantumnet/api'
import { DomainError, fieldError } from '../../errors.ts'
import type { Refusals } from '../../resource-kit/commands.ts'
import type { SubnetRow } from '../subnets/index.ts'
import type { AddressWish } from './rules.ts'

export const macTaken = (mac: string): DomainError =>
  fieldError('mac_taken', {
    pointer: '/mac',
    message:
      'another port, a gateway or a DNS address of the network has this MAC address, or a port that is being deleted',
    value: mac,
    allowed: 'an address that nobody on the network has; without one it is generated',
  })

/** As likely as guessing forty random bits; repeating the request generates another. */
const generatedMacTaken = (): DomainError =>
  new DomainError('unavailable', 'the generated MAC address was taken at the same time; nothing was made')

const hostnameTaken = (request: Pick<CreatePort | UpdatePort, 'hostname' | 'vm'>): DomainError => {
  const derived = request.hostname == null
  return fieldError('hostname_taken', {
    pointer: derived ? '/vm/name' : '/hostname',
    message: `another port of the project has the hostname${derived ? ' that this name gives' : ''}`,
    value: request.hostname ?? request.vm?.name,
    allowed: derived ? 'a hostname of its own, given as hostname' : 'a hostname that no other port of the project has',
  })
}

/** What the database refuses of a new port. */
export const createRefusals = (request: CreatePort): Refusals => ({
  port_mac: () => (request.mac === undefined ? generatedMacTaken() : macTaken(request.mac)),
  port_hostname: () => hostnameTaken(request),
})

export const updateRefusals = (patch: UpdatePort): Refusals => ({ port_hostname: () => hostnameTaken(patch) })

export const addressTaken = (
  wish: AddressWish & { kind: 'given' },
  holder: { readonly name: string; readonly deleting: boolean } | undefined,
): DomainError => {
  const who =
    holder === undefined ? 'somebody' : `port "${holder.name}"${holder.deleting ? ', which is being deleted,' : ''}`
  return fieldError('address_taken', {
    pointer: wish.pointer,
    message: `${who} has ${wish.ip}`,
    value: wish.ip,
    allowed: `a free address of subnet "${wish.subnet.name}" (${wish.subnet.cidr}); without one the next free one is taken`,
  })
}

export const subnetExhausted = (pointer: string, subnets: readonly SubnetRow[]): DomainError => {
  const named = subnets.map(({ name, cidr }) => `"${name}" (${cidr})`).join(', ')
  const ranges = subnets.flatMap(({ allocation_ranges }) =>
    allocation_ranges.map(({ start, end }) => `${start} to ${end}`),
  )
  return new DomainError(
    'subnet_exhausted',
    `no address is free in subnet ${named}: ${ranges.join(', ')} are all in use`,
    {
      errors: [{ pointer, message: 'no address is free', allowed: 'a subnet with a free address' }],
    },
  )
}

/** Only when other requests win every race: told as passing, because it is. */
export const contended = (subnet: SubnetRow): DomainError =>
  new DomainError(
    'unavailable',
    `too many requests want addresses of subnet "${subnet.name}" at once; nothing was made`,
  )
