import { FLAG, HEADER_BYTES, MAX_MESSAGE_BYTES, TYPE } from '../wire/constants.ts'
import { OPT_BYTES, writeOpt } from '../wire/edns.ts'
import type { Query } from '../wire/query.ts'
import { endOfRecord } from '../wire/record-set.ts'
import { MessageWriter } from '../wire/writer.ts'
import type { WireName } from '../wire/name.ts'
import type { Found, Zone } from '../zone/zone.ts'
import type { Transfer } from '../answer.ts'

/** A message of a transfer ends where compression pointers stop to reach: more in one would only be written out in full. */
const MESSAGE_BYTES = 0x4000
/** One that a single record fills: a long text. */
const LARGE_MESSAGE_BYTES = MAX_MESSAGE_BYTES

/**
 * The messages of a zone transfer (RFC 5936): the SOA, everything else, the SOA again; or of an incremental one (RFC 1995). One is made when the one before is sent, all from the
 * zone as it was at the beginning.
 */
export function* messages(transfer: Transfer): Generator<Buffer> {
  const { query, zone, changes, signature } = transfer
  const seal = (message: TransferMessage): Buffer => signature?.sign(message.end()) ?? message.end()
  const largest = LARGE_MESSAGE_BYTES - (signature?.bytes ?? 0)
  let message = new TransferMessage(query, true)
  for (const { owner, set } of changes ?? recordsOf(zone)) {
    for (let at = 0; at < set.records.length; at = endOfRecord(set.records, at)) {
      if (message.add(owner, set.records, at)) continue
      yield seal(message)
      message = new TransferMessage(query, false)
      if (message.add(owner, set.records, at)) continue
      message = new TransferMessage(query, false, largest)
      message.add(owner, set.records, at)
    }
  }
  yield seal(message)
}

function* recordsOf(zone: Zone): Generator<Found> {
  yield { owner: zone.apex, set: zone.soa }
  for (const found of zone.sets()) if (found.set.type !== TYPE.SOA) yield found
  yield { owner: zone.apex, set: zone.soa }
}

/** One message. The first repeats the question and has the OPT record when the client sent one; the others need neither (RFC 5936 §2.2). */
class TransferMessage {
  readonly #bytes: Buffer
  readonly #query: Query
  readonly #first: boolean
  readonly #writer: MessageWriter
  #count = 0

  constructor(query: Query, first: boolean, size = MESSAGE_BYTES) {
    this.#bytes = Buffer.allocUnsafe(size)
    this.#query = query
    this.#first = first
    if (first) query.packet.copy(this.#bytes, HEADER_BYTES, HEADER_BYTES, query.questionEnd)
    const start = first ? query.questionEnd : HEADER_BYTES
    this.#writer = new MessageWriter(this.#bytes, size - OPT_BYTES, first ? query.name : undefined, start)
  }

  /** False when the record did not fit; the message is then as it was before. */
  add(owner: WireName, records: Buffer, at: number): boolean {
    const before = this.#writer.at
    this.#writer.record(owner, records, at)
    if (this.#writer.overflow) this.#writer.at = before
    else this.#count++
    return !this.#writer.overflow
  }

  end(): Buffer {
    const { packet, edns } = this.#query
    const opt = this.#first && edns !== undefined
    this.#bytes.writeUInt16BE(packet.readUInt16BE(0), 0)
    this.#bytes.writeUInt16BE(FLAG.QR | FLAG.AA | (packet.readUInt16BE(2) & FLAG.RD), 2)
    this.#bytes.writeUInt16BE(this.#first ? 1 : 0, 4)
    this.#bytes.writeUInt16BE(this.#count, 6)
    this.#bytes.writeUInt16BE(0, 8)
    this.#bytes.writeUInt16BE(opt ? 1 : 0, 10)
    const end = opt ? writeOpt(this.#bytes, this.#writer.at, 0, edns.dnssecOk) : this.#writer.at
    return this.#bytes.subarray(0, end)
  }
}
