import { CLASS_IN, HEADER_BYTES } from './constants.ts'
import { parentOf, type WireName } from './name.ts'

/**
 * RDATA as literal bytes and names. Only names in types of RFC 1035 may stand as names here: in others they must not be compressed
 * (RFC 3597 §4).
 */
export type Rdata = readonly (Uint8Array | WireName)[]

/** All records of one owner and type. */
export interface RRset {
  readonly type: number
  /** seconds */
  readonly ttl: number
  readonly rdatas: readonly Rdata[]
  /** hosts whose addresses are sent along */
  readonly targets: readonly WireName[]
}

/** A compression pointer has 14 bits (RFC 1035 §4.1.4). */
const POINTER_REACH = 0x4000
const TO_QUESTION = 0xc000 | HEADER_BYTES

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
  rrset(owner: WireName, { type, ttl, rdatas }: RRset): number {
    for (const rdata of rdatas) this.record(owner, type, ttl, rdata)
    return this.overflow ? 0 : rdatas.length
  }

  /** The same, but when they do not all fit it is as if none had been written. */
  optionalRrset(owner: WireName, set: RRset): number {
    const before = this.at
    const written = this.rrset(owner, set)
    if (this.overflow) this.at = before
    return written
  }

  record(owner: WireName, type: number, ttl: number, rdata: Rdata): void {
    this.#name(owner)
    if (!this.#fits(10)) return
    this.bytes.writeUInt16BE(type, this.at)
    this.bytes.writeUInt16BE(CLASS_IN, this.at + 2)
    this.bytes.writeUInt32BE(ttl, this.at + 4)
    const start = this.at + 10
    this.at = start
    for (const part of rdata) {
      if (typeof part === 'string') this.#name(part)
      else this.#literal(part)
    }
    this.bytes.writeUInt16BE(this.at - start, start - 2)
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

  #literal(part: Uint8Array): void {
    if (!this.#fits(part.length)) return
    this.bytes.set(part, this.at)
    this.at += part.length
  }

  #fits(length: number): boolean {
    if (this.overflow || this.at + length > this.#limit) this.overflow = true
    return !this.overflow
  }
}
