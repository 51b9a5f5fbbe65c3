import {
  ApiError,
  Client,
  ConnectionError,
  type Answer,
  type Arguments,
  type DryRun,
  type Route,
} from '@quantumnet/api'
import { Changes } from './conflicts.ts'
import { Contact, Unreached } from './contact.ts'
import type { Deadline } from './deadline.ts'
import { Snapshots } from './snapshots.ts'
import { trustingFetch } from './trusting-fetch.ts'

export interface ConnectionOptions {
  readonly endpoint: string
  readonly token: string
  /** sent as User-Agent */
  readonly agent: string
  /** certificates in PEM, by one of which that of the API is signed; default: those that Node trusts */
  readonly ca?: string
  readonly defaults?: Defaults
}

/** What resources have whose configuration does not say otherwise. */
export interface Defaults {
  /** id of the project that they belong to */
  readonly project?: string | undefined
  readonly labels?: Readonly<Record<string, string>>
  /** how far a change has to come before Terraform goes on */
  readonly until?: 'applied' | 'realized'
}

/**
 * The API as resources call it. The first call looks whether anybody is there, and gives up after seconds: the endpoint may be
 * wrong. Once somebody has answered, a server that is away is being restarted, and is waited for until the operation's own deadline.
 */
export class Connection {
  readonly defaults: Defaults
  /** what was read of late, by one list for many */
  readonly snapshots = new Snapshots()
  /** what is being changed and deleted, by which it is known whether a refusal may pass */
  readonly changes = new Changes()
  readonly #contact: Contact
  readonly #client: Client
  readonly #endpoint: string

  /** Connects to nothing yet. */
  constructor({ defaults = {}, ca, ...called }: ConnectionOptions) {
    const options = { ...called, ...(ca !== undefined && { fetch: trustingFetch(ca) }) }
    this.#endpoint = options.endpoint
    this.defaults = defaults
    this.#contact = new Contact(options)
    this.#client = new Client({ ...options, attempts: Number.POSITIVE_INFINITY })
  }

  /** @throws ApiError when the server refuses, ConnectionError when it gave no answer in time */
  async call<R extends Route>(route: R, args: Arguments<R>, deadline: Deadline, ifMatch?: number): Promise<Answer<R>> {
    const options = { signal: deadline.signal, ifMatch }
    const ask = async (): Promise<Answer<R>> =>
      await this.#inTime(deadline, async () => await this.#client.call(route, args, options))
    return route.method === 'GET' ? await ask() : await this.#writing(ask)
  }

  /** What is listed while a write is on its way may be from before it, so what was read is forgotten after it too. */
  async #writing<T>(write: () => Promise<T>): Promise<T> {
    this.snapshots.forget()
    try {
      return await write()
    } finally {
      this.snapshots.forget()
    }
  }

  /** What a write would change. @throws as `call` does */
  async dryRun<R extends Route>(route: R, args: Arguments<R>, deadline: Deadline): Promise<DryRun> {
    return await this.#inTime(deadline, async () => await this.#client.dryRun(route, args, { signal: deadline.signal }))
  }

  async #inTime<T>(deadline: Deadline, ask: () => Promise<T>): Promise<T> {
    await this.#reached(deadline)
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof ConnectionError) || !deadline.signal.aborted) throw error
      throw new ConnectionError(this.#endOf(deadline), { cause: error })
    }
  }

  /** Whether it is sure that the server has not done what it was asked: it refused, or was never reached. */
  neverArrived(error: unknown): boolean {
    return error instanceof Unreached || (error instanceof ApiError && error.problem.status < 500)
  }

  async #reached(deadline: Deadline): Promise<void> {
    try {
      await this.#contact.reached(deadline.signal)
    } catch (error) {
      throw deadline.signal.aborted ? new Unreached(this.#endOf(deadline), { cause: error }) : error
    }
  }

  #endOf(deadline: Deadline): string {
    if (deadline.interrupted()) return 'cancelled'
    const seconds = String(deadline.timeoutMs / 1000)
    return `${this.#endpoint} was away, or asked to try again later, until the limit of ${seconds} s`
  }
}
