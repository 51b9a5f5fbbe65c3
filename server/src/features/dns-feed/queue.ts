import type { Edition } from './news.ts'

/** Names that wait for one reader, at most. */
const MOST_NAMES = 50_000

/** What one reader has still to be told. One that is too slow is let go: he comes again, and goes on from what he was told last. */
export class EditionQueue {
  readonly #signal: AbortSignal
  readonly #most: number
  #editions: Edition[] = []
  #names = 0
  #wake: (() => void) | undefined

  constructor(signal: AbortSignal, most = MOST_NAMES) {
    this.#signal = signal
    this.#most = most
    signal.addEventListener('abort', () => this.#wake?.(), { once: true })
  }

  add(edition: Edition): void {
    this.#names += edition.news.reduce((sum, news) => sum + (news.kind === 'changed' ? news.names.length : 1), 0)
    if (this.#names <= this.#most) this.#editions.push(edition)
    this.#wake?.()
  }

  /** Waits for the next; undefined when the signal has aborted, or too many have come. */
  async take(): Promise<Edition | undefined> {
    if (this.#editions.length === 0 && !this.#isOver) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      this.#wake = undefined
    }
    if (this.#isOver) return undefined
    const [edition] = this.#editions.splice(0, 1)
    for (const news of edition?.news ?? []) this.#names -= news.kind === 'changed' ? news.names.length : 1
    return edition
  }

  get #isOver(): boolean {
    return this.#signal.aborted || this.#names > this.#most
  }
}
