import { formatIp, reversedAddress } from '@quantumnet/api'
import type { Queryable } from '../../db/pool.ts'
import { fieldError } from '../../errors.ts'
import { parentDomains, zonesNamed } from '../dns-zones/index.ts'
import { hostnameMet, nearestZone, type RecordSet } from './rules.ts'
import { portAt, portNamed } from './store.ts'

/** What else has a name already: a nearer zone, or IPAM by a port. */

/** Answers come from the nearest zone: a record above it would never be seen. @throws DomainError invalid_state */
export const checkNotInNearerZone = async (
  db: Queryable,
  project: string,
  { name, fqdn }: RecordSet,
  zone: string,
): Promise<void> => {
  const between = [fqdn, ...parentDomains(fqdn)].filter(({ length }) => length > zone.length)
  const nearer = nearestZone(fqdn, await zonesNamed(db, project, between))
  if (nearer === undefined) return
  throw fieldError('invalid_state', {
    pointer: '/name',
    message: `lies in zone "${nearer.name}" of the project, which answers for it`,
    value: name,
    allowed: `a record in zone "${nearer.name}" (${nearer.id})`,
  })
}

/** IPAM makes the names of ports, and nothing shadows or doubles them. @throws DomainError hostname_taken, already_exists */
export const checkNotOfPort = async (
  db: Queryable,
  project: string,
  record: RecordSet,
  inOwnZone: boolean,
): Promise<void> => {
  const met = inOwnZone ? hostnameMet(record) : undefined
  const named = met === undefined ? undefined : await portNamed(db, project, met)
  if (named !== undefined)
    throw fieldError('hostname_taken', {
      pointer: '/name',
      message: `port "${named.name}" (${named.id}) has this name, and its addresses are answered for it`,
      value: record.name,
      allowed: 'a name that no port of the project has; other types than A, AAAA and CNAME may have it too',
    })
  const reversed = record.type === 'PTR' ? reversedAddress(record.fqdn) : undefined
  const at = reversed === undefined ? undefined : await portAt(db, project, formatIp(reversed))
  if (at !== undefined)
    throw fieldError('already_exists', {
      pointer: '/name',
      message: `port "${at.name}" (${at.id}) has this address, and its hostname is answered for it`,
      value: record.name,
      allowed: 'an address that no port with a hostname has',
    })
}
