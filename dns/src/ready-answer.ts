import { CLASS_IN, FLAG, HEADER_BYTES, PLAIN_UDP_BYTES, RCODE, TYPE, UDP_PAYLOAD_BYTES } from './wire/constants.ts'
import { OPT_BYTES, writeOpt } from './wire/edns.ts'
import type { WireName } from './wire/name.ts'
import { negativeBody } from './zone/negative.ts'
import { UNKNOWN, type Zones } from './zone/zone-table.ts'
import type { ReadyBody, Zone, ZoneNode } from './zone/zone.ts'

/**
 * The short way for the queries that nearly all are: one question in lower case over UDP, with no more than a plain OPT record. What follows the
 * question in an answer depends on the name, the type and the zone alone, so it is kept as bytes with the name, and an answer is three
 * copies. Everything else, and what is not kept yet, goes the long way (answer.ts).
 */

/** The counts of a header with one question, and at most an additional record. */
const ONE_QUESTION = 0x0001_0000
const SMALLEST = HEADER_BYTES + 5
const MOST_READY = 8

/** A plain query; made once, since reading one never waits. */
const plain = { end: 0, type: 0, edns: false, dnssecOk: false, limit: 0 }

/** The reply to a plain query of an edge; undefined: it is none, or has to go the long way. */
export const readyAnswer = (packet: Buffer, zones: Zones): Buffer | undefined => {
  if (!readPlain(packet)) return undefined
  const name = packet.toString('latin1', HEADER_BYTES, plain.end - 5) as WireName
  const zone = zones.find(name)
  if (zone === undefined || zone === UNKNOWN) return undefined
  const ready = bodyFor(zone, name, plain.type)
  return ready === undefined ? undefined : assemble(packet, ready)
}

/** Keeps the answer that the long way has found. It is the same for everybody who asks this way. */
export const keepReady = (packet: Buffer, zones: Zones, reply: Buffer): void => {
  if (!readPlain(packet) || (reply.readUInt16BE(2) & FLAG.TC) !== 0) return
  const name = packet.toString('latin1', HEADER_BYTES, plain.end - 5) as WireName
  const zone = zones.find(name)
  const node = zone === undefined || zone === UNKNOWN ? undefined : zone.nodes.get(name)
  if (node === undefined || node.ready.length >= MOST_READY) return
  const end = reply.length - (plain.edns ? OPT_BYTES : 0)
  node.ready.push({
    type: plain.type,
    flags: reply.readUInt16BE(2) & ~FLAG.RD,
    answers: reply.readUInt16BE(6),
    authorities: reply.readUInt16BE(8),
    additionals: reply.readUInt16BE(10) - (plain.edns ? 1 : 0),
    bytes: Buffer.from(reply.subarray(plain.end, end)),
  })
}

const bodyFor = (zone: Zone, name: WireName, type: number): ReadyBody | undefined => {
  const node = zone.nodes.get(name)
  if (node !== undefined) return readyOf(node, type)
  return zone.hasWildcards ? undefined : negativeBody(zone, HEADER_BYTES + name.length - zone.apex.length)
}

const readyOf = ({ ready }: ZoneNode, type: number): ReadyBody | undefined => {
  for (const body of ready) if (body.type === type) return body
  return undefined
}

/** Fills `plain`; false when the packet is not of the kind. */
const readPlain = (packet: Buffer): boolean => {
  const length = packet.length
  // QR, opcode, AA and TC clear, whatever RD says; the second byte of flags never comes back.
  if (length < SMALLEST || ((packet[2] ?? 255) & 0xfe) !== 0 || packet.readUInt32BE(4) !== ONE_QUESTION) return false
  const additionals = packet.readUInt32BE(8)
  if (additionals > 1) return false
  let at = HEADER_BYTES
  for (let size = packet[at] ?? 64; size !== 0; size = packet[at] ?? 64) {
    if (size > 63) return false
    const next = at + 1 + size
    for (at++; at < next; at++) {
      const byte = packet[at] ?? 65
      if (byte >= 65 && byte <= 90) return false
    }
  }
  const end = at + 5
  if (end > length || at - HEADER_BYTES > 254 || packet.readUInt16BE(at + 3) !== CLASS_IN) return false
  plain.end = end
  plain.type = packet.readUInt16BE(at + 1)
  plain.edns = additionals === 1
  if (plain.type >= TYPE.IXFR && plain.type <= TYPE.ANY) return false
  if (plain.edns) return readPlainOpt(packet, end)
  plain.limit = PLAIN_UDP_BYTES
  return end === length
}

/** An OPT record of version 0 without options, and nothing after it. */
const readPlainOpt = (packet: Buffer, at: number): boolean => {
  if (packet.length !== at + OPT_BYTES || packet[at] !== 0 || packet.readUInt16BE(at + 1) !== TYPE.OPT) return false
  if (packet[at + 6] !== 0 || packet.readUInt16BE(at + 9) !== 0) return false
  plain.limit = Math.min(Math.max(packet.readUInt16BE(at + 3), PLAIN_UDP_BYTES), UDP_PAYLOAD_BYTES)
  plain.dnssecOk = ((packet[at + 7] ?? 0) & 0x80) !== 0
  return true
}

const assemble = (packet: Buffer, { flags, answers, authorities, additionals, bytes }: ReadyBody): Buffer | undefined => {
  const { end, edns, limit } = plain
  const bodyEnd = end + bytes.length
  const size = edns ? bodyEnd + OPT_BYTES : bodyEnd
  if (size > limit) return undefined
  const reply = Buffer.allocUnsafe(size)
  packet.copy(reply, 0, 0, end)
  reply.writeUInt16BE(flags | (((packet[2] ?? 0) & 1) << 8), 2)
  reply.writeUInt16BE(answers, 6)
  reply.writeUInt16BE(authorities, 8)
  reply.writeUInt16BE(additionals + (edns ? 1 : 0), 10)
  bytes.copy(reply, end)
  if (edns) writeOpt(reply, bodyEnd, RCODE.NOERROR, plain.dnssecOk)
  return reply
}
