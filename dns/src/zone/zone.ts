import { TYPE } from '../wire/constants.ts'
import { childOf, parentOf, parseName, type WireName } from '../wire/name.ts'
import { dataOf, FIXED_BYTES, nameBytes, nameIn, setOf, type RRset } from '../wire/record-set.ts'
import { NodeDrafts } from './drafts.ts'
import { hashName } from './hash.ts'
import { buildImage, encodeNode, GONE, type Node, type ZoneImage } from './image.ts'

/** One record to put in a zone; the owner is a whole name at or below the zone's. */
export interface ZoneEntry {
  readonly owner: WireName
  readonly type: number
  /** seconds */
  readonly ttl: number
  /** as on the wire, without compressed names */
  readonly rdata: Uint8Array
}

/**
 * The SOA record as an answer to a question in the zone has it: everything, with the apex left open where a pointer to it in the question goes.
 * One character per byte: what a string holds lies beside its head, where a look at a buffer of each of many zones would wait for memory twice.
 */
export interface Denial {
  readonly text: string
  /** where those pointers go, beside the first: for the server's name and the person's */
  readonly serverAt: number
  readonly personAt: number
}

/** One name's record set. */
export interface Found {
  readonly owner: WireName
  readonly set: RRset
}

/**
 * A zone at one serial. Never changed: a new serial is a new zone, so an answer or a transfer that has begun ends with what it began with.
 * Versions that follow each other share their base; what has changed since is in the overlay, whose names hide those of the base.
 */
export class Zone {
  /** as text, without a trailing dot */
  readonly name: string
  readonly apex: WireName
  readonly base: ZoneImage
  readonly overlay: ZoneImage | undefined
  readonly soa: RRset
  readonly serial: number
  readonly denial: Denial | undefined
  /** whether some name is a wildcard; true also where one was not long ago */
  readonly hasWildcards: boolean
  /** whether somebody else's zone begins below the apex; true also where one did not long ago */
  readonly hasCuts: boolean

  /** @throws Error when the images are none of a zone */
  constructor(name: string, base: ZoneImage, overlay?: ZoneImage) {
    this.name = name
    this.apex = parseName(name)
    this.base = base
    this.overlay = overlay
    const soa = this.find(this.apex)?.sets.find(({ type }) => type === TYPE.SOA)
    if (soa === undefined) throw new Error(`there is no SOA record for ${name}`)
    this.soa = soa
    this.serial = serialOf(soa)
    this.denial = denialWith(soa, this.apex)
    this.hasWildcards = base.hasWildcards || overlay?.hasWildcards === true
    this.hasCuts = base.hasCuts || overlay?.hasCuts === true
  }

  /** Every name that there is has a node, also those that exist because one below them does (RFC 8020). */
  find(name: WireName): Node | undefined {
    const length = name.length - this.apex.length
    if (length < 0) return undefined
    const hash = hashName(name)
    scratch.write(name, 0, length, 'latin1')
    for (const image of [this.overlay, this.base]) {
      const node = image?.find(hash, scratch, 0, length) ?? -1
      if (image === undefined || node < 0) continue
      const found = image.read(node)
      return found === GONE ? undefined : found
    }
    return undefined
  }

  /** Every set of every name. */
  *sets(): Generator<Found> {
    for (const [owner, { sets }] of this.nodes()) for (const set of sets) yield { owner, set }
  }

  /** Every name that there is. */
  *nodes(): Generator<[owner: WireName, node: Node]> {
    const hidden = new Set<string>()
    for (const image of [this.overlay, this.base])
      for (const [below, at] of image?.entries() ?? []) {
        const node = hidden.has(below) ? GONE : (image?.read(at) ?? GONE)
        if (image !== this.base) hidden.add(below)
        if (node !== GONE) yield [(below + this.apex) as WireName, node]
      }
  }
}

const scratch = Buffer.alloc(256)

/** Whether a name is the zone's own or lies below it. Bytes of one label that look like labels end at no label's start, so the end is compared label by label. */
export const isWithin = (name: WireName, { apex }: Pick<Zone, 'apex'>): boolean => {
  let rest = name
  while (rest.length > apex.length) rest = parentOf(rest)
  return rest === apex
}

export interface ZoneSpec {
  readonly name: string
  readonly serial: number
  /** seconds after which a secondary asks for the serial again when it got no NOTIFY */
  readonly refresh: number
  /** of the NS and SOA records; default: `ns` in the zone */
  readonly nameServer?: WireName
  readonly entries: Iterable<ZoneEntry>
}

