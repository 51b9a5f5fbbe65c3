import { HEADER_BYTES, TYPE } from './constants.ts'
import { endOfPlainName, parentOf, readPlainName, type WireName } from './name.ts'
import { endOfRecord, FIXED_BYTES, type RRset } from './record-set.ts'

/** A compression pointer has 14 bits (RFC 1035 §4.1.4). */
const POINTER_REACH = 0x4000
const TO_QUESTION = 0xc000 | HEADER_BYTES

/** So many names stand in data, from that place on. */
interface NamesIn {
  readonly after: number
  readonly count: number
}

/** Types of RFC 1035, whose data may have compressed names; in others they must not be compressed (RFC 3597 §4). */
const NAMES_IN: ReadonlyMap<number, NamesIn> = new Map([
  [TYPE.NS, { after: 0, count: 1 }],
  [TYPE.CNAME, { after: 0, count: 1 }],
  [TYPE.PTR, { after: 0, count: 1 }],
  [TYPE.MX, { after: 2, count: 1 }],
  [TYPE.SOA, { after: 0, count: 2 }],
])

/**
 * Writes records after a header and a question, with names compressed against the question and all names before. It never writes past
 * `limit`: `overflow` says that something did not fit, and the caller decides what then becomes of the message.
 */
export class MessageWriter {
  readonly bytes: Buffer
  readonly #limit: number
  readonly #question: WireName | undefined
  /** Offsets of names; made with the first name that is not the question's, which most answers never have. */
  #offsets: Map<WireName, number> | undefined
  at: number
  overflow = false

  /** @param question the name at offset 12, when there is a question; `at` is where to go on writing */
  constructor(bytes: Buffer, limit: number, question: WireName | undefined, at: number) {
    this.bytes = bytes
    this.#limit = limit
    this.#question = question
    this.at = at
  }

  /** Writes every record of a set; how many that were is the result, 0 when they did not all fit. */
  rrset(owner: WireName, { records, count }: RRset): number {
    for (let at = 0; at < records.length && !this.overflow;) at = this.record(owner, records, at)
    return this.overflow ? 0 : count
  }

  /** The same, but when they do not all fit it is as if none had been written. */
  optionalRrset(owner: WireName, set: RRset): number {
    const before = this.at
    const written = this.rrset(owner, set)
    if (this.overflow) this.at = before
    this.overflow = false
    return written
  }

  /** Writes the record of a set that begins at `start`, and gives where it ends there. */
  record(owner: WireName, records: Buffer, start: number): number {
    const end = endOfRecord(records, start)
    this.#name(owner)
    this.#literal(records, start, start + FIXED_BYTES)
    const data = this.at
    const names = NAMES_IN.get(records.readUInt16BE(start))
    if (names === undefined) this.#literal(records, start + FIXED_BYTES, end)
    else this.#withNames(records, { at: start + FIXED_BYTES, end, names })
    if (!this.overflow) this.bytes.writeUInt16BE(this.at - data, data - 2)
    return end
  }

  #withNames(records: Buffer, { at, end, names }: { at: number; end: number; names: NamesIn }): void {
    let next = at + names.after
    this.#literal(records, at, next)
    for (let left = names.count; left > 0; left--) {
      const nameEnd = endOfPlainName(records, next)
      this.#name(readPlainName(records, next, nameEnd))
      next = nameEnd
    }
    this.#literal(records, next, end)
  }

  #name(name: WireName): void {
    if (name === this.#question) {
      this.#u16(TO_QUESTION)
      return
    }
    this.#offsets ??= this.#questionOffsets()
    let rest = name
    while (rest !== '') {
      const known = this.#offsets.get(rest)
      if (known !== undefined) {
        this.#u16(0xc000 | known)
        return
      }
      if (this.at < POINTER_REACH) this.#offsets.set(rest, this.at)
      const parent = parentOf(rest)
      this.#latin1(rest, rest.length - parent.length)
      rest = parent
    }
    this.#latin1('\0', 1)
  }

  #questionOffsets(): Map<WireName, number> {
    const offsets = new Map<WireName, number>()
    const question = this.#question ?? ('' as WireName)
    for (let rest = question; rest !== ''; rest = parentOf(rest))
      offsets.set(rest, HEADER_BYTES + question.length - rest.length)
    return offsets
  }

  #u16(value: number): void {
    if (!this.#fits(2)) return
    this.bytes.writeUInt16BE(value, this.at)
    this.at += 2
  }

  #latin1(text: string, length: number): void {
    if (this.#fits(length)) this.at += this.bytes.write(text, this.at, length, 'latin1')
  }

  #literal(from: Buffer, start: number, end: number): void {
    if (this.#fits(end - start)) this.at += from.copy(this.bytes, this.at, start, end)
  }

  #fits(length: number): boolean {
    if (this.overflow || this.at + length > this.#limit) this.overflow = true
    return !this.overflow
  }
}
