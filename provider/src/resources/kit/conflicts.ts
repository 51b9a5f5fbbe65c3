import { ApiError, type ErrorCode } from '@quantumnet/api'
import type { Deadline } from './deadline.ts'

/**
 * Refusals that pass: Terraform makes changes that know nothing of each other at the same time, so a name, an address or a quota may be taken
 * by what the same run is about to change or delete. As long as something of this run is under way that may free it, a refusal is asked again;
 * without that it is a real one, and is told at once.
 */

/** What somebody else has now, and may give up. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['name_taken', 'hostname_taken', 'address_taken', 'mac_taken', 'cidr_overlaps', 'segment_taken'] as const),
  ...(['already_exists', 'subnet_exhausted', 'pool_exhausted', 'quota_exceeded', 'in_use'] as const),
])

/** Terraform begins changes one after the other: so much later one may come that frees what was refused. */
const GRACE_MS = 1_000
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2_000

/** The wait after the nth refusal: doubling, with jitter, so that those who wait for the same thing do not ask at once. */
const pauseMs = (refusals: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (refusals - 1)) * (0.5 + Math.random() / 2)

/** One change of this run, which may free something. */
export interface Freeing {
  /** It waits for others itself, and frees nothing until then. */
  refused(): void
  resumed(): void
  end(): void
}

/** Changes and deletions of this run, by which it is known whether a refusal may pass. */
export class Changes {
  readonly #now: () => number
  readonly #underWay = new Set<object>()
  #endedMs = Number.NEGATIVE_INFINITY

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  begin(): Freeing {
    const one = {}
    this.#underWay.add(one)
    return {
      refused: () => void this.#underWay.delete(one),
      resumed: () => void this.#underWay.add(one),
      end: () => {
        this.#underWay.delete(one)
        this.#endedMs = this.#now()
      },
    }
  }

  /** When something was under way last that may have freed something, in the time of `now`. */
  activeMs(): number {
    return this.#underWay.size > 0 ? this.#now() : this.#endedMs
  }

  /** Runs a change or deletion that may free something. */
  async during<T>(run: (change: Freeing) => Promise<T>): Promise<T> {
    const change = this.begin()
    try {
      return await run(change)
    } finally {
      change.end()
    }
  }

  /**
   * Asks again while a refusal may pass.
   * @param change what this is a part of, where that may free something itself
   * @throws ApiError when it is refused for good, or still at the deadline
   */
  async whilePassing<T>(request: () => Promise<T>, deadline: Deadline, change?: Freeing): Promise<T> {
    const firstMs = this.#now()
    for (let refusals = 1; ; refusals += 1) {
      try {
        const answer = await request()
        change?.resumed()
        return answer
      } catch (error) {
        if (!(error instanceof ApiError) || !PASSING.has(error.code)) throw error
        change?.refused()
        const pause = pauseMs(refusals)
        const isLate = this.#now() - Math.max(firstMs, this.activeMs()) > GRACE_MS
        if (isLate || deadline.remainingMs() < pause || deadline.interrupted()) throw error
        await deadline.pause(pause)
      }
    }
  }
}
