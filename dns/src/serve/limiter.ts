import { hashOn, ROOT_HASH, spread } from '../zone/hash.ts'

/** Answers per second to one source, and how many of them may come at once. */
const BURST_SECONDS = 1
/** A source that comes to the place of another one takes it over: who floods from everywhere is not stopped by remembering him. */
const PLACES = 1 << 14
/** Of a place, each a number of eight bytes. */
const AT = { source: 0, tokens: 1, time: 2, refused: 3 } as const
const FIELDS = 4
const BYTES = PLACES * FIELDS * Float64Array.BYTES_PER_ELEMENT

/** What becomes of an answer: sent, replaced by one that only says "ask over TCP", or not sent. */
export type Verdict = 'send' | 'slip' | 'drop'

/**
 * Limits what one source of UDP packets is sent, so that we are of no use against whoever's address is forged. Of what is above the limit every
 * second answer is a truncated one: a real client behind that address comes again over TCP.
 *
 * The threads of a process count in one memory, since the kernel spreads the ports of a source over all of them. They don't wait for each other: two that
 * count at the same moment may count one answer for two.
 */
export class Limiter {
  readonly memory: SharedArrayBuffer
  readonly #perSecond: number
  readonly #places: Float64Array

  /** @param perSecond answers per second and source; 0: no limit @param memory of the limiter that this one counts together with */
  constructor(perSecond: number, memory = new SharedArrayBuffer(perSecond === 0 ? 0 : BYTES)) {
    this.memory = memory
    this.#perSecond = perSecond
    this.#places = new Float64Array(memory)
  }

  /** @param nowMs milliseconds of a clock that is the same for all threads */
  judge(address: string, nowMs: number): Verdict {
    if (this.#perSecond === 0) return 'send'
    const place = this.#placeOf(hashOf(sourceOf(address)), nowMs)
    // Threads come here in any order, and their clocks are never quite the same: a time that went back would be given twice.
    const beforeMs = this.#get(place, AT.time)
    const passedMs = Math.max(0, nowMs - beforeMs)
    const most = this.#perSecond * BURST_SECONDS
    const tokens = Math.min(most, this.#get(place, AT.tokens) + (passedMs * this.#perSecond) / 1000)
    this.#places[place + AT.time] = Math.max(nowMs, beforeMs)
    this.#places[place + AT.tokens] = tokens >= 1 ? tokens - 1 : tokens
    if (tokens >= 1) return 'send'
    const refused = this.#get(place, AT.refused) + 1
    this.#places[place + AT.refused] = refused
    return refused % 2 === 0 ? 'slip' : 'drop'
  }

  #placeOf(source: number, nowMs: number): number {
    const place = (source & (PLACES - 1)) * FIELDS
    if (this.#get(place, AT.source) !== source + 1)
      this.#places.set([source + 1, this.#perSecond * BURST_SECONDS, nowMs, 0], place)
    return place
  }

  #get(place: number, field: number): number {
    return this.#places[place + field] ?? 0
  }
}

const hashOf = (source: string): number => {
  let hash = ROOT_HASH
  for (let index = 0; index < source.length; index++) hash = hashOn(hash, source.charCodeAt(index))
  return spread(hash)
}

/** Neighbours count as one source: /24, and /64, of which one host has all. */
const sourceOf = (address: string): string => {
  if (!address.includes(':')) return address.slice(0, address.lastIndexOf('.'))
  const [before = [], after] = address.split('::').map((part) => part.split(':'))
  const zeros = after === undefined ? 0 : GROUPS - before.length - after.length
  return [...before, ...Array<string>(Math.max(0, zeros)).fill('0'), ...(after ?? [])]
    .slice(0, GROUPS / 2)
    .map((group) => (group === '' ? '0' : group))
    .join(':')
}

const GROUPS = 8
