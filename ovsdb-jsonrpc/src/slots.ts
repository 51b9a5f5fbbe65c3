import { QueueFullError } from './errors.ts'
import { canceledBeforeSent } from './transact-options.ts'

export interface SlotsOptions {
  /** tasks that run at the same time */
  readonly places: number
  /** tasks that may wait for a place */
  readonly maxWaiting: number
  /** bytes of the tasks that run or wait; a task that comes when there is none may be larger */
  readonly maxBytes: number
}

/** A number of places for which callers wait in the order that they came. */
export class Slots {
  readonly #options: SlotsOptions
  #running = 0
  #bytes = 0
  readonly #waiting = new Set<() => void>()

  constructor(options: SlotsOptions) {
    this.#options = options
  }

  get running(): number {
    return this.#running
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /** bytes of the tasks that run or wait */
  get bytes(): number {
    return this.#bytes
  }

  /**
   * Runs a task when there is a place for it.
   * @throws QueueFullError when too many, or too large ones, wait already; CanceledError when the signal comes before the place
   */
  async run<R>(bytes: number, signal: AbortSignal | null, task: () => Promise<R>): Promise<R> {
    this.#admit(bytes)
    this.#bytes += bytes
    try {
      if (this.#running < this.#options.places) this.#running += 1
      else await this.#turn(signal)
      try {
        return await task()
      } finally {
        this.#handOn()
      }
    } finally {
      this.#bytes -= bytes
    }
  }

  #admit(bytes: number): void {
    const { places, maxWaiting, maxBytes } = this.#options
    if (this.#running >= places && this.#waiting.size >= maxWaiting) {
      throw new QueueFullError(`${String(this.#waiting.size)} transactions wait already; send fewer, or larger ones`)
    }
    if (this.#bytes > 0 && this.#bytes + bytes > maxBytes) {
      throw new QueueFullError(
        `${String(this.#bytes)} bytes of transactions are under way; ${String(bytes)} more pass the limit of ${String(maxBytes)}`,
      )
    }
  }

  #handOn(): void {
    const [next] = this.#waiting
    if (next === undefined) {
      this.#running -= 1
      return
    }
    this.#waiting.delete(next)
    next()
  }

  async #turn(signal: AbortSignal | null): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>()
    const turn = (): void => {
      resolve(undefined)
    }
    const onAbort = (): void => {
      if (signal !== null && this.#waiting.delete(turn)) reject(canceledBeforeSent(signal))
    }
    this.#waiting.add(turn)
    signal?.addEventListener('abort', onAbort)
    try {
      await promise
    } finally {
      signal?.removeEventListener('abort', onAbort)
    }
  }
}