/**
 * Timers of the SOA record in seconds. Expire is four weeks, because a CoreDNS edge that let a zone expire does not take it again at the
 * same serial. Minimum is the TTL of "no such name" (RFC 2308), and the SOA's own TTL is equal to it because CoreDNS answers with that one.
 */
const RETRY = 5
const EXPIRE = 2_419_200
const MINIMUM = 1
/** The NS record is for secondaries that insist on one. It changes never, and nobody resolves through it. */
const NS_TTL = 3600

/** Builds a zone with its SOA and NS records. @throws Error when a name is not one, or an owner lies outside the zone */
export const createZone = ({ name, serial, refresh, nameServer, entries }: ZoneSpec): Zone => {
  const apex = parseName(name)
  const server = nameServer ?? childOf(apex, 'ns')
  const timers = words(serial, refresh, RETRY, EXPIRE, MINIMUM)
  const soaData = Buffer.concat([nameBytes(server), nameBytes(childOf(apex, 'hostmaster')), timers])
  const own: ZoneEntry[] = [
    { owner: apex, type: TYPE.SOA, ttl: MINIMUM, rdata: soaData },
    { owner: apex, type: TYPE.NS, ttl: NS_TTL, rdata: nameBytes(server) },
  ]
  const drafts = new NodeDrafts(apex, () => undefined)
  for (const [owner, sets] of setsByOwner([own, entries])) drafts.put(owner, sets)
  return new Zone(name, imageOf(apex, drafts))
}

const imageOf = (apex: WireName, { nodes }: NodeDrafts): ZoneImage =>
  buildImage(
    apex,
    [...nodes].map(([owner, node]) => encodeNode(belowApex(owner, apex), node)),
  )

/** A name without the apex that it ends with. */
export const belowApex = (name: WireName, apex: WireName): string => name.slice(0, name.length - apex.length)

/** Records gathered by name and type. */
export const setsByOwner = (lists: readonly Iterable<ZoneEntry>[]): ReadonlyMap<WireName, readonly RRset[]> => {
  const owners = new Map<WireName, Map<number, ZoneEntry[]>>()
  for (const entries of lists)
    for (const entry of entries) {
      const sets = owners.get(entry.owner) ?? new Map<number, ZoneEntry[]>()
      const known = sets.get(entry.type)
      if (known === undefined) sets.set(entry.type, [entry])
      else known.push(entry)
      owners.set(entry.owner, sets)
    }
  return new Map([...owners].map(([owner, sets]) => [owner, [...sets].map(([type, entries]) => setOf(type, entries))]))
}

const words = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, index) => bytes.writeUInt32BE(value, 4 * index))
  return bytes
}

/** Two names, then five words: the serial is the first of them (RFC 1035 §3.3.13). */
const SERIAL_FROM_END = 20

const serialOf = ({ records }: RRset): number => records.readUInt32BE(records.length - SERIAL_FROM_END)

/** Undefined when the record's names are not one label below the apex each. */
const denialWith = ({ records }: RRset, apex: WireName): Denial | undefined => {
  const owner = Buffer.of(0, 0)
  const fixed = Buffer.from(records.subarray(0, FIXED_BYTES))
  const data = records.subarray(FIXED_BYTES)
  const server = nameIn(data)
  const person = nameIn(data, server.length + 1)
  const labels = [server, person].map((name) => Buffer.from(belowApex(name, apex), 'latin1'))
  const [first = owner, second = owner] = labels
  if (
    labels.some((label) => label.length !== 1 + (label[0] ?? 0)) ||
    ![server, person].every((name) => name.endsWith(apex))
  )
    return undefined
  const timers = data.subarray(server.length + person.length + 2)
  fixed.writeUInt16BE(first.length + second.length + 4 + timers.length, 8)
  const serverAt = 2 + FIXED_BYTES + first.length
  return {
    text: Buffer.concat([owner, fixed, first, owner, second, owner, timers]).toString('latin1'),
    ...{ serverAt, personAt: serverAt + 2 + second.length },
  }
}

/** The SOA record of the next version. */
export const soaWith = (soa: RRset, serial: number): RRset => {
  const records = Buffer.from(soa.records)
  records.writeUInt32BE(serial, records.length - SERIAL_FROM_END)
  return { ...soa, records }
}

/** Who the SOA and NS records say answers for the zone. */
export const serverOf = ({ soa }: Zone): WireName => {
  const [data = Buffer.of(0)] = dataOf(soa)
  return nameIn(data)
}
