import type { Blocked, Occupied } from '../ovn/diff.ts'
import { keyText, type Key } from '../ovn/key.ts'
import { nameOf, type Desired, type Replica } from '../ovn/rows.ts'

/** Why a root is not in OVN as it should be. */
export interface Failure {
  readonly type: 'ApplyFailed' | 'Waiting'
  readonly reason: string
  readonly message: string
  /** the root that it waits for */
  readonly waitsFor?: Key
}

export const waiting = ({ missing }: Blocked): Failure => ({
  type: 'Waiting',
  reason: 'DependencyMissing',
  message: `waits for ${keyText(missing.owner)}, whose ${missing.table} is not in OVN`,
  waitsFor: missing.owner,
})

const MOST_NAMES = 5

const listed = (names: readonly string[]): string =>
  names.length <= MOST_NAMES
    ? names.join(', ')
    : `${names.slice(0, MOST_NAMES).join(', ')} and ${String(names.length - MOST_NAMES)} more`

export const holdsStrangers = ({ row: { table, uuid }, strangers }: Occupied, replica: Replica): Failure => ({
  type: 'ApplyFailed',
  reason: 'HoldsStrangers',
  message: `${table} ${nameOf(replica.row(table, uuid)) ?? uuid} cannot be deleted: it holds what is not ours: ${listed(strangers)}. Take that out of it`,
})

/** A row of ours stays for as long as it is in a set of somebody else, and these are not ours to change. */
export const heldElsewhere = ({ key, rows }: Desired, replica: Replica): Failure | undefined => {
  const wanted = new Set<string>(rows.map(({ uuid }) => uuid))
  for (const { table, uuid } of replica.owned(key)) {
    const holder = wanted.has(uuid) ? undefined : replica.containersOf(uuid).find(({ isOurs }) => !isOurs)
    if (holder === undefined) continue
    const name = nameOf(replica.row(holder.table, holder.uuid)) ?? holder.uuid
    return {
      type: 'ApplyFailed',
      reason: 'HeldByStranger',
      message: `${table} ${uuid} cannot be removed: ${holder.table} ${name}, which is not ours, holds it. Take it out of that`,
    }
  }
  return undefined
}
