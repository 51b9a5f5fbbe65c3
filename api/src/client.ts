import type * as z from 'zod'
import { endpointProblem, tokenProblem } from './access.ts'
import type { DryRun } from './dry-run.ts'
import { errorCodes, type ErrorCode } from './error-codes.ts'
import { Problem } from './problem.ts'
import { LONGEST_WAIT_S, type Route } from './route.ts'
import { pause, timeLimit, unlessAborted } from './time.ts'

export interface ClientOptions {
  /** for example `http://127.0.0.1:8080` */
  readonly endpoint: string
  readonly token: string
  /** sent as User-Agent */
  readonly agent?: string
  /** How often a request is sent at most when the server cannot be reached or answers 429, 502, 503 or 504. Default 5. One that the server fails at (500) is sent three times. */
  readonly attempts?: number
  /** For so many milliseconds such a request is sent again in any case, however often. Default 0. */
  readonly patienceMs?: number
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

/** What a single call may ask for beside its arguments. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  /** The server carries out requests with the same key once, for 24 hours; 1 to 255 visible ASCII characters, such as a UUID. */
  readonly idempotencyKey?: string | undefined
  /** The generation that is to be changed: when there is a newer one, the server refuses with `precondition_failed`. */
  readonly ifMatch?: number | undefined
}

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

/** An answer whose body has come whole. */
interface Received {
  readonly response: Response
  readonly text: string
}

type Outcome = Received | ConnectionError

/** A fault of the server may pass, as when its database changes over, and mostly does not. */
const FAULT_ATTEMPTS = 3

/** Whether the same request may have another outcome soon. @param attempt that it is the outcome of, from 1 on */
const isTransient = (outcome: Outcome, attempt: number): boolean => {
  if (outcome instanceof ConnectionError) return true
  const { status } = outcome.response
  return TRANSIENT.has(status) || (status === 500 && attempt < FAULT_ATTEMPTS)
}

/** The problem that an answer with an error status carries; never throws on an answer that is not ours. */
const problemOf = ({ response, text }: Received): ApiError | ConnectionError => {
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

interface Trials {
  readonly attempt: number
  readonly elapsedMs: number
}

/** A lost connection tells how much was done about it. */
const withTrials = (outcome: Outcome, { attempt, elapsedMs }: Trials): Outcome =>
  outcome instanceof ConnectionError && attempt > 1
    ? new ConnectionError(
        `${outcome.message}; tried ${String(attempt)} times in ${String(Math.max(1, Math.round(elapsedMs / 1000)))} s`,
        { cause: outcome.cause },
      )
    : outcome

/** The wait after the nth attempt: doubling, with jitter, and at least what the server asked for. */
const pauseMs = (attempt: number, outcome: Outcome): number => {
  const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1))
  const asked = outcome instanceof ConnectionError ? 0 : Number(outcome.response.headers.get('retry-after') ?? 0) * 1000
  return Math.max(Number.isNaN(asked) ? 0 : asked, ceiling * (0.5 + Math.random() / 2))
}

/** A typed client over the routes of this package. */
export class Client {
  readonly #options: ClientOptions
  readonly #fetch: typeof globalThis.fetch

  /** @throws TypeError when endpoint or token cannot be used; it does not quote the token */
  constructor(options: ClientOptions) {
    const problem = endpointProblem(options.endpoint) ?? tokenProblem(options.token)
    if (problem !== undefined) throw new TypeError(`no client of the QuantumNet API: ${problem}`)
    this.#options = { ...options, endpoint: options.endpoint.replace(/\/+$/, '') }
    this.#fetch = options.fetch ?? globalThis.fetch
  }

  /**
   * Calls one operation. A lost connection is tried again, also one that breaks off in the middle of the answer; so give creates an id or an
   * idempotencyKey: then a repeated create finds the first one. A deletion with `wait` gives undefined when it is complete. A dry run has a method
   * of its own.
   * @throws ApiError when the server refuses, ConnectionError when it gave no whole answer of this API within the attempts
   */
  async call<R extends Route>(
    route: R,
    args: Arguments<R>,
    options: AbortSignal | CallOptions = {},
  ): Promise<Answer<R>> {
    return (await this.#call(route, args, 'aborted' in options ? { signal: options } : options)) as Answer<R>
  }

  /** What a write would change, with everything checked and nothing written. @throws ApiError, ConnectionError as `call` does */
  async dryRun<R extends Route>(route: R, args: Arguments<R>, options: CallOptions = {}): Promise<DryRun> {
    const query = { ...(args as RequestParts).query, dry_run: true }
    return (await this.#call(route, { ...(args as RequestParts), query }, options)) as DryRun
  }

  async #call(route: Route, args: RequestParts, options: CallOptions): Promise<unknown> {
    const { attempts = 5, patienceMs = 0 } = this.#options
    const { signal } = options
    const began = performance.now()
    // Made before anything is sent: what cannot be sent is no matter of the connection, and trying again would not help.
    const request = this.#requestOf(route, args, { accept: 'application/json', ...options })
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#exchange(request, signal)
      const tried = { attempt, elapsedMs: performance.now() - began }
      const patience = attempt < attempts ? Number.POSITIVE_INFINITY : patienceMs - tried.elapsedMs
      if (!isTransient(outcome, attempt) || patience <= 0) return answerOf(withTrials(outcome, tried))
      await pause(Math.min(pauseMs(attempt, outcome), patience), signal)
      if (signal?.aborted === true) throw cancelled(signal)
    }
  }

