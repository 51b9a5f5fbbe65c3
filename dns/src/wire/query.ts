import { HEADER_BYTES, OPCODE, RCODE, TYPE } from './constants.ts'
import { readOpt, type Edns } from './edns.ts'
import { endOfName, endOfPlainName, readPlainName, type WireName } from './name.ts'

/** A well-formed request with one question. */
export interface Query {
  readonly kind: 'query'
  readonly packet: Buffer
  readonly opcode: number
  readonly name: WireName
  readonly type: number
  readonly class: number
  /** where the question ends, in bytes from the start of the packet */
  readonly questionEnd: number
  readonly edns: Edns | undefined
  /** serial of a SOA record in the authority section: what an IXFR client has (RFC 1995 §3) */
  readonly knownSerial: number | undefined
  /** where the signature begins (RFC 8945); undefined: the request is not signed */
  readonly tsigStart: number | undefined
}

/** A request that is answered with an error and nothing else of it. */
export interface Malformed {
  readonly kind: 'malformed'
  readonly packet: Buffer
  readonly rcode: number
  readonly edns: Edns | undefined
}

/** Not to be answered at all. */
export interface Ignored {
  readonly kind: 'ignored'
}

export type Request = Query | Malformed | Ignored

const ignored: Ignored = { kind: 'ignored' }
const knownOpcodes: ReadonlySet<number> = new Set(Object.values(OPCODE))

/**
 * Reads a request in one pass. What is no request is ignored: fewer than 12 bytes, or a response (answering one could make two servers
 * answer each other for ever). Every section is walked, so that an OPT record is found wherever it stands and nothing hides behind it.
 */
export const readQuery = (packet: Buffer): Request => {
  if (packet.length < HEADER_BYTES || (packet[2] ?? 0) >= 0x80) return ignored
  const opcode = ((packet[2] ?? 0) >> 3) & 15
  if (!knownOpcodes.has(opcode)) return malformed(packet, RCODE.NOTIMP)
  const questions = packet.readUInt16BE(4)
  if (questions !== 1) return malformed(packet, RCODE.FORMERR, readStrayOpt(packet, questions))
  const nameEnd = endOfPlainName(packet, HEADER_BYTES)
  if (nameEnd < 0 || nameEnd + 4 > packet.length) return malformed(packet, RCODE.FORMERR)
  const rest = readRecords(packet, nameEnd + 4)
  if (rest === undefined) return malformed(packet, RCODE.FORMERR)
  return {
    kind: 'query',
    packet,
    opcode,
    name: readPlainName(packet, HEADER_BYTES, nameEnd),
    type: packet.readUInt16BE(nameEnd),
    class: packet.readUInt16BE(nameEnd + 2),
    questionEnd: nameEnd + 4,
    edns: rest.edns,
    knownSerial: rest.knownSerial,
    tsigStart: rest.tsigStart,
  }
}

const malformed = (packet: Buffer, rcode: number, edns?: Edns): Malformed => ({
  kind: 'malformed',
  packet,
  rcode,
  edns,
})

/** With none or several questions there is an answer to the OPT record still: the client learns that EDNS itself is understood. */
const readStrayOpt = (packet: Buffer, questions: number): Edns | undefined => {
  let at = HEADER_BYTES
  for (let index = 0; index < questions; index++) {
    const end = endOfName(packet, at)
    if (end < 0 || end + 4 > packet.length) return undefined
    at = end + 4
  }
  return readRecords(packet, at)?.edns
}

interface Records {
  edns: Edns | undefined
  knownSerial: number | undefined
  tsigStart: number | undefined
}

const noRecords: Readonly<Records> = { edns: undefined, knownSerial: undefined, tsigStart: undefined }

/** Walks the answer, authority and additional sections from `start`; undefined when they don't end exactly where the packet does. */
const readRecords = (packet: Buffer, start: number): Readonly<Records> | undefined => {
  const answers = packet.readUInt16BE(6)
  const authority = answers + packet.readUInt16BE(8)
  const total = authority + packet.readUInt16BE(10)
  if (total === 0) return start === packet.length ? noRecords : undefined
  const found: Records = { ...noRecords }
  let at = start
  for (let index = 0; index < total; index++) {
    const fixed = endOfName(packet, at)
    if (fixed < 0 || fixed + 10 > packet.length) return undefined
    const end = fixed + 10 + packet.readUInt16BE(fixed + 8)
    if (end > packet.length) return undefined
    const section = index < answers ? 'answer' : index < authority ? 'authority' : 'additional'
    if (!takeRecord(found, packet, section, { owner: at, fixed, end })) return undefined
    at = end
  }
  return at === packet.length ? found : undefined
}

type Section = 'answer' | 'authority' | 'additional'

/** Keeps what we need of one record; false when the record makes the whole message malformed. */
const takeRecord = (
  found: Records,
  packet: Buffer,
  section: Section,
  at: { readonly owner: number; readonly fixed: number; readonly end: number },
): boolean => {
  const type = packet.readUInt16BE(at.fixed)
  if (type === TYPE.SOA && section === 'authority' && at.end - at.fixed >= 10 + 22) {
    // Two names, then five words: the serial is the first of them (RFC 1035 §3.3.13).
    found.knownSerial = packet.readUInt32BE(at.end - 20)
  }
  if (type === TYPE.TSIG) {
    // RFC 8945 §5.1: one, and nothing after it.
    found.tsigStart = at.owner
    return section === 'additional' && at.end === packet.length
  }
  if (type !== TYPE.OPT) return true
  // RFC 6891 §6.1.1: one, in the additional section, owned by the root.
  if (found.edns !== undefined || section !== 'additional' || packet[at.owner] !== 0) return false
  found.edns = readOpt(packet, at.fixed, at.end)
  return found.edns !== undefined
}
