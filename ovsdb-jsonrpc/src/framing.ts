import { isUtf8 } from 'node:buffer'
import { ProtocolError } from './errors.ts'
import { Fragment } from './fragments.ts'

const quote = 0x22
const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d
const comma = 0x2c

const isWhitespace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39

/** Digits from which on an integer may be beyond 2^53. */
const longDigits = 16

/** Nesting that RFC 7047 needs is below 10; this is where OVS's own parser stops. */
const maxDepth = 1000

/** Members of objects at this depth are rows in every message that can be large: table updates within an answer or a notification. */
const rowsDepth = 4

/** Rows are given out when so many bytes of them are there. */
const fragmentBytes = 64 * 1024

/**
 * Cuts a byte stream into JSON objects. RFC 7047 §4 puts no delimiter or length between messages, so the end of one is found by
 * counting braces outside of strings. It works on bytes, since a chunk may end within a UTF-8 character, and looks at every byte
 * once however the stream was cut: the cost is linear.
 *
 * Parsing a snapshot in one piece would hold up the event loop, so rows can be taken out of a message while it arrives: `onFragment`
 * is called with some members of an object, and in the message `"n":0` stands for them, n counting the fragments of the message from 0.
 */
export class Framing {
  readonly #maxBytes: number
  readonly #onFragment: ((fragment: Fragment) => void) | null
  #chunks: Buffer[] = []
  #bytes = 0
  #depth = 0
  #inString = false
  /** whether the string's last byte so far is a backslash that escapes the next one */
  #escaping = false
  /** where in the chunk the bytes begin that were not kept yet */
  #start = 0
  /** digits just before this place, outside of strings */
  #digits = 0
  #fragments = 0
  #rows: RowsAt | null = null

  constructor(maxBytes: number, onFragment: ((fragment: Fragment) => void) | null = null) {
    this.#maxBytes = maxBytes
    this.#onFragment = onFragment
  }

  /**
   * Takes the next bytes, and gives the messages that they complete.
   * @throws ProtocolError when the bytes can't be JSON objects, or one is larger than allowed
   */
  push(chunk: Buffer): string[] {
    const messages: string[] = []
    this.#start = 0
    let at = 0
    while (at < chunk.length) {
      if (this.#depth === 0) {
        const start = this.#findStart(chunk, at)
        if (start === -1) return messages
        this.#start = start
        this.#depth = 1
        at = start + 1
      }
      at = this.#scan(chunk, at)
      if (this.#depth === 0) messages.push(this.#take(chunk.subarray(this.#start, at)))
    }
    if (this.#depth > 0) this.#keep(chunk.subarray(this.#start))
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
      const byte = chunk[at] ?? 0
      at += 1
      if (byte === quote) this.#inString = true
      else if (byte === openBrace || byte === openBracket) this.#descend(byte, at)
      else if (byte === closeBrace || byte === closeBracket) this.#ascend(chunk, at)
      else this.#noteScalar(byte)
    }
    return at
  }

  #noteScalar(byte: number): void {
    this.#digits = isDigit(byte) ? this.#digits + 1 : 0
    if (this.#digits >= longDigits && this.#rows !== null) this.#rows.mayBeLong = true
  }

  #enterRows(at: number): void {
    if (this.#onFragment === null) return
    const skip = at - this.#start
    this.#rows = { index: this.#chunks.length, skip, offset: this.#bytes + skip, spans: [], mayBeLong: false }
  }

  #enterRow(rows: RowsAt, at: number): void {
    rows.spans.push(this.#bytes + at - 1 - this.#start - rows.offset)
  }

  #leaveRow(chunk: Buffer, at: number): void {
    const rows = this.#rows
    if (rows === null) return
    const end = this.#bytes + at - this.#start - rows.offset
    if (this.#depth < rowsDepth) {
      this.#rows = null
      return
    }
    rows.spans.push(end)
    if (end < fragmentBytes) return
    this.#keep(chunk.subarray(this.#start, at))
    this.#start = at
    this.#giveOut(rows)
  }

  #giveOut({ index, skip, spans, mayBeLong }: RowsAt): void {
    const [first = Buffer.alloc(0), ...others] = this.#chunks.splice(index)
    const { bytes, separator } = asObject([first.subarray(skip), ...others])
    refuseBadUtf8(bytes)
    this.#chunks.push(first.subarray(0, skip), Buffer.from(`${separator}"${String(this.#fragments)}":0`))
    this.#fragments += 1
    this.#rows = { index: this.#chunks.length, skip: 0, offset: this.#bytes, spans: [], mayBeLong: false }
    this.#onFragment?.(new Fragment(bytes, spans, mayBeLong))
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

  #descend(byte: number, at: number): void {
    this.#depth += 1
    if (this.#depth > maxDepth) throw new ProtocolError(`JSON nested deeper than ${String(maxDepth)}`)
    if (this.#depth === rowsDepth && byte === openBrace) this.#enterRows(at)
    else if (this.#depth === rowsDepth + 1 && this.#rows !== null) this.#enterRow(this.#rows, at)
  }

  #ascend(chunk: Buffer, at: number): void {
    this.#depth -= 1
    if (this.#rows !== null && this.#depth <= rowsDepth) this.#leaveRow(chunk, at)
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
    const text = textOf(this.#chunks)
    this.#start += last.length
    this.#chunks = []
    this.#bytes = 0
    this.#fragments = 0
    this.#rows = null
    return text
  }
}

/** Where the rows of a table begin that were not given out yet. */
interface RowsAt {
  /** place in the list of chunks, and bytes of that chunk that stand before the rows */
  readonly index: number
  readonly skip: number
  /** bytes of the message before the rows */
  readonly offset: number
  /** where each row begins and ends, from there on */
  readonly spans: number[]
  /** whether a number may be among them that has to be read as bigint */
  mayBeLong: boolean
}

const textOf = (chunks: readonly Buffer[]): string => {
  const [only] = chunks
  const whole = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)
  refuseBadUtf8(whole)
  return whole.toString('utf8')
}

const refuseBadUtf8 = (bytes: Buffer): void => {
  if (!isUtf8(bytes)) throw new ProtocolError('message is not valid UTF-8')
}

const [before, after] = [Buffer.from(' '), Buffer.from('}')]

/** Makes members of an object an object of their own, one byte further on; tells what stood between them and those before. */
const asObject = (members: readonly Buffer[]): { readonly bytes: Buffer; readonly separator: string } => {
  const bytes = Buffer.concat([before, ...members, after])
  const begin = bytes.findIndex((byte) => !isWhitespace(byte))
  const isNext = bytes[begin] === comma
  bytes[isNext ? begin : 0] = openBrace
  return { bytes, separator: isNext ? ',' : '' }
}
