import type { EventTail } from './tail.ts'

/** How many requests wait at a time, and how long one sleeps at most before it looks by itself: a wake-up may be lost. */
const MOST_WAITING = 1_000
const POLL_MS = 1_000

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
  readonly #most: number
  #closed = false

  constructor(tail: Pick<EventTail, 'subscribe'>, most = MOST_WAITING) {
    this.#most = most
    tail.subscribe((events) => {
      if (this.#waiters.size === 0) return
      for (const { id } of events) for (const { wake } of this.#waiters.get(id) ?? []) wake()
    })
  }

  /** Begins to wait for what happens to these resources; undefined when too many wait already. What happens from now on is not missed. */
  begin(ids: readonly string[], signal: AbortSignal): Wait | undefined {
    if (this.#closed || this.#all.size >= this.#most) return undefined
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
        this.#all.delete(waiter.wake)
        for (const id of watched) this.#leave(id, waiter)
      },
    }
  }

  /** Everybody is answered with what there is, and nobody waits any more. */
  close(): void {
    this.#closed = true
    for (const wake of this.#all) wake()
  }

  #leave(id: string, waiter: Waiter): void {
    const waiters = this.#waiters.get(id)
    waiters?.delete(waiter)
    if (waiters?.size === 0) this.#waiters.delete(id)
  }
}
