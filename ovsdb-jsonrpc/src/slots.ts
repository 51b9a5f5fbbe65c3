import { QueueFullError } from './errors.ts'

/** A number of places for which callers wait in the order that they came. */
export class Slots {
  #free: number
  readonly #maxWaiting: number
  readonly #waiting: (() => void)[] = []

  constructor(places: number, maxWaiting: number) {
    this.#free = places
    this.#maxWaiting = maxWaiting
  }

  /**
   * Runs a task when there is a place for it.
   * @throws QueueFullError when too many wait already
   */
  async run<R>(task: () => Promise<R>): Promise<R> {
    if (this.#free > 0) this.#free -= 1
    else await this.#turn()
    try {
      return await task()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#free += 1
      else next()
    }
  }

  async #turn(): Promise<void> {
    if (this.#waiting.length >= this.#maxWaiting) {
      throw new QueueFullError(`${String(this.#waiting.length)} transactions wait already; send fewer, or larger ones`)
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }
}
