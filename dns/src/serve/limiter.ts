/** Answers per second to one source, and how many of them may come at once. */
const BURST_SECONDS = 1
/** Above this many sources the oldest half is forgotten: who floods from everywhere is not stopped by remembering him. */
const MOST_SOURCES = 20_000

interface Bucket {
  tokens: number
  at: number
  refused: number
}

/** What becomes of an answer: sent, replaced by one that only says "ask over TCP", or not sent. */
export type Verdict = 'send' | 'slip' | 'drop'

/**
 * Limits what one source of UDP packets is sent, so that we are of no use against whoever's address is forged. Of what is above the limit every
 * second answer is a truncated one: a real client behind that address comes again over TCP.
 */
export class Limiter {
  readonly #perSecond: number
  readonly #buckets = new Map<string, Bucket>()

  /** @param perSecond answers per second and source; 0: no limit */
  constructor(perSecond: number) {
    this.#perSecond = perSecond
  }

  /** @param nowMs milliseconds of a clock that only goes forward */
  judge(address: string, nowMs: number): Verdict {
    if (this.#perSecond === 0) return 'send'
    const bucket = this.#bucketOf(sourceOf(address), nowMs)
    bucket.tokens = Math.min(
      this.#perSecond * BURST_SECONDS,
      bucket.tokens + ((nowMs - bucket.at) * this.#perSecond) / 1000,
    )
    bucket.at = nowMs
    if (bucket.tokens >= 1) {
      bucket.tokens--
      return 'send'
    }
    bucket.refused++
    return bucket.refused % 2 === 0 ? 'slip' : 'drop'
  }

  #bucketOf(source: string, nowMs: number): Bucket {
    const known = this.#buckets.get(source)
    if (known !== undefined) return known
    if (this.#buckets.size >= MOST_SOURCES)
      for (const old of [...this.#buckets.keys()].slice(0, MOST_SOURCES / 2)) this.#buckets.delete(old)
    const bucket = { tokens: this.#perSecond * BURST_SECONDS, at: nowMs, refused: 0 }
    this.#buckets.set(source, bucket)
    return bucket
  }
}

/** Neighbours count as one source: /24, and /64, of which one host has all. */
const sourceOf = (address: string): string =>
  address.includes(':') ? address.split(':').slice(0, 4).join(':') : address.slice(0, address.lastIndexOf('.'))
