import type { Edition } from './news.ts'

/** Names that wait for one reader, at most; whatever was published at once may wait by itself. */
const MOST_NAMES = 50_000

/** What one reader has still to be told. One that is too slow is let go: he comes again, and goes on from what he was told last. */
export class EditionQueue {
  readonly #signal: AbortSignal
  readonly #most: number
  readonly #editions: Edition[] = []
  #names = 0
  #overflowed = false
  #wake: (() => void) | undefined

  constructor(signal: AbortSignal, most = MOST_NAMES) {
    this.#signal = signal
    this.#most = most
    signal.addEventListener('abort', () => this.#wake?.(), { once: true })
  }

  add(edition: Edition): void {
    this.#names += sizeOf(edition)
    this.#overflowed ||= this.#editions.length > 0 && this.#names > this.#most
    if (!this.#overflowed) this.#editions.push(edition)
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
    if (edition !== undefined) this.#names -= sizeOf(edition)
    return edition
  }

  get #isOver(): boolean {
    return this.#signal.aborted || this.#overflowed
  }
}

const sizeOf = ({ news }: Edition): number =>
  news.reduce((sum, each) => sum + (each.kind === 'changed' ? each.names.length : 1), 0)
