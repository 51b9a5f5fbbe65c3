import { NetworkType, placementFaults } from '@quantumnet/api'
import { isGiven, UNKNOWN, type Drafts, type Finding } from '../../framework/index.ts'
import type { Network } from './schema.ts'

/** Whether a network's type and its place on a wire fit together, as far as they are known. */

const OVERLAY = 'overlay'

const isSet = (value: unknown): boolean | undefined => (value === UNKNOWN ? undefined : isGiven(value))

export const validate = ({
  type,
  ...place
}: Pick<Drafts<Network>, 'type' | 'physical_network' | 'segment_id'>): readonly Finding[] => {
  if (type === UNKNOWN) return []
  // The API's own schema says what is wrong with another type.
  const { data: kind } = NetworkType.safeParse(type ?? OVERLAY)
  if (kind === undefined) return []
  const { segment_id: segment } = place
  const given = {
    physical_network: isSet(place.physical_network),
    segment_id: segment === UNKNOWN ? undefined : isGiven(segment) ? segment : null,
  }
  return placementFaults(kind, given).map(({ field, missing, message, allowed }) => ({
    // What is not written cannot be pointed to.
    path: [missing ? 'type' : field],
    message: `${field}: ${message}. Allowed: ${allowed}.`,
  }))
}
