import { CLASS_IN, TYPE } from './constants.ts'
import { endOfPlainName, readPlainName, ROOT, type WireName } from './name.ts'

/**
 * All records of one owner and type, as they are on the wire but for the owner's name before each: type, class, TTL, length, and data in which
 * no name is compressed.
 */
export interface RRset {
  readonly type: number
  readonly count: number
  readonly records: Buffer
}

/** Type, class, TTL and the length of the data. */
export const FIXED_BYTES = 10

/** One record of a set. @param data without compressed names */
export const recordBytes = (type: number, ttlS: number, data: Uint8Array): Buffer => {
  const bytes = Buffer.allocUnsafe(FIXED_BYTES + data.length)
  bytes.writeUInt16BE(type, 0)
  bytes.writeUInt16BE(CLASS_IN, 2)
  bytes.writeUInt32BE(ttlS, 4)
  bytes.writeUInt16BE(data.length, 8)
  bytes.set(data, FIXED_BYTES)
  return bytes
}

/** RFC 2181 §5.2: the records of a set have one TTL. The smallest is the one that is wrong for nobody. */
export const setOf = (
  type: number,
  records: readonly { readonly ttl: number; readonly rdata: Uint8Array }[],
): RRset => {
  const ttl = Math.min(...records.map((record) => record.ttl))
  return {
    type,
    count: records.length,
    records: Buffer.concat(records.map(({ rdata }) => recordBytes(type, ttl, rdata))),
  }
}

/** Seconds. */
export const ttlOf = ({ records }: RRset): number => records.readUInt32BE(4)

/** The data of each record. */
export function* dataOf({ records }: RRset): Generator<Buffer> {
  for (let at = 0; at < records.length;) {
    const end = endOfRecord(records, at)
    yield records.subarray(at + FIXED_BYTES, end)
    at = end
  }
}

export const endOfRecord = (records: Buffer, at: number): number => at + FIXED_BYTES + records.readUInt16BE(at + 8)

/** Whether two sets say the same, in the same order. */
export const isSameSet = (a: RRset, b: RRset): boolean => a.type === b.type && a.records.equals(b.records)

/** Where in its data a type has the host whose addresses are sent along (RFC 1035 §3.3.9, §3.3.11, RFC 2782). */
const HOST_AT: ReadonlyMap<number, number> = new Map([
  [TYPE.NS, 0],
  [TYPE.MX, 2],
  [TYPE.SRV, 6],
])

/** Whether a set leads to hosts. */
export const leadsToHosts = (type: number): boolean => HOST_AT.has(type)

/** The hosts that a set leads to. */
export const hostsOf = (set: RRset): readonly WireName[] => {
  const at = HOST_AT.get(set.type)
  if (at === undefined) return []
  return [...dataOf(set)].map((data) => nameIn(data, at)).filter((host) => host !== ROOT)
}

/** The name at a place in data. */
export const nameIn = (data: Buffer, at = 0): WireName =>
  readPlainName(data, at, Math.max(at + 1, endOfPlainName(data, at)))

/** A name as it stands in data. */
export const nameBytes = (name: WireName): Buffer => Buffer.from(`${name}\0`, 'latin1')
