import { isUtf8 } from 'node:buffer'
import { ProtocolError } from './errors.ts'

const quote = 0x22
const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d

const isWhitespace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)

/** Nesting that RFC 7047 needs is below 10; this is where OVS's own parser stops. */
const maxDepth = 1000

/**
 * Cuts a byte stream into JSON objects. RFC 7047 §4 puts no delimiter or length between messages, so the end of one is found by
 * counting braces outside of strings. It works on bytes, since a chunk may end within a UTF-8 character, and looks at every byte
 * once however the stream was cut: the cost is linear.
 */
export class Framing {
  readonly #maxBytes: number
  #chunks: Buffer[] = []
  #bytes = 0
  #depth = 0
  #inString = false
  /** whether the string's last byte so far is a backslash that escapes the next one */
  #escaping = false

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /**
   * Takes the next bytes, and gives the messages that they complete.
   * @throws ProtocolError when the bytes can't be JSON objects, or one is larger than allowed
   */
  push(chunk: Buffer): string[] {
    const messages: string[] = []
    let start = 0
    let at = 0
    while (at < chunk.length) {
      if (this.#depth === 0) {
        start = this.#findStart(chunk, at)
        if (start === -1) return messages
        this.#depth = 1
        at = start + 1
      }
      at = this.#scan(chunk, at)
      if (this.#depth === 0) {
        messages.push(this.#take(chunk.subarray(start, at)))
        start = at
      }
    }
    if (this.#depth > 0) this.#keep(chunk.subarray(start))
    return messages
  }

  #findStart(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0
      if (byte === openBrace) return at
      if (!isWhitespace(byte)) {
        throw new ProtocolError(`expected a JSON object, got byte 0x${byte.toString(16).padStart(2, '0')}`)
      }
    }
    return -1
  }

  /** Goes on within a message; returns the place after its last byte or the end of the chunk. */
  #scan(chunk: Buffer, from: number): number {
    let at = from
    while (at < chunk.length && this.#depth > 0) {
      if (this.#inString) {
        at = this.#scanString(chunk, at)
        continue
      }
      const byte = chunk[at]
      at += 1
      if (byte === quote) this.#inString = true
      else if (byte === openBrace || byte === openBracket) this.#descend()
      else if (byte === closeBrace || byte === closeBracket) this.#depth -= 1
    }
    return at
  }

  /** Jumps from quote to quote; one is escaped when an odd number of backslashes stands before it. */
  #scanString(chunk: Buffer, from: number): number {
    const found = chunk.indexOf(quote, from)
    const end = found === -1 ? chunk.length : found
    let run = 0
    while (end - run > from && chunk[end - run - 1] === backslash) run += 1
    if (run === end - from && this.#escaping) run += 1
    const odd = run % 2 === 1
    if (found === -1) {
      this.#escaping = odd
      return end
    }
    this.#escaping = false
    this.#inString = odd
    return end + 1
  }

  #descend(): void {
    this.#depth += 1
    if (this.#depth > maxDepth) throw new ProtocolError(`JSON nested deeper than ${String(maxDepth)}`)
  }

  #keep(part: Buffer): void {
    this.#bytes += part.length
    if (this.#bytes > this.#maxBytes) {
      throw new ProtocolError(`message larger than the allowed ${String(this.#maxBytes)} bytes`)
    }
    this.#chunks.push(part)
  }

  #take(last: Buffer): string {
    this.#keep(last)
    const whole = this.#chunks.length === 1 ? last : Buffer.concat(this.#chunks, this.#bytes)
    this.#chunks = []
    this.#bytes = 0
    if (!isUtf8(whole)) throw new ProtocolError('message is not valid UTF-8')
    return whole.toString('utf8')
  }
}
