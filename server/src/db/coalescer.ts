import { DomainError } from '../errors.ts'

export interface CoalescerOptions<Request, Result> {
  /** Answers a batch; one result for each request, in their order. When it throws, all of them are refused with what it throws. */
  readonly run: (batch: readonly Request[]) => Promise<readonly Result[]>
  /** What two requests must not have in common to go together: the second waits for the next batch. */
  readonly keysOf: (request: Request) => readonly string[]
  /** How many batches run at once. */
  readonly lanes: number
  /** How many requests a batch takes at most. */
  readonly most: number
  /** How many requests wait at most; further ones are refused. */
  readonly bound: number
}

interface Waiting<Request, Result> {
  readonly request: Request
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/** Fewer than so many requests are not worth a transaction of their own. */
const LEAST_SHARE = 4

/**
 * Lets requests that wait at the same time share a transaction, and its one commit. There is no delay in it: a request that comes alone goes
 * alone, and what comes while all lanes are busy goes with the next.
 */
export class Coalescer<Request, Result> {
  readonly #options: CoalescerOptions<Request, Result>
  #waiting: Waiting<Request, Result>[] = []
  #running = 0
  #scheduled = false

  constructor(options: CoalescerOptions<Request, Result>) {
    this.#options = options
  }

  /** @throws DomainError unavailable when too many wait already; what `run` throws */
  async submit(request: Request): Promise<Result> {
    if (this.#waiting.length >= this.#options.bound)
      throw new DomainError('unavailable', `${String(this.#options.bound)} requests wait already; nothing was made`)
    return await new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject })
      this.#schedule()
    })
  }

  /** Requests that were read in the same turn of the event loop are to go together. */
  #schedule(): void {
    if (this.#scheduled || this.#running >= this.#options.lanes || this.#waiting.length === 0) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      void this.#runNext()
    })
  }

  /** What waits is spread over the lanes that are idle: all of it in one would leave the others idle for ever, in step with the clients. */
  #nextBatch(): Waiting<Request, Result>[] {
    const { lanes, most } = this.#options
    const share = Math.min(most, Math.max(LEAST_SHARE, Math.ceil(this.#waiting.length / (lanes - this.#running))))
    const taken = new Set<string>()
    const batch: Waiting<Request, Result>[] = []
    const later: Waiting<Request, Result>[] = []
    for (const each of this.#waiting) {
      const keys = batch.length < share ? this.#options.keysOf(each.request) : undefined
      if (keys === undefined || keys.some((key) => taken.has(key))) {
        later.push(each)
        continue
      }
      for (const key of keys) taken.add(key)
      batch.push(each)
    }
    this.#waiting = later
    return batch
  }

  async #runNext(): Promise<void> {
    const batch = this.#nextBatch()
    if (batch.length === 0) return
    this.#running++
    this.#schedule()
    try {
      const results = await this.#options.run(batch.map(({ request }) => request))
      batch.forEach(({ resolve, reject }, index) => {
        const result = results[index]
        if (result === undefined) reject(new Error('a batch gave no result for one of its requests'))
        else resolve(result)
      })
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      this.#running--
      this.#schedule()
    }
  }
}
