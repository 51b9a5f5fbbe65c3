import type { Backoff } from './options.ts'

/** In which order remotes are tried, and how long to wait before each. */
export class Attempts {
  readonly #remotes: readonly string[]
  readonly #backoff: Backoff
  readonly #random: () => number
  #queue: string[] = []
  #failed = 0

  constructor(remotes: readonly string[], backoff: Backoff, random: () => number) {
    this.#remotes = remotes
    this.#backoff = backoff
    this.#random = random
  }

  /**
   * The next remote: each once at once, then after a growing delay of which up to half is left to chance, so that the clients of a
   * server that comes back don't all come at the same moment.
   */
  next(): { readonly remote: string; readonly delayMs: number } {
    if (this.#queue.length === 0) this.#queue = this.#shuffled()
    const remote = this.#queue.shift() ?? ''
    const round = this.#failed - this.#remotes.length
    this.#failed += 1
    if (round < 0) return { remote, delayMs: 0 }
    const { minMs, maxMs } = this.#backoff
    const delay = Math.min(maxMs, minMs * 2 ** Math.min(round, 30))
    return { remote, delayMs: delay * (1 - this.#random() / 2) }
  }

  /** A connection held for a while: the next loss is answered at once again. */
  succeeded(): void {
    this.#failed = 0
  }

  #shuffled(): string[] {
    return this.#remotes
      .map((remote) => ({ remote, place: this.#random() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ remote }) => remote)
  }
}
