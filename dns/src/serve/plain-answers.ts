import { FLAG, HEADER_BYTES, PLAIN_UDP_BYTES, RCODE, TYPE, UDP_PAYLOAD_BYTES, CLASS_IN } from '../wire/constants.ts'
import { OPT_BYTES, writeOpt } from '../wire/edns.ts'
import { MAX_NAME_BYTES } from '../wire/name.ts'
import { endOfRecord, leadsToHosts } from '../wire/record-set.ts'
import { hashOn, ROOT_HASH } from '../zone/hash.ts'
import { SET_AT, type ZoneImage } from '../zone/image.ts'
import { UNKNOWN, type Zones } from '../zone/zone-table.ts'
import type { Zone } from '../zone/zone.ts'

/**
 * Answers to plain queries, written from the zone's bytes: one question over UDP with no more than an OPT record without options, about a name
 * that is there itself, or is not there where no wildcard could stand in for it. Records are copied as they are, with a pointer to the question
 * as their owner. Everything else goes the long way (answer.ts), which says the same.
 */

/** The counts of a header with one question. */
const ONE_QUESTION = 0x0001_0000
const SMALLEST = HEADER_BYTES + 5
const POINTER = 0xc0
const POINTER_BYTES = 2
const MOST_LABELS = 128

/** Types whose data has names that are to be compressed, or that leads to hosts. */
const isPlain = (type: number): boolean =>
  type !== TYPE.NS && type !== TYPE.CNAME && type !== TYPE.PTR && type !== TYPE.SOA && !leadsToHosts(type)

export class PlainAnswers {
  readonly #zones: Zones
  // Of the packet that was read last; reading one never waits.
  readonly #name = new Uint8Array(MAX_NAME_BYTES)
  readonly #starts = new Uint8Array(MOST_LABELS)
  readonly #hashes = new Int32Array(MOST_LABELS)
  #labels = 0
  #length = 0
  #type = 0
  #end = 0
  #edns = false
  #dnssecOk = false
  #limit = 0

  constructor(zones: Zones) {
    this.#zones = zones
  }

