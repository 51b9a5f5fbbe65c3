import { setTimeout as sleep } from 'node:timers/promises'

export interface LoopOptions {
  /** One look at everything and one step towards what should be. Throws when it could not. The signal ends it early. */
  readonly pass: (signal: AbortSignal) => Promise<void>
  /** Called for every pass that failed, with the pause before the next one. */
  readonly onError: (error: unknown, pauseMs: number) => void
  /** A pass is made at least this often, whether or not anything woke the loop. */
  readonly resyncMs: number
  /** Pause after a pass; what happens meanwhile is dealt with together. */
  readonly restMs: number
}

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000

/**
 * Calls a pass whenever it is woken, never two at once: a wake-up says that something is to be looked at, never what. However many
 * come during a pass, one more pass follows.
 */
export class Loop {
  readonly #options: LoopOptions
  #awake = true
  #rouse: (() => void) | undefined

  constructor(options: LoopOptions) {
    this.#options = options
  }

  /** Something may have changed. */
  wake(): void {
    this.#awake = true
    this.#rouse?.()
  }

  /** Makes passes until `signal` aborts. The first one is made at once. */
  async run(signal: AbortSignal): Promise<void> {
    const stopped = (): boolean => signal.aborted
    signal.addEventListener('abort', () => {
      this.wake()
    })
    for (let failures = 0; ;) {
      await this.#slumber()
      if (stopped()) return
      this.#awake = false
      try {
        await this.#options.pass(signal)
        failures = 0
        await rest(this.#options.restMs, signal)
      } catch (error) {
        const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++)
        if (!stopped()) this.#options.onError(error, pauseMs)
        this.#awake = true
        await rest(pauseMs, signal)
      }
    }
  }

  /** Waits until something wakes the loop, or for the resync. */
  async #slumber(): Promise<void> {
    if (this.#awake) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#options.resyncMs)
      this.#rouse = (): void => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#rouse = undefined
  }
}

/** Ends early, and quietly, when the signal aborts. */
const rest = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}
