import { TYPE } from '../wire/constants.ts'
import { childOf, parentOf, parseName, type WireName } from '../wire/name.ts'
import type { Rdata, RRset } from '../wire/writer.ts'

/** One record to put in a zone; the owner is a whole name at or below the zone's. */
export interface ZoneEntry {
  readonly owner: WireName
  readonly type: number
  /** seconds */
  readonly ttl: number
  readonly rdata: Rdata
  /** a host whose addresses are sent along */
  readonly target?: WireName | undefined
}

/** A zone at one serial. Never changed: a new serial is a new zone, so an answer or a transfer that has begun ends with what it began with. */
export interface Zone {
  /** as text, without a trailing dot */
  readonly name: string
  readonly apex: WireName
  readonly serial: number
  readonly soa: RRset
  /** Every name there is, with its record sets: also names that have none and exist because one below them has (RFC 8020). */
  readonly nodes: ReadonlyMap<WireName, ZoneNode>
  /** whether a name that is not in `nodes` may be answered all the same (RFC 4592) */
  readonly hasWildcards: boolean
  /** "no such name" as bytes, by where the apex stands in the question; filled when it is asked for */
  readonly negative: ReadyBody[]
}

/** One name of a zone. */
export interface ZoneNode {
  readonly sets: readonly RRset[]
  /** answers as bytes, kept when they are first given */
  readonly ready: ReadyBody[]
}

/** What follows the question in an answer, without OPT. */
export interface ReadyBody {
  readonly type: number
  /** the second word of the header, without RD */
  readonly flags: number
  readonly answers: number
  readonly authorities: number
  readonly additionals: number
  readonly bytes: Buffer
}

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
  const soaRdata = [server, childOf(apex, 'hostmaster'), words(serial, refresh, RETRY, EXPIRE, MINIMUM)]
  const soa = { type: TYPE.SOA, ttl: MINIMUM, rdatas: [soaRdata], targets: [] }
  const ns = { type: TYPE.NS, ttl: NS_TTL, rdatas: [[server]], targets: [server] }
  const nodes = new Map<WireName, GrowingNode>([[apex, { sets: [soa, ns], ready: [] }]])
  for (const entry of entries) addEntry(nodes, apex, entry)
  const hasWildcards = [...nodes.keys()].some((owner) => owner.startsWith(WILDCARD))
  return { name, apex, serial, soa, nodes, hasWildcards, negative: [] }
}

/** A set while its zone is being built. */
interface GrowingSet {
  readonly type: number
  ttl: number
  readonly rdatas: Rdata[]
  readonly targets: WireName[]
}

const WILDCARD = '\u0001*'

interface GrowingNode extends ZoneNode {
  readonly sets: GrowingSet[]
}

const addEntry = (nodes: Map<WireName, GrowingNode>, apex: WireName, entry: ZoneEntry): void => {
  let above = entry.owner
  while (!nodes.has(above)) {
    if (above.length <= apex.length) throw new Error('the owner of a record lies outside its zone')
    nodes.set(above, { sets: [], ready: [] })
    above = parentOf(above)
  }
  const sets = nodes.get(entry.owner)?.sets ?? []
  const known = sets.find(({ type }) => type === entry.type)
  if (known === undefined) {
    const targets = entry.target === undefined ? [] : [entry.target]
    sets.push({ type: entry.type, ttl: entry.ttl, rdatas: [entry.rdata], targets })
    return
  }
  // RFC 2181 §5.2: the records of a set have one TTL. The smallest is the one that is wrong for nobody.
  known.ttl = Math.min(known.ttl, entry.ttl)
  known.rdatas.push(entry.rdata)
  if (entry.target !== undefined) known.targets.push(entry.target)
}

const words = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, index) => bytes.writeUInt32BE(value, 4 * index))
  return bytes
}
