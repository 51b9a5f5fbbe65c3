import type { EventTail } from './tail.ts'

/** How many requests wait at a time, and how long one sleeps at most before it looks by itself: a wake-up may be lost. */
const MOST_WAITING = 1_000
const POLL_MS = 1_000
/** Of all places, those that one project may take: another one finds some. */
const SHARE = 0.25

/** One request that waits for something to happen to resources. */
export interface Wait {
  /** Until an event of one of these resources since the last call, the next look, or `deadlineMs`. */
  next(ids: readonly string[], deadlineMs: number): Promise<void>
  /** Whether the server ends, or the client has gone. */
  readonly ended: boolean
  /** Has to be called at the end. */
  end(): void
}

interface Waiter {
  readonly wake: () => void
}

/**
 * Requests that wait, woken by the event tail: nothing is read again before something happened. Bounded in number: who comes when all places
 * are taken does not wait, and is answered with what there is.
 */
export class Waits {
  readonly #waiters = new Map<string, Set<Waiter>>()
  readonly #all = new Set<() => void>()
  /** how many wait for whom */
  readonly #byWhom = new Map<string, number>()
  readonly #most: number
  #closed = false

  constructor(tail: Pick<EventTail, 'subscribe'>, most = MOST_WAITING) {
    this.#most = most
    tail.subscribe((events) => {
      if (this.#waiters.size === 0) return
      for (const { id } of events) for (const { wake } of this.#waiters.get(id) ?? []) wake()
    })
  }

  /**
   * Begins to wait for what happens to these resources; undefined when too many wait already. What happens from now on is not missed.
   * @param whom for which project; one may take a quarter of the places. null: for the platform, which may take all
   */
  begin(ids: readonly string[], signal: AbortSignal, whom: string | null = null): Wait | undefined {
    if (this.#closed || this.#all.size >= this.#most || !this.#takePlace(whom)) return undefined
    let woken = false
    let resolve: (() => void) | undefined
    const watched = new Set<string>()
    const waiter: Waiter = {
      wake: () => {
        woken = true
        resolve?.()
      },
    }
    const watch = (more: readonly string[]): void => {
      for (const id of more) {
        watched.add(id)
        const waiters = this.#waiters.get(id) ?? new Set()
        this.#waiters.set(id, waiters.add(waiter))
      }
    }
    watch(ids)
    this.#all.add(waiter.wake)
    signal.addEventListener('abort', waiter.wake)
    const isEnded = (): boolean => this.#closed || signal.aborted
    return {
      next: async (more, deadlineMs) => {
        const fresh = more.filter((id) => !watched.has(id))
        watch(fresh)
        // What happened to these before they were watched is not known: the caller has to look again.
        if (woken || fresh.length > 0 || isEnded()) {
          woken = false
          return
        }
        await new Promise<void>((done) => {
          const timer = setTimeout(done, Math.max(0, Math.min(POLL_MS, deadlineMs)))
          resolve = () => {
            clearTimeout(timer)
            done()
          }
        })
        resolve = undefined
        woken = false
      },
      get ended() {
        return isEnded()
      },
      end: () => {
        signal.removeEventListener('abort', waiter.wake)
        if (this.#all.delete(waiter.wake)) this.#leavePlace(whom)
        for (const id of watched) this.#leave(id, waiter)
      },
    }
  }

  /** Everybody is answered with what there is, and nobody waits any more. */
  close(): void {
    this.#closed = true
    for (const wake of this.#all) wake()
  }

  #takePlace(whom: string | null): boolean {
    if (whom === null) return true
    const waiting = this.#byWhom.get(whom) ?? 0
    if (waiting >= this.#most * SHARE) return false
    this.#byWhom.set(whom, waiting + 1)
    return true
  }

  #leavePlace(whom: string | null): void {
    const waiting = whom === null ? undefined : this.#byWhom.get(whom)
    if (whom === null || waiting === undefined) return
    if (waiting === 1) this.#byWhom.delete(whom)
    else this.#byWhom.set(whom, waiting - 1)
  }

  #leave(id: string, waiter: Waiter): void {
    const waiters = this.#waiters.get(id)
    waiters?.delete(waiter)
    if (waiters?.size === 0) this.#waiters.delete(id)
  }
}
