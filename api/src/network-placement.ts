import type { NetworkType } from './networks.ts'
import { SEGMENTS } from './values/segments.ts'

/** Whether a network's type and its place on a wire fit together: asked by the server of a request, and by the Terraform provider of a plan. Pure. */

type PlaceField = 'physical_network' | 'segment_id'

/** What of a network is given; undefined: that is not known yet. */
export interface GivenPlace {
  /** whether it has one */
  readonly physical_network: boolean | undefined
  /** null: none */
  readonly segment_id: number | null | undefined
}

const rangeOf = ({ min, max }: { readonly min: number; readonly max: number }): string =>
  `${String(min)} to ${String(max)}`

const isWithin = (value: number, { min, max }: { readonly min: number; readonly max: number }): boolean =>
  value >= min && value <= max

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

const overlayFaults = ({ physical_network: wire, segment_id: vni }: GivenPlace): readonly PlacementFault[] => [
  ...(wire === true ? [surplus('physical_network', 'an overlay network is on no physical network')] : []),
  ...(vni != null && !isWithin(vni, SEGMENTS.overlay)
    ? [surplus('segment_id', 'OVN numbers overlay networks by itself there', `${rangeOf(SEGMENTS.overlay)}, or null`)]
    : []),
]

const tagFaults = (type: NetworkType, tag: GivenPlace['segment_id']): readonly PlacementFault[] => {
  if (tag === undefined) return []
  if (tag === null) return type === 'vlan' ? [lack('segment_id', type, rangeOf(SEGMENTS.vlan))] : []
  if (type === 'flat') return [surplus('segment_id', 'a flat network has no tag', 'null, or type vlan')]
  return isWithin(tag, SEGMENTS.vlan) ? [] : [surplus('segment_id', 'is no VLAN tag', rangeOf(SEGMENTS.vlan))]
}

/**
 * All faults; none where a field is not known. An overlay is nowhere on a wire, and may have a VNI; the others say on which wire, and vlan also with
 * which tag.
 */
export const placementFaults = (type: NetworkType, given: GivenPlace): readonly PlacementFault[] =>
  type === 'overlay'
    ? overlayFaults(given)
    : [
        ...(given.physical_network === false
          ? [lack('physical_network', type, "a name of the nodes' bridge mappings")]
          : []),
        ...tagFaults(type, given.segment_id),
      ]
