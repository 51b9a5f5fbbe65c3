import type * as z from 'zod'
import { errorCodes, type ErrorCode } from './error-codes.ts'
import { Problem } from './problem.ts'
import type { Route } from './route.ts'

export interface ClientOptions {
  /** for example `http://127.0.0.1:8080` */
  readonly endpoint: string
  readonly token: string
  /** sent as User-Agent */
  readonly agent?: string
  /** How often a request is sent at most when the server cannot be reached or answers 429, 502, 503 or 504. Default 5. */
  readonly attempts?: number
  /** Limit of one attempt in milliseconds. Default 30 000. */
  readonly timeoutMs?: number
  readonly fetch?: typeof globalThis.fetch
}

/** The parts of a request that a route asks for; what it does not ask for may be left out. */
export type Arguments<R extends Route> = Optional<'params', z.input<R['params']>> &
  Optional<'query', z.input<R['query']>> &
  (R['body'] extends z.ZodType ? { readonly body: z.input<R['body']> } : { readonly body?: undefined })
type Optional<K extends string, T> =
  Record<string, never> extends T
    ? Readonly<Partial<Record<K, T>>>
    : Partial<T> extends T
      ? Readonly<Partial<Record<K, T>>>
      : Readonly<Record<K, T>>

export type Answer<R extends Route> = R['answer'] extends z.ZodType ? z.output<R['answer']> : undefined

/** A refusal of the server, with its problem document. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
  get code(): ErrorCode {
    return this.problem.code
  }
}

/** The server could not be reached, or what answered is not this API. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'
}

const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && code in errorCodes
const TRANSIENT = new Set([429, 502, 503, 504])
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000

/** Path and query of a call. Values are encoded; a query field that is undefined is left out. */
export const pathOf = (
  route: Route,
  params: Readonly<Record<string, unknown>>,
  query: Readonly<Record<string, unknown>>,
): string => {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const fields = Object.entries(query).filter(([, value]) => value !== undefined)
  const search = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, String(value)])).toString()
  return search === '' ? path : `${path}?${search}`
}

/** The problem that an answer with an error status carries; never throws on an answer that is not ours. */
export const problemOf = async (response: Response): Promise<ApiError | ConnectionError> => {
  const text = await response.text()
  try {
    const problem: unknown = JSON.parse(text)
    const parsed = Problem.safeParse(problem)
    if (parsed.success && isErrorCode(parsed.data.code)) return new ApiError(parsed.data)
  } catch {
    // not JSON: said below
  }
  return new ConnectionError(
    `${response.url} answered ${String(response.status)} with no problem document: ${text.slice(0, 200)}`,
  )
}

const pause = async (ms: number, signal: AbortSignal | undefined): Promise<void> => {
  await new Promise<void>((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(new ConnectionError('cancelled', { cause: signal?.reason }))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

/** Waits before attempt n+1: doubling, with full jitter, and at least what the server asked for. */
const pauseMs = (attempt: number, retryAfter: string | null): number => {
  const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt)
  const asked = Number(retryAfter ?? 0) * 1000
  return Math.max(Number.isNaN(asked) ? 0 : asked, ceiling * (0.5 + Math.random() / 2))
}

/** A typed client over the routes of this package. */
export class Client {
  readonly #options: ClientOptions
  readonly #fetch: typeof globalThis.fetch

  constructor(options: ClientOptions) {
    this.#options = { ...options, endpoint: options.endpoint.replace(/\/+$/, '') }
    this.#fetch = options.fetch ?? globalThis.fetch
  }

  /**
   * Calls one operation. A lost connection is tried again, so give creates an id: then a repeated create finds the first one.
   * @throws ApiError when the server refuses, ConnectionError when it cannot be reached within the attempts
   */
  async call<R extends Route>(route: R, args: Arguments<R>, signal?: AbortSignal): Promise<Answer<R>> {
    const attempts = this.#options.attempts ?? 5
    for (let attempt = 0; ; attempt++) {
      const last = attempt + 1 >= attempts
      const response = await this.#send(route, args, signal, last)
      if (response !== undefined && !(TRANSIENT.has(response.status) && !last)) return await this.#read(response)
      await response?.body?.cancel()
      await pause(pauseMs(attempt, response?.headers.get('retry-after') ?? null), signal)
    }
  }

  /** Opens an event stream; the caller reads the body. @throws ApiError, ConnectionError */
  async open(
    route: Route,
    args: { params?: Record<string, unknown>; query?: Record<string, unknown> },
    signal: AbortSignal,
  ): Promise<Response> {
    const response = await this.#request(route, { ...args, body: undefined }, signal, 'text/event-stream')
    if (!response.ok) throw await problemOf(response)
    return response
  }

  async #send(
    route: Route,
    args: { body?: unknown },
    signal: AbortSignal | undefined,
    last: boolean,
  ): Promise<Response | undefined> {
    const limit = AbortSignal.timeout(this.#options.timeoutMs ?? 30_000)
    try {
      return await this.#request(
        route,
        args,
        signal === undefined ? limit : AbortSignal.any([signal, limit]),
        'application/json',
      )
    } catch (error) {
      if (signal?.aborted === true) throw new ConnectionError('cancelled', { cause: error })
      if (!last) return undefined
      throw new ConnectionError(`cannot reach the QuantumNet API at ${this.#options.endpoint}: ${reasonOf(error)}`, {
        cause: error,
      })
    }
  }

  async #request(
    route: Route,
    args: { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown },
    signal: AbortSignal,
    accept: string,
  ): Promise<Response> {
    const url = this.#options.endpoint + pathOf(route, args.params ?? {}, args.query ?? {})
    const headers: Record<string, string> = {
      accept,
      authorization: `Bearer ${this.#options.token}`,
      'user-agent': this.#options.agent ?? 'quantumnet-client',
    }
    if (args.body === undefined) return await this.#fetch(url, { method: route.method, headers, signal })
    headers['content-type'] = 'application/json'
    return await this.#fetch(url, { method: route.method, headers, signal, body: JSON.stringify(args.body) })
  }

  async #read<R extends Route>(response: Response): Promise<Answer<R>> {
    if (!response.ok) throw await problemOf(response)
    const answer: unknown = await response.json()
    // The server has validated it against the same schema; parsing again would only cost time.
    return answer as Answer<R>
  }
}

/** fetch says "fetch failed" and hides the reason in the cause. */
const reasonOf = (error: unknown): string => {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : error
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors[0])
  return cause instanceof Error ? cause.message : String(cause)
}
