import { ApiError, Client, ConnectionError, type Answer, type Arguments, type Route } from '@quantumnet/api'
import type { Deadline } from './deadline.ts'

export interface ConnectionOptions {
  readonly endpoint: string
  readonly token: string
  /** sent as User-Agent */
  readonly agent: string
}

/** Errors of a connection that was never made, so that no request can have gone out on it. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

const codeOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  return codeOf(error.cause)
}

/**
 * The API as resources call it. A server that never answered is given up after a few attempts: the endpoint is probably wrong. One that
 * has answered before is being restarted, and is waited for until the operation's own deadline.
 */
export class Connection {
  readonly #brisk: Client
  readonly #patient: Client
  readonly #endpoint: string
  #reached = false

  /** Connects to nothing yet. */
  constructor(options: ConnectionOptions) {
    this.#endpoint = options.endpoint
    this.#brisk = new Client(options)
    this.#patient = new Client({ ...options, attempts: Number.POSITIVE_INFINITY })
  }

  /** @throws ApiError when the server refuses, ConnectionError when it gave no answer in time */
  async call<R extends Route>(route: R, args: Arguments<R>, deadline: Deadline): Promise<Answer<R>> {
    const client = this.#reached ? this.#patient : this.#brisk
    try {
      const answer = await client.call(route, args, deadline.signal)
      this.#reached = true
      return answer
    } catch (error) {
      this.#reached ||= error instanceof ApiError
      if (!(error instanceof ConnectionError) || !deadline.signal.aborted || deadline.interrupted()) throw error
      const seconds = String(deadline.timeoutMs / 1000)
      throw new ConnectionError(`${this.#endpoint} gave no answer within ${seconds} s`, { cause: error })
    }
  }

  /** Whether the server may have done what it was asked, although it did not say so. */
  mayHaveArrived(error: unknown): boolean {
    if (error instanceof ApiError) return error.problem.status >= 500
    return error instanceof ConnectionError && (this.#reached || !NEVER_CONNECTED.has(codeOf(error) ?? ''))
  }
}
