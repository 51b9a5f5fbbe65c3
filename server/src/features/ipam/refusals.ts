import { DomainError, fieldError } from '../../errors.ts'
import type { Holder } from './claim.ts'
import type { AllocatingSubnet, Wish } from './wish.ts'

const KINDS: Readonly<Record<string, string>> = { address: 'a reservation', subnet: 'the subnet itself' }

const named = ({ owner_kind: kind, name, owner_id: id }: Holder): string => {
  if (kind === 'port' || kind === 'address') return `${kind === 'port' ? 'port' : 'reservation'} "${name ?? id}"`
  return KINDS[kind] ?? `${kind.replaceAll('_', ' ')} ${id}`
}

/** Another project's is not named: it is no business of the caller's. */
const who = (holder: Holder | undefined, project: string): string => {
  if (holder === undefined) return 'somebody'
  if (holder.project_id !== project) return 'another project'
  const state = {
    used: '',
    releasing: ', which is being deleted,',
    held: ', which is gone, and whose hold-down is not over,',
  }[holder.state]
  return `${named(holder)}${state}`
}

/** Somebody has the address that was asked for. */
export const addressTaken = (
  wish: Wish,
  ip: string,
  subnet: Pick<AllocatingSubnet, 'name' | 'cidr'>,
  holder: Holder | undefined,
): DomainError =>
  fieldError('address_taken', {
    pointer: wish.pointer,
    message: `${who(holder, wish.project)} has ${ip}`,
    value: ip,
    allowed: `a free address of subnet "${subnet.name}" (${subnet.cidr}); without one the next free one is taken`,
  })

/** None of these subnets has an address left, held ones included. */
export const subnetExhausted = (pointer: string, subnets: readonly AllocatingSubnet[]): DomainError => {
  const names = subnets.map(({ name, cidr }) => `"${name}" (${cidr})`).join(', ')
  const ranges = subnets.flatMap(({ allocation_ranges }) =>
    allocation_ranges.map(({ start, end }) => `${start} to ${end}`),
  )
  return new DomainError(
    'subnet_exhausted',
    `no address is free in subnet ${names}: ${ranges.join(', ')} are all in use`,
    {
      errors: [{ pointer, message: 'no address is free', allowed: 'a subnet with a free address' }],
    },
  )
}

/** Only when other requests win every race: told as passing, because it is. */
export const contended = (subnet: Pick<AllocatingSubnet, 'name'>): DomainError =>
  new DomainError(
    'unavailable',
    `too many requests want addresses of subnet "${subnet.name}" at once; nothing was made`,
  )