  /** Opens an event stream; the caller reads the body. @throws ApiError, ConnectionError */
  async open(route: Route, args: Omit<RequestParts, 'body'>, signal: AbortSignal): Promise<Response> {
    const { url, init } = this.#requestOf(route, { ...args, body: undefined }, { accept: 'text/event-stream' })
    try {
      const response = await this.#fetch(url, { ...init, signal })
      if (!response.ok) throw problemOf({ response, text: await response.text() })
      return response
    } catch (error) {
      if (error instanceof ApiError || error instanceof ConnectionError) throw error
      const { endpoint } = this.#options
      throw new ConnectionError(`cannot reach the QuantumNet API at ${endpoint}: ${reasonOf(error)}`, { cause: error })
    }
  }

  /** Sends once, and receives the whole answer; a ConnectionError where it was lost. @throws ConnectionError when it is cancelled */
  async #exchange({ url, init, waitMs }: Request, signal: AbortSignal | undefined): Promise<Outcome> {
    const { endpoint } = this.#options
    const timeoutMs = (this.#options.timeoutMs ?? 30_000) + waitMs
    const limit = timeLimit(timeoutMs, signal, `no answer within ${String(timeoutMs / 1000)} s`)
    let failed = `cannot reach the QuantumNet API at ${endpoint}`
    const receive = async (): Promise<Received> => {
      const response = await this.#fetch(url, { ...init, signal: limit.signal })
      failed = `the answer of the QuantumNet API at ${endpoint} was cut off`
      return { response, text: await response.text() }
    }
    try {
      return await unlessAborted(receive(), limit.signal)
    } catch (error) {
      if (signal?.aborted === true) throw cancelled(signal)
      return new ConnectionError(`${failed}: ${reasonOf(error)}`, { cause: error })
    } finally {
      limit.clear()
    }
  }

  #requestOf(route: Route, args: RequestParts, { accept, idempotencyKey, ifMatch }: HeaderOptions): Request {
    const headers = new Headers({
      accept,
      authorization: `Bearer ${this.#options.token}`,
      'user-agent': this.#options.agent ?? 'quantumnet-client',
    })
    if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey)
    if (ifMatch !== undefined) headers.set('if-match', `"${String(ifMatch)}"`)
    const waitMs = waitMsOf(args.query)
    const url = this.#options.endpoint + pathOf(route, args.params ?? {}, args.query ?? {})
    if (args.body === undefined) return { url, waitMs, init: { method: route.method, headers } }
    headers.set('content-type', 'application/json')
    return { url, waitMs, init: { method: route.method, headers, body: JSON.stringify(args.body) } }
  }
}

/** The parts of any request. */
interface RequestParts {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

interface HeaderOptions extends Omit<CallOptions, 'signal'> {
  readonly accept: string
}

/** How long the server was asked to wait before it answers. */
const waitMsOf = (query: RequestParts['query']): number =>
  query?.['wait'] === undefined ? 0 : Number(query['wait_timeout'] ?? LONGEST_WAIT_S) * 1000

interface Request {
  readonly url: string
  /** for so much longer an attempt may take */
  readonly waitMs: number
  readonly init: RequestInit
}

const cancelled = (signal: AbortSignal): ConnectionError => new ConnectionError('cancelled', { cause: signal.reason })

const answerOf = (outcome: Outcome): unknown => {
  if (outcome instanceof ConnectionError) throw outcome
  const { response, text } = outcome
  if (!response.ok) throw problemOf(outcome)
  if (response.status === 204) return undefined
  try {
    // The server has validated it against the same schema; parsing again would only cost time.
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new ConnectionError(`${response.url} answered with no JSON: ${text.slice(0, 200)}`, { cause: error })
  }
}

/** What the codes of Node and undici mean for somebody who cannot reach a server. */
const MEANINGS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ENOTFOUND: 'there is no host of this name',
}

/** By its form: what fetch throws need not be of the same realm. */
const isError = (
  value: unknown,
): value is { readonly message: string; readonly cause?: unknown; readonly code?: unknown } =>
  typeof value === 'object' && value !== null && 'message' in value

/** fetch says "fetch failed", or "terminated" in the middle of an answer, and hides the reason in the cause. */
export const reasonOf = (error: unknown): string => {
  const cause: unknown = isError(error) ? (error.cause ?? error) : error
  if (!isError(cause)) return String(cause)
  if ('errors' in cause && Array.isArray(cause.errors) && cause.errors.length > 0) return reasonOf(cause.errors[0])
  const meaning = typeof cause.code === 'string' ? MEANINGS[cause.code] : undefined
  return meaning === undefined ? cause.message : `${meaning} (${cause.message})`
}
