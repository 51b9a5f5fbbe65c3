/** EDNS(0), RFC 6891: the OPT record of a query, and of its answer. */

import { TYPE, UDP_PAYLOAD_BYTES } from './constants.ts'

export interface Edns {
  /** the largest answer over UDP that the client takes, in bytes */
  readonly udpPayload: number
  readonly version: number
  /** the DO bit (RFC 3225); copied into the answer although our zones are unsigned */
  readonly dnssecOk: boolean
  /** as the client sent it (RFC 7873) */
  readonly cookie: Buffer | undefined
  /** what the answer carries */
  answerCookie: Buffer | undefined
}

/** Owner (root), type, class, TTL, length: an OPT record without options. */
export const OPT_BYTES = 11

const COOKIE = 10
const DO_BIT = 0x8000

/**
 * Reads an OPT record: `fixed` is where its type stands, the options lie from `fixed + 10` to `end`.
 * @returns undefined when an option overruns the record, or a cookie has a length that RFC 7873 §5.2.2 does not allow
 */
export const readOpt = (packet: Buffer, fixed: number, end: number): Edns | undefined => {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength)
  const version = view.getUint8(fixed + 5)
  const edns: Edns & { cookie: Buffer | undefined } = {
    udpPayload: view.getUint16(fixed + 2),
    version,
    dnssecOk: (view.getUint16(fixed + 6) & DO_BIT) !== 0,
    ...{ cookie: undefined, answerCookie: undefined },
  }
  // How options look in a later version is not known, and the answer is BADVERS whatever they say.
  if (version !== 0) return edns
  for (let at = fixed + 10; at < end;) {
    if (at + 4 > end) return undefined
    const length = view.getUint16(at + 2)
    if (at + 4 + length > end) return undefined
    if (view.getUint16(at) === COOKIE) {
      if (!isCookieLength(length)) return undefined
      edns.cookie ??= packet.subarray(at + 4, at + 4 + length)
    }
    at += 4 + length
  }
  return edns
}

const isCookieLength = (length: number): boolean => length === 8 || (length >= 16 && length <= 40)

/** Writes an OPT record without options at `at`, and returns where it ends. `rcode` is the whole one; its upper eight bits go here. */
export const writeOpt = (bytes: Buffer, at: number, rcode: number, dnssecOk: boolean): number => {
  bytes[at] = 0
  bytes.writeUInt16BE(TYPE.OPT, at + 1)
  bytes.writeUInt16BE(UDP_PAYLOAD_BYTES, at + 3)
  bytes[at + 5] = rcode >> 4
  bytes[at + 6] = 0
  bytes.writeUInt16BE(dnssecOk ? DO_BIT : 0, at + 7)
  bytes.writeUInt16BE(0, at + 9)
  return at + OPT_BYTES
}

/** How many bytes an OPT record of an answer takes. */
export const optBytes = ({ answerCookie }: Edns): number =>
  answerCookie === undefined ? OPT_BYTES : OPT_BYTES + 4 + answerCookie.length

/** Adds a cookie to the OPT record without options that ends at `at`, and returns where it ends then. */
export const addCookie = (bytes: Buffer, at: number, cookie: Buffer): number => {
  bytes.writeUInt16BE(4 + cookie.length, at - 2)
  bytes.writeUInt16BE(COOKIE, at)
  bytes.writeUInt16BE(cookie.length, at + 2)
  cookie.copy(bytes, at + 4)
  return at + 4 + cookie.length
}
