import { CLASS_IN, FLAG, HEADER_BYTES, PLAIN_UDP_BYTES, RCODE, TYPE, UDP_PAYLOAD_BYTES } from '../wire/constants.ts'
import { OPT_BYTES, writeOpt } from '../wire/edns.ts'
import { readPlainName } from '../wire/name.ts'
import { UNKNOWN, type Zones } from '../zone/zone-table.ts'

/**
 * Answers to plain queries, as bytes: one question in lower case over UDP, with no more than an OPT record without options. What follows the
 * question in an answer depends on the question and the zone's version alone. Everything else goes the long way (answer.ts), and comes back here.
 *
 * A table of places in one piece of memory: a question has one of four places, by its hash, and takes the next of them in turn. So an answer costs a
 * look at two or three lines of cache instead of a walk through objects, and memory is bounded whatever is asked.
 */

const WAYS = 4
const SETS = 1 << 15
const PLACES = SETS * WAYS
/** A place: seven words, then the question, then what follows it. */
const PLACE_BYTES = 224
const WORDS = PLACE_BYTES / 4
const FIXED_BYTES = 28
const ROOM = PLACE_BYTES - FIXED_BYTES
/** Words of a place. */
const AT = { zone: 0, epoch: 1, sizes: 2, flags: 3, answers: 4, authorities: 5, additionals: 6 } as const

/** The counts of a header with one question. */
const ONE_QUESTION = 0x0001_0000
const SMALLEST = HEADER_BYTES + 5
const FNV_PRIME = 0x0100_0193
const FNV_BASIS = 0x811c_9dc5

export class AnswerCache {
  readonly #zones: Zones
  readonly #bytes = Buffer.alloc(PLACES * PLACE_BYTES)
  readonly #words = new Uint32Array(this.#bytes.buffer, this.#bytes.byteOffset, PLACES * WORDS)
  /** Of all places, side by side. */
  readonly #hashes = new Uint32Array(PLACES)
  #turn = 0
  // Of the packet that was read last; reading one never waits.
  #end = 0
  #hash = 0
  #edns = false
  #dnssecOk = false
  #limit = 0

  constructor(zones: Zones) {
    this.#zones = zones
  }

