import { TYPE } from '../wire/constants.ts'
import { childOf, MAX_NAME_BYTES, parentOf, type WireName } from '../wire/name.ts'
import { dataOf, nameIn, type RRset } from '../wire/record-set.ts'
import { isWithin, type Found, type Zone } from './zone.ts'

/** What a zone says to a question. */
export interface Finding {
  /** the answer section: aliases on the way, and what was asked for */
  readonly answer: readonly Found[]
  /**
   * `complete`: what was asked for is there, or an alias leads out of the zone. `referral`: the name is in a zone of somebody else's, which begins
   * at `cut`. Else the SOA record goes along (RFC 2308).
   */
  readonly end: 'complete' | 'no-data' | 'no-name' | 'referral'
  readonly cut?: Found | undefined
}

/** An alias of an alias is followed so often (RFC 1034 §3.6.2 asks for no chains at all); a loop ends here as well. */
const MOST_ALIASES = 8

/** Answers a question about a name at or below the zone's apex (RFC 1034 §4.3.2, wildcards by RFC 4592). */
export const lookup = (zone: Zone, asked: WireName, type: number): Finding => {
  const answer: Found[] = []
  for (let owner = asked; ;) {
    const cut = zone.hasCuts ? cutAbove(zone, owner, type) : undefined
    if (cut !== undefined) return { answer, end: 'referral', cut }
    const sets = setsAt(zone, owner)
    if (sets === undefined) return { answer, end: 'no-name' }
    const set = chosen(sets, type)
    if (set === undefined) return { answer, end: 'no-data' }
    answer.push({ owner, set })
    const target = type === TYPE.CNAME || type === TYPE.ANY ? undefined : aliased(set)
    if (target === undefined || !isWithin(target, zone) || answer.length > MOST_ALIASES)
      return { answer, end: 'complete' }
    if (answer.some((found) => found.owner === target)) return { answer, end: 'complete' }
    owner = target
  }
}

/**
 * The NS records of the zone that a name has been given away to: those nearest to the apex, whatever is below them. What the parent says about a
 * cut itself, its DS records, is asked here.
 */
const cutAbove = (zone: Zone, name: WireName, type: number): Found | undefined => {
  let cut: Found | undefined
  for (let owner = name; owner.length > zone.apex.length; owner = parentOf(owner)) {
    const set = zone.find(owner)?.sets.find((each) => each.type === TYPE.NS)
    if (set !== undefined && (owner !== name || type !== TYPE.DS)) cut = { owner, set }
  }
  return cut
}

/** The record sets of a name; undefined: there is no such name. */
export const setsAt = (zone: Zone, name: WireName): readonly RRset[] | undefined =>
  zone.find(name)?.sets ?? wildcardFor(zone, name)

/** RFC 8482 §4.1: one set of our choice answers ANY, so that it amplifies nothing. */
const chosen = (sets: readonly RRset[], type: number): RRset | undefined =>
  type === TYPE.ANY ? sets[0] : sets.find((set) => set.type === type || set.type === TYPE.CNAME)

/** Where an alias leads; undefined: it is none. */
const aliased = (set: RRset): WireName | undefined => {
  if (set.type !== TYPE.CNAME) return undefined
  const [data] = dataOf(set)
  return data && nameIn(data)
}

/** The wildcard right below the closest name that exists, and no other: a name that exists hides the wildcards above it. */
const wildcardFor = (zone: Zone, name: WireName): readonly RRset[] | undefined => {
  if (!zone.hasWildcards) return undefined
  let encloser = parentOf(name)
  while (encloser.length > zone.apex.length && zone.find(encloser) === undefined) encloser = parentOf(encloser)
  return encloser.length + 2 < MAX_NAME_BYTES ? zone.find(childOf(encloser, '*'))?.sets : undefined
}
