/**
 * What is counted, by threads that answer and share nothing else. Each has a block of its own in shared memory and is the only one to write to it;
 * who reads adds them up.
 */

export const TRANSPORTS = ['udp', 'tcp'] as const
export type Transport = (typeof TRANSPORTS)[number]

/** Reply codes in the four bits of a header. */
const RCODES = 16
const SLOTS = { ignored: 0, dropped: 1, slipped: 2, plain: 3, truncated: 4 } as const
/** ignored: not to be answered at all. dropped, slipped: beyond the rate. plain: answered the short way (plain-answers.ts). */
export type Event = keyof typeof SLOTS
const EVENTS = 8
const SIZE = EVENTS + RCODES * TRANSPORTS.length

export class Counters {
  readonly memory: SharedArrayBuffer
  readonly #slots: Float64Array

  constructor(memory = new SharedArrayBuffer(SIZE * Float64Array.BYTES_PER_ELEMENT)) {
    this.memory = memory
    this.#slots = new Float64Array(memory)
  }

  count(event: Event): void {
    this.#add(SLOTS[event])
  }

  /** An answer was given. */
  answered(transport: Transport, rcode: number): void {
    this.#add(EVENTS + (transport === 'udp' ? 0 : RCODES) + (rcode & 15))
  }

  of(event: Event): number {
    return this.#slots[SLOTS[event]] ?? 0
  }

  answers(transport: Transport, rcode: number): number {
    return this.#slots[EVENTS + (transport === 'udp' ? 0 : RCODES) + rcode] ?? 0
  }

  #add(slot: number): void {
    this.#slots[slot] = (this.#slots[slot] ?? 0) + 1
  }
}
