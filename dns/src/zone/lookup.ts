import { TYPE } from '../wire/constants.ts'
import { childOf, MAX_NAME_BYTES, parentOf, type WireName } from '../wire/name.ts'
import type { RRset } from '../wire/writer.ts'
import type { Zone } from './zone.ts'

/** What a zone says to a question: a record set, or that the name has none of the type, or that there is no such name. */
export type Finding = RRset | 'no-data' | 'no-name'

/** Looks a name at or below the zone's apex up (RFC 1034 §4.3.2, wildcards by RFC 4592). A set from a wildcard is answered as the asked name's. */
export const lookup = (zone: Zone, name: WireName, type: number): Finding => {
  const sets = zone.nodes.get(name) ?? wildcardFor(zone, name)
  if (sets === undefined) return 'no-name'
  // RFC 8482 §4.1: one set of our choice answers ANY, so that it amplifies nothing.
  const found = type === TYPE.ANY ? sets[0] : sets.find((set) => set.type === type)
  return found ?? 'no-data'
}

/** The wildcard right below the closest name that exists, and no other: a name that exists hides the wildcards above it. */
const wildcardFor = (zone: Zone, name: WireName): readonly RRset[] | undefined => {
  let encloser = parentOf(name)
  while (encloser.length > zone.apex.length && !zone.nodes.has(encloser)) encloser = parentOf(encloser)
  return encloser.length + 2 < MAX_NAME_BYTES ? zone.nodes.get(childOf(encloser, '*')) : undefined
}
