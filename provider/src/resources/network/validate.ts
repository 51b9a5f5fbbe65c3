import { NetworkType } from '@quantumnet/api'
import { isGiven, UNKNOWN, type Drafts, type Finding } from '../../framework/index.ts'
import type { Network } from './schema.ts'

/** Whether a network's type and its place on a wire fit together, as far as they are known. */

const OVERLAY = 'overlay'
const types: readonly string[] = NetworkType.options

export const validate = ({
  type,
  physical_network: wire,
  segment_id: tag,
}: Pick<Drafts<Network>, 'type' | 'physical_network' | 'segment_id'>): readonly Finding[] => {
  if (type === UNKNOWN) return []
  const kind = type ?? OVERLAY
  // The API's own schema says what else is wrong with it.
  if (!types.includes(kind)) return []
  const found: Finding[] = []
  if (kind === OVERLAY) {
    if (isGiven(wire)) found.push({ path: ['physical_network'], message: 'A network of type overlay is on none.' })
    if (isGiven(tag)) found.push({ path: ['segment_id'], message: 'OVN numbers networks of type overlay by itself.' })
    return found
  }
  if (wire === null)
    found.push({ path: ['type'], message: `A network of type ${kind} needs physical_network, the wire that it is on.` })
  if (kind === 'vlan' && tag === null)
    found.push({ path: ['type'], message: 'A network of type vlan needs segment_id, its tag, 1 to 4094.' })
  if (kind === 'flat' && isGiven(tag))
    found.push({
      path: ['segment_id'],
      message: 'A network of type flat has no tag. Leave it out, or choose type vlan.',
    })
  return found
}
