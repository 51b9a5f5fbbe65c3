/**
 * Keys whose readers have to look again. What comes while nobody waits is kept, each key once: that is the bounded queue of a stream that
 * sends states and not changes, since it never holds more than there are keys.
 */
export class StaleKeys {
  readonly #keys = new Set<string>()
  readonly #signal: AbortSignal
  #wake: (() => void) | undefined

  constructor(signal: AbortSignal) {
    this.#signal = signal
    signal.addEventListener('abort', () => this.#wake?.(), { once: true })
  }

  add(keys: Iterable<string>): void {
    for (const key of keys) this.#keys.add(key)
    if (this.#keys.size > 0) this.#wake?.()
  }

  /** Waits for keys and hands them all over; undefined when the signal has aborted. */
  async take(): Promise<string[] | undefined> {
    if (this.#keys.size === 0 && !this.#signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      this.#wake = undefined
    }
    if (this.#signal.aborted) return undefined
    const keys = [...this.#keys]
    this.#keys.clear()
    return keys
  }
}
