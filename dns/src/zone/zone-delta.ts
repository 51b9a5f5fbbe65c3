import { TYPE } from '../wire/constants.ts'
import type { WireName } from '../wire/name.ts'
import { NodeDrafts } from './drafts.ts'
import { hashName } from './hash.ts'
import { buildImage, encodeNode, GONE } from './image.ts'
import { belowApex, setsByOwner, soaWith, Zone, type ZoneEntry } from './zone.ts'

/** From this many names on that differ from the base, or twice the root of how many there are, a new base is made. */
const LEAST_OVERLAY = 32

/**
 * The next version of a zone: these names have these records from now on, and all others what they had. Its cost is that of the change, and of
 * the few changes before it. @throws Error when an owner lies outside the zone
 */
export const changedZone = (zone: Zone, serial: number, names: ReadonlyMap<WireName, readonly ZoneEntry[]>): Zone => {
  const { apex } = zone
  const drafts = new NodeDrafts(apex, (name) => zone.find(name))
  const own = (zone.find(apex)?.sets ?? []).filter(({ type }) => type === TYPE.SOA || type === TYPE.NS)
  for (const [name, entries] of names) {
    const sets = setsByOwner([entries]).get(name) ?? []
    drafts.put(name, name === apex ? [...own, ...sets] : sets)
  }
  const atApex = drafts.nodes.get(apex) ?? zone.find(apex)
  const sets = atApex === GONE || atApex === undefined ? own : atApex.sets
  drafts.put(apex, [soaWith(zone.soa, serial), ...sets.filter(({ type }) => type !== TYPE.SOA)])
  return compacted(new Zone(zone.name, zone.base, overlayWith(zone, drafts)))
}

const overlayWith = ({ apex, base, overlay }: Zone, { nodes }: NodeDrafts): Zone['base'] => {
  const encoded: Buffer[] = []
  for (const [below, at] of overlay?.entries() ?? [])
    if (overlay !== undefined && !nodes.has((below + apex) as WireName)) encoded.push(overlay.bytesOf(at))
  for (const [name, node] of nodes)
    // What the base never had needs no mark that it is gone.
    if (node !== GONE || isIn(base, name, apex)) encoded.push(encodeNode(belowApex(name, apex), node))
  return buildImage(apex, encoded)
}

const isIn = (base: Zone['base'], name: WireName, apex: WireName): boolean => {
  const below = Buffer.from(belowApex(name, apex), 'latin1')
  return base.find(hashName(name), below, 0, below.length) >= 0
}

/** One image instead of two, when the overlay has grown. */
const compacted = (zone: Zone): Zone => {
  const { apex, base, overlay } = zone
  if (overlay === undefined || overlay.size <= Math.max(LEAST_OVERLAY, 2 * Math.sqrt(base.size))) return zone
  const encoded: Buffer[] = []
  const changed = new Set<string>()
  for (const [below, at] of overlay.entries()) {
    changed.add(below)
    if (!overlay.isGone(at)) encoded.push(overlay.bytesOf(at))
  }
  for (const [below, at] of base.entries()) if (!changed.has(below)) encoded.push(base.bytesOf(at))
  return new Zone(zone.name, buildImage(apex, encoded))
}