  /** The reply to a packet of an edge; undefined: it has to go the long way. */
  find(packet: Buffer): Buffer | undefined {
    if (!this.#read(packet)) return undefined
    for (let label = 0; label < this.#labels; label++) {
      const zone = this.#zones.ofHash(this.#hashes[label] ?? 0)
      if (zone === undefined) continue
      if (zone === UNKNOWN || zone.hasCuts || !this.#endsWith(zone, label)) return undefined
      return this.#fromZone(packet, zone, this.#starts[label] ?? 0)
    }
    return undefined
  }

  /** Whether the name from a label on is the zone's. */
  #endsWith({ apex }: Zone, label: number): boolean {
    const start = this.#starts[label] ?? 0
    if (this.#length - start !== apex.length) return false
    for (let index = 0; index < apex.length; index++)
      if (apex.charCodeAt(index) !== this.#name[start + index]) return false
    return true
  }

  /** @param below how many bytes of the name are below the apex */
  #fromZone(packet: Buffer, zone: Zone, below: number): Buffer | undefined {
    const hash = this.#hashes[0] ?? 0
    let image = zone.overlay ?? zone.base
    let node = image.find(hash, this.#name, 0, below)
    if (node < 0 && image !== zone.base) {
      image = zone.base
      node = image.find(hash, this.#name, 0, below)
    }
    if (node >= 0 && !image.isGone(node)) return this.#fromNode(packet, zone, { image, node, below })
    return zone.hasWildcards ? undefined : this.#denial(packet, zone, { below, rcode: RCODE.NXDOMAIN })
  }

  #fromNode(
    packet: Buffer,
    zone: Zone,
    { image, node, below }: { readonly image: ZoneImage; readonly node: number; readonly below: number },
  ): Buffer | undefined {
    const { nodes } = image
    let at = image.firstSet(node)
    for (let left = image.setCount(node); left > 0; left--) {
      const type = nodes.readUInt16BE(at + SET_AT.type)
      const end = at + SET_AT.records + nodes.readUInt32BE(at + SET_AT.size)
      if (type === TYPE.CNAME) return undefined
      if (type === this.#type) return isPlain(type) ? this.#records(packet, nodes, at, end) : undefined
      at = end
    }
    return this.#denial(packet, zone, { below, rcode: RCODE.NOERROR })
  }

  #records(packet: Buffer, nodes: Buffer, set: number, setEnd: number): Buffer | undefined {
    const count = nodes.readUInt16BE(set + SET_AT.count)
    const size = setEnd - set - SET_AT.records + count * POINTER_BYTES
    const reply = this.#begin(packet, size, RCODE.NOERROR)
    if (reply === undefined) return undefined
    writeWord(reply, 6, count)
    writeWord(reply, 8, 0)
    let at = this.#end
    for (let record = set + SET_AT.records; record < setEnd;) {
      const end = endOfRecord(nodes, record)
      reply[at] = POINTER
      reply[at + 1] = HEADER_BYTES
      at += POINTER_BYTES
      for (; record < end; record++) reply[at++] = nodes[record] ?? 0
    }
    return this.#finish(reply, at)
  }

  /** No such name, or no such data: with the SOA record (RFC 2308). */
  #denial(
    packet: Buffer,
    { denial }: Zone,
    { below, rcode }: { readonly below: number; readonly rcode: number },
  ): Buffer | undefined {
    if (denial === undefined) return undefined
    const { text, serverAt, personAt } = denial
    const reply = this.#begin(packet, text.length, rcode)
    if (reply === undefined) return undefined
    writeWord(reply, 6, 0)
    writeWord(reply, 8, 1)
    const at = this.#end
    const apex = (POINTER << 8) | (HEADER_BYTES + below)
    for (let index = 0; index < text.length; index++) reply[at + index] = text.charCodeAt(index)
    writeWord(reply, at, apex)
    writeWord(reply, at + serverAt, apex)
    writeWord(reply, at + personAt, apex)
    return this.#finish(reply, at + text.length)
  }

  /** A reply with room for so many bytes after the question; undefined: they are too many. */
  #begin(packet: Buffer, size: number, rcode: number): Buffer | undefined {
    const total = this.#end + size + (this.#edns ? OPT_BYTES : 0)
    if (total > this.#limit) return undefined
    const reply = Buffer.allocUnsafe(total)
    reply[0] = packet[0] ?? 0
    reply[1] = packet[1] ?? 0
    reply[2] = ((FLAG.QR | FLAG.AA) >> 8) | ((packet[2] ?? 0) & 1)
    reply[3] = rcode
    reply[4] = 0
    reply[5] = 1
    for (let index = HEADER_BYTES; index < this.#end; index++) reply[index] = packet[index] ?? 0
    return reply
  }

  #finish(reply: Buffer, at: number): Buffer {
    writeWord(reply, 10, this.#edns ? 1 : 0)
    if (this.#edns) writeOpt(reply, at, RCODE.NOERROR, this.#dnssecOk)
    return reply
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

  /** Where the question's name ends; 0 when it is none. */
  #readName(packet: Buffer): number {
    let [at, labels] = [HEADER_BYTES, 0]
    for (let size = packet[at] ?? 64; size !== 0; size = packet[at] ?? 64) {
      if (size > 63 || labels === MOST_LABELS || at + size - HEADER_BYTES >= MAX_NAME_BYTES) return 0
      this.#starts[labels++] = at - HEADER_BYTES
      const next = at + 1 + size
      for (; at < next; at++) {
        const byte = packet[at] ?? 0
        // Length bytes are below 64 and "A" is 65, so they may be folded like any other byte.
        this.#name[at - HEADER_BYTES] = byte >= 65 && byte <= 90 ? byte + 32 : byte
      }
    }
    this.#labels = labels
    this.#length = at - HEADER_BYTES
    if (this.#length + 1 > MAX_NAME_BYTES) return 0
    this.#hash()
    return at + 1
  }

  /** The hash of the name, and of every name above it. */
  #hash(): void {
    let [hash, end] = [ROOT_HASH, this.#length]
    for (let label = this.#labels - 1; label >= 0; label--) {
      const start = this.#starts[label] ?? 0
      for (let at = end - 1; at >= start; at--) hash = hashOn(hash, this.#name[at] ?? 0)
      this.#hashes[label] = hash
      end = start
    }
  }

  #readType(packet: Buffer, at: number): boolean {
    if (at + 4 > packet.length || packet.readUInt16BE(at + 2) !== CLASS_IN) return false
    this.#type = packet.readUInt16BE(at)
    this.#end = at + 4
    // Transfers and ANY.
    return this.#type < TYPE.IXFR || this.#type > TYPE.ANY
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

const writeWord = (bytes: Buffer, at: number, word: number): void => {
  bytes[at] = word >> 8
  bytes[at + 1] = word & 255
}
