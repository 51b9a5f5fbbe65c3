import type { Condition } from '@quantumnet/api'
import type { PortRow } from './store.ts'

/**
 * What of a port is kept and checked, and not yet in OVN or DNS. The rest of it is, so the port comes as far as "realized"; this condition
 * beside that says what it does not mean.
 */

type Row = Pick<PortRow, 'qos_policy_id' | 'updated_at'>

const partsOf = (row: Row): string[] => [...(row.qos_policy_id === null ? [] : ['qos_policy'])]

/** The condition of a port that is realized without something of it; none when nothing is left out. Pure. */
export const withoutEffect = (row: Row): Condition[] => {
  const parts = partsOf(row)
  if (parts.length === 0) return []
  const message = `without effect in this version of the server, which does not yet write it to OVN or DNS: ${parts.join(', ')}`
  return [{ type: 'PartlyProgrammed', reason: 'NotProgrammed', message, since: row.updated_at.toISOString() }]
}
