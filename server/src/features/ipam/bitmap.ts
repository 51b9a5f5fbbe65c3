import type { IpRange } from '@quantumnet/api'

const WORD_BITS = 32

/**
 * Which addresses of a block may be handed out, one bit each: a bit is set when the address is taken, or is none that the subnet hands out.
 * Next-fit: an address that was given back is not offered again before the rest was, and a full stretch is not walked again each time.
 */
export class Bitmap {
  readonly #words: Uint32Array
  readonly #base: bigint
  readonly #ranges: readonly (readonly [first: number, last: number])[]
  #cursor = 0
  #free = 0

  /** @param ranges disjoint, ascending, all of them to be handed out; the block is as wide as they are */
  constructor(ranges: readonly IpRange[]) {
    this.#base = ranges[0]?.first ?? 0n
    this.#ranges = ranges.map(({ first, last }) => [Number(first - this.#base), Number(last - this.#base)] as const)
    const width = (this.#ranges.at(-1)?.[1] ?? -1) + 1
    this.#words = new Uint32Array(Math.ceil(width / WORD_BITS)).fill(0xff_ff_ff_ff)
    for (const { first, last } of ranges) this.release(first, last)
  }

  /** How many addresses are free as far as this knows. */
  get free(): number {
    return this.#free
  }

  /** Memory that it takes. */
  get bytes(): number {
    return this.#words.byteLength
  }

  /** Notes that somebody has the address; also of one that is never handed out. */
  occupy(value: bigint): void {
    const offset = Number(value - this.#base)
    const word = this.#words[offset >>> 5]
    if (offset < 0 || word === undefined || (word & (1 << (offset & 31))) !== 0) return
    this.#words[offset >>> 5] = word | (1 << (offset & 31))
    this.#free--
  }

  /** Notes that nobody has these addresses; those that are never handed out stay so. */
  release(first: bigint, last: bigint = first): void {
    const [from, to] = [Number(first - this.#base), Number(last - this.#base)]
    for (const [low, high] of this.#ranges)
      for (let offset = Math.max(from, low); offset <= Math.min(to, high); offset++) this.#clear(offset)
  }

  /** Hands out the next free address, to one caller only; undefined when there is none. */
  take(): bigint | undefined {
    if (this.#free === 0) return undefined
    const offset = this.#nextFree(this.#cursor) ?? this.#nextFree(0)
    if (offset === undefined) return undefined
    this.occupy(this.#base + BigInt(offset))
    this.#cursor = offset + 1
    return this.#base + BigInt(offset)
  }

  /**
   * Goes on somewhere else: another server process fills the same region.
   * @param random in [0, 1)
   */
  scatter(random: number): void {
    this.#cursor = Math.floor(random * this.#words.length * WORD_BITS)
  }

  /** The address that is offered next, if it is free; the order in which a search of the database goes on. */
  get next(): bigint {
    return this.#base + BigInt(this.#cursor)
  }

  #clear(offset: number): void {
    const word = this.#words[offset >>> 5] ?? 0
    const cleared = word & ~(1 << (offset & 31))
    if (cleared >>> 0 === word) return
    this.#words[offset >>> 5] = cleared
    this.#free++
  }

  #nextFree(from: number): number | undefined {
    // Bits before `from` in its word count as taken.
    let masked = from % WORD_BITS === 0 ? 0 : 2 ** (from % WORD_BITS) - 1
    for (let index = Math.floor(from / WORD_BITS); index < this.#words.length; index++) {
      const zeros = ~((this.#words[index] ?? 0) | masked)
      masked = 0
      if (zeros !== 0) return index * WORD_BITS + (31 - Math.clz32(zeros & -zeros))
    }
    return undefined
  }
}
