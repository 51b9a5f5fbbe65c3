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
  /** of this version of this zone in this process; never 0 */
  readonly id: number
  /** as text, without a trailing dot */
  readonly name: string
  readonly apex: WireName
  readonly serial: number
  readonly soa: RRset
  /** Every name there is, with its record sets: also names that have none and exist because one below them has (RFC 8020). */
  readonly nodes: ReadonlyMap<WireName, readonly RRset[]>
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

/** They fit into a word, and come again after four thousand million versions. */
const MOST_IDS = 0xffff_fff0
let lastId = 0

/** Builds a zone with its SOA and NS records. @throws Error when a name is not one, or an owner lies outside the zone */
export const createZone = ({ name, serial, refresh, nameServer, entries }: ZoneSpec): Zone => {
  const apex = parseName(name)
  const server = nameServer ?? childOf(apex, 'ns')
  const soaRdata = [server, childOf(apex, 'hostmaster'), words(serial, refresh, RETRY, EXPIRE, MINIMUM)]
  const soa = { type: TYPE.SOA, ttl: MINIMUM, rdatas: [soaRdata], targets: [] }
  const ns = { type: TYPE.NS, ttl: NS_TTL, rdatas: [[server]], targets: [server] }
  const nodes = new Map<WireName, GrowingSet[]>([[apex, [soa, ns]]])
  for (const entry of entries) addEntry(nodes, apex, entry)
  lastId = (lastId + 1) % MOST_IDS
  return { id: lastId + 1, name, apex, serial, soa, nodes }
}

/** A set while its zone is being built. */
const NONE: readonly WireName[] = []

interface GrowingSet {
  readonly type: number
  ttl: number
  readonly rdatas: Rdata[]
  targets: readonly WireName[]
}

const addEntry = (nodes: Map<WireName, GrowingSet[]>, apex: WireName, entry: ZoneEntry): void => {
  let above = entry.owner
  while (!nodes.has(above)) {
    if (above.length <= apex.length) throw new Error('the owner of a record lies outside its zone')
    nodes.set(above, [])
    above = parentOf(above)
  }
  const sets = nodes.get(entry.owner) ?? []
  const known = sets.find(({ type }) => type === entry.type)
  if (known === undefined) {
    const targets = entry.target === undefined ? NONE : [entry.target]
    sets.push({ type: entry.type, ttl: entry.ttl, rdatas: [entry.rdata], targets })
    return
  }
  // RFC 2181 §5.2: the records of a set have one TTL. The smallest is the one that is wrong for nobody.
  known.ttl = Math.min(known.ttl, entry.ttl)
  known.rdatas.push(entry.rdata)
  if (entry.target !== undefined) known.targets = [...known.targets, entry.target]
}

const words = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, index) => bytes.writeUInt32BE(value, 4 * index))
  return bytes
}
