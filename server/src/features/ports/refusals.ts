import type { CreatePort, UpdatePort } from '@quantumnet/api'
import type { DomainError } from '../../errors.ts'
import { fieldError } from '../../errors.ts'
import type { HostnameHolder } from './store.ts'

export const macTaken = (mac: string): DomainError =>
  fieldError('mac_taken', {
    pointer: '/mac',
    message:
      'another port, a gateway or a DNS address of the network has this MAC address, or a port that is being deleted',
    value: mac,
    allowed: 'an address that nobody on the network has; without one it is generated',
  })

/** MAC addresses are their owners' by id, so no two kinds of owner may have the same. */
export const idOfAnother = (id: string): DomainError =>
  fieldError('id_taken', {
    pointer: '/id',
    message: 'is the id of something else that has a MAC address',
    value: id,
    allowed: 'an id that was never used, or none',
  })

/** @param holder the port of the project that has it; undefined: it is gone meanwhile */
export const hostnameTaken = (
  request: Pick<CreatePort | UpdatePort, 'hostname' | 'vm'>,
  holder: HostnameHolder | undefined,
): DomainError => {
  const derived = request.hostname == null
  const who = holder === undefined ? 'another port of the project' : `port "${holder.name}" (${holder.id})`
  return fieldError('hostname_taken', {
    pointer: derived ? '/vm/name' : '/hostname',
    message: `${who} has the hostname${derived ? ' that this name gives' : ''}`,
    value: request.hostname ?? request.vm?.name,
    allowed: derived ? 'a hostname of its own, given as hostname' : 'a hostname that no other port of the project has',
  })
}