  /** The reply to a packet of an edge; undefined: it has to go the long way. */
  find(packet: Buffer): Buffer | undefined {
    if (!this.#read(packet)) return undefined
    const first = (this.#hash & (SETS - 1)) * WAYS
    for (let place = first; place < first + WAYS; place++)
      if (this.#hashes[place] === this.#hash && this.#isValid(place)) {
        const size = this.#word(place, AT.sizes) >>> 16
        if (this.#holds(packet, place, size)) return this.#reply(packet, place, size)
      }
    return undefined
  }

  /** Keeps the answer that the long way has found to a packet of an edge. */
  keep(packet: Buffer, reply: Buffer): void {
    if (!this.#read(packet) || (reply.readUInt16BE(2) & FLAG.TC) !== 0) return
    const zone = this.#zones.find(readPlainName(packet, HEADER_BYTES, this.#end - 4))
    if (zone === undefined || zone === UNKNOWN) return
    const size = this.#end - HEADER_BYTES
    const body = reply.length - this.#end - (this.#edns ? OPT_BYTES : 0)
    if (size + body > ROOM) return
    const place = this.#placeFor()
    this.#hashes[place] = this.#hash
    this.#words.set(
      [
        ...[zone.id, this.#zones.epoch, (size << 16) | body, reply.readUInt16BE(2) & ~FLAG.RD],
        ...[reply.readUInt16BE(6), reply.readUInt16BE(8), reply.readUInt16BE(10) - (this.#edns ? 1 : 0)],
      ],
      place * WORDS,
    )
    const at = place * PLACE_BYTES + FIXED_BYTES
    packet.copy(this.#bytes, at, HEADER_BYTES, this.#end)
    reply.copy(this.#bytes, at + size, this.#end, this.#end + body)
  }

  #isValid(place: number): boolean {
    const word = place * WORDS
    return this.#words[word + AT.epoch] === this.#zones.epoch && this.#zones.isServed(this.#words[word + AT.zone] ?? 0)
  }

  /** Where this question is already, or one that is not valid any more; else whose turn it is. */
  #placeFor(): number {
    const first = (this.#hash & (SETS - 1)) * WAYS
    for (let place = first; place < first + WAYS; place++)
      if (this.#hashes[place] === this.#hash || !this.#isValid(place)) return place
    this.#turn = (this.#turn + 1) % WAYS
    return first + this.#turn
  }

  #holds(packet: Buffer, place: number, size: number): boolean {
    if (size !== this.#end - HEADER_BYTES) return false
    const bytes = this.#bytes
    const at = place * PLACE_BYTES + FIXED_BYTES
    for (let index = 0; index < size; index++) if (bytes[at + index] !== packet[HEADER_BYTES + index]) return false
    return true
  }

  #reply(packet: Buffer, place: number, size: number): Buffer | undefined {
    const body = this.#word(place, AT.sizes) & 0xffff
    const bodyEnd = this.#end + body
    const total = this.#edns ? bodyEnd + OPT_BYTES : bodyEnd
    if (total > this.#limit) return undefined
    const reply = Buffer.allocUnsafe(total)
    writeHeader(reply, packet, this.#word(place, AT.flags) | (((packet[2] ?? 0) & 1) << 8))
    writeCount(reply, 6, this.#word(place, AT.answers))
    writeCount(reply, 8, this.#word(place, AT.authorities))
    writeCount(reply, 10, this.#word(place, AT.additionals) + (this.#edns ? 1 : 0))
    const from = place * PLACE_BYTES + FIXED_BYTES
    const bytes = this.#bytes
    for (let index = 0; index < size + body; index++) reply[HEADER_BYTES + index] = bytes[from + index] ?? 0
    if (this.#edns) writeOpt(reply, bodyEnd, RCODE.NOERROR, this.#dnssecOk)
    return reply
  }

  #word(place: number, at: number): number {
    return this.#words[place * WORDS + at] ?? 0
  }

  /** Whether the packet is a plain query; then the private fields say what it holds. */
  #read(packet: Buffer): boolean {
    // QR, opcode, AA and TC clear, whatever RD says; the second byte of flags never comes back.
    if (packet.length < SMALLEST || ((packet[2] ?? 255) & 0xfe) !== 0 || packet.readUInt32BE(4) !== ONE_QUESTION)
      return false
    const additionals = packet.readUInt32BE(8)
    const nameEnd = additionals > 1 ? 0 : this.#readName(packet)
    return nameEnd !== 0 && this.#readType(packet, nameEnd) && this.#readRest(packet, additionals === 1)
  }

  /** Where the question's name ends; 0 when it has capital letters, or is none. Hashes it on the way (FNV-1a). */
  #readName(packet: Buffer): number {
    let hash = FNV_BASIS
    let at = HEADER_BYTES
    for (let size = packet[at] ?? 64; size !== 0; size = packet[at] ?? 64) {
      if (size > 63) return 0
      hash = Math.imul(hash ^ size, FNV_PRIME)
      const next = at + 1 + size
      for (at++; at < next; at++) {
        const byte = packet[at] ?? 65
        if (byte >= 65 && byte <= 90) return 0
        hash = Math.imul(hash ^ byte, FNV_PRIME)
      }
    }
    this.#hash = hash
    return at - HEADER_BYTES > 254 ? 0 : at + 1
  }

  #readType(packet: Buffer, at: number): boolean {
    if (at + 4 > packet.length || packet.readUInt16BE(at + 2) !== CLASS_IN) return false
    const type = packet.readUInt16BE(at)
    const hash = Math.imul(this.#hash ^ type, FNV_PRIME)
    // The low bits choose the place: those of FNV's last step alone would leave the type in few of them.
    this.#hash = (hash ^ (hash >>> 15)) >>> 0
    this.#end = at + 4
    return type < TYPE.IXFR || type > TYPE.ANY
  }

  #readRest(packet: Buffer, hasOpt: boolean): boolean {
    this.#edns = hasOpt
    if (hasOpt) return this.#readOpt(packet, this.#end)
    this.#limit = PLAIN_UDP_BYTES
    return this.#end === packet.length
  }

  /** An OPT record of version 0 without options, and nothing after it. */
  #readOpt(packet: Buffer, at: number): boolean {
    if (packet.length !== at + OPT_BYTES || packet[at] !== 0 || packet.readUInt16BE(at + 1) !== TYPE.OPT) return false
    if (packet[at + 6] !== 0 || packet.readUInt16BE(at + 9) !== 0) return false
    this.#limit = Math.min(Math.max(packet.readUInt16BE(at + 3), PLAIN_UDP_BYTES), UDP_PAYLOAD_BYTES)
    this.#dnssecOk = ((packet[at + 7] ?? 0) & 0x80) !== 0
    return true
  }
}

const writeHeader = (reply: Buffer, { 0: high = 0, 1: low = 0 }: Buffer, flags: number): void => {
  reply[0] = high
  reply[1] = low
  writeCount(reply, 2, flags)
  reply[4] = 0
  reply[5] = 1
}

const writeCount = (reply: Buffer, at: number, count: number): void => {
  reply[at] = count >> 8
  reply[at + 1] = count & 255
}
