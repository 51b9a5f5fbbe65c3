import type { LogPosition } from '../../events/tail.ts'
import type { ToldEvent } from './hub.ts'

/** What a reader finds when it looks: events, or that some were left out, or nothing within its time. */
export interface Taken {
  readonly found: 'events' | 'overflow' | 'nothing'
  readonly events: readonly ToldEvent[]
  /** up to where nothing waits any more */
  readonly position: LogPosition | undefined
}

/**
 * What one reader has still to be told. Never more than `limit` events: a reader that is too slow loses them all, is told so once, and begins
 * anew from there.
 */
export class ReaderQueue {
  readonly #limit: number
  readonly #signal: AbortSignal
  readonly #position: () => LogPosition | undefined
  #events: ToldEvent[] = []
  #overflowed = false
  #wake: (() => void) | undefined

  /** @param position up to where everything was added */
  constructor(limit: number, signal: AbortSignal, position: () => LogPosition | undefined) {
    this.#limit = limit
    this.#signal = signal
    this.#position = position
    signal.addEventListener('abort', () => this.#wake?.(), { once: true })
  }

  add(events: readonly ToldEvent[]): void {
    if (this.#overflowed || events.length === 0) return
    if (this.#events.length + events.length > this.#limit) {
      this.#overflowed = true
      this.#events = []
    } else {
      this.#events.push(...events)
    }
    this.#wake?.()
  }

  /** Ends a wait early, with nothing. */
  nudge(): void {
    this.#wake?.()
  }

  /** Waits for events, for `timeoutMs` at most; undefined when the signal has aborted. */
  async take(timeoutMs: number): Promise<Taken | undefined> {
    if (!this.#overflowed && this.#events.length === 0 && !this.#signal.aborted) await this.#wait(timeoutMs)
    if (this.#signal.aborted) return undefined
    const found = this.#overflowed ? 'overflow' : this.#events.length === 0 ? 'nothing' : 'events'
    const events = this.#events
    this.#events = []
    this.#overflowed = false
    return { found, events, position: this.#position() }
  }

  async #wait(timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wake = undefined
  }
}
