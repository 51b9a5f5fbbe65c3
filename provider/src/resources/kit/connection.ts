import {
  ApiError,
  Client,
  ConnectionError,
  systemRoutes,
  type Answer,
  type Arguments,
  type Route,
} from '@quantumnet/api'
import type { Deadline } from './deadline.ts'

export interface ConnectionOptions {
  readonly endpoint: string
  readonly token: string
  /** sent as User-Agent */
  readonly agent: string
}

/** Nobody answered at the endpoint, so nothing was asked for. */
class Unreached extends ConnectionError {}

/** How long each of the five attempts of the first contact may take. */
const CONTACT_TIMEOUT_MS = 5_000

/** The promise, or the reason of the signal, whichever comes first. */
const unlessAborted = async <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  await new Promise<T>((resolve, reject) => {
    const onAbort = (): void => {
      reject(new ConnectionError('cancelled', { cause: signal.reason }))
    }
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort)
    })
    if (signal.aborted) onAbort()
  })

/**
 * The API as resources call it. The first call looks whether anybody is there, and gives up after a few attempts: the endpoint is
 * probably wrong. Once somebody has answered, a server that is away is being restarted, and is waited for until the operation's own deadline.
 */
export class Connection {
  readonly #scout: Client
  readonly #client: Client
  readonly #endpoint: string
  #contact: Promise<void> | undefined

  /** Connects to nothing yet. */
  constructor(options: ConnectionOptions) {
    this.#endpoint = options.endpoint
    this.#scout = new Client({ ...options, timeoutMs: CONTACT_TIMEOUT_MS })
    this.#client = new Client({ ...options, attempts: Number.POSITIVE_INFINITY })
  }

  /** @throws ApiError when the server refuses, ConnectionError when it gave no answer in time */
  async call<R extends Route>(route: R, args: Arguments<R>, deadline: Deadline): Promise<Answer<R>> {
    try {
      this.#contact ??= this.#reach()
      await unlessAborted(this.#contact, deadline.signal)
      return await this.#client.call(route, args, deadline.signal)
    } catch (error) {
      const timedOut = deadline.signal.aborted && !deadline.interrupted()
      if (!(error instanceof ConnectionError) || error instanceof Unreached || !timedOut) throw error
      const seconds = String(deadline.timeoutMs / 1000)
      const message = `${this.#endpoint} was away, or asked to try again later, until the limit of ${seconds} s`
      throw new ConnectionError(message, { cause: error })
    }
  }

  /** Whether the server may have done what it was asked, although it did not say so. */
  mayHaveArrived(error: unknown): boolean {
    if (error instanceof ApiError) return error.problem.status >= 500
    return error instanceof ConnectionError && !(error instanceof Unreached)
  }

  async #reach(): Promise<void> {
    try {
      await this.#scout.call(systemRoutes.live, {})
    } catch (error) {
      if (error instanceof ApiError) return
      this.#contact = undefined
      throw error instanceof ConnectionError ? new Unreached(error.message, { cause: error }) : error
    }
  }
}
