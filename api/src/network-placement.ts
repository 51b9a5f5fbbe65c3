import type { NetworkType } from './networks.ts'

/** Whether a network's type and its place on a wire fit together: asked by the server of a request, and by the Terraform provider of a plan. Pure. */

type PlaceField = 'physical_network' | 'segment_id'

/** Which fields have a value; undefined: that is not known yet. */
export type GivenPlace = Readonly<Record<PlaceField, boolean | undefined>>

/** What does not fit. */
export interface PlacementFault {
  readonly field: PlaceField
  /** it is not given, and has to be */
  readonly missing: boolean
  readonly message: string
  readonly allowed: string
}

const surplus = (field: PlaceField, message: string, allowed = 'null'): PlacementFault => ({
  field,
  missing: false,
  message,
  allowed,
})

const lack = (field: PlaceField, type: NetworkType, allowed: string): PlacementFault => ({
  field,
  missing: true,
  message: `a network of type ${type} needs one`,
  allowed,
})

/** All faults; none where a field is not known. An overlay is nowhere on a wire; the others say on which, and vlan also with which tag. */
export const placementFaults = (type: NetworkType, given: GivenPlace): readonly PlacementFault[] => {
  const { physical_network: wire, segment_id: tag } = given
  if (type === 'overlay')
    return [
      ...(wire === true ? [surplus('physical_network', 'an overlay network is on no physical network')] : []),
      ...(tag === true ? [surplus('segment_id', 'OVN numbers overlay networks by itself')] : []),
    ]
  return [
    ...(wire === false ? [lack('physical_network', type, "a name of the nodes' bridge mappings")] : []),
    ...(type === 'vlan' && tag === false ? [lack('segment_id', type, '1 to 4094')] : []),
    ...(type === 'flat' && tag === true
      ? [surplus('segment_id', 'a flat network has no tag', 'null, or type vlan')]
      : []),
  ]
}
