import { ApiError, Client, ConnectionError, systemRoutes, unlessAborted, type ClientOptions } from '@quantumnet/api'

/** Nobody answered at the endpoint, so nothing was asked for. */
export class Unreached extends ConnectionError {}

/** How long one attempt of the first contact may take. */
const ATTEMPT_MS = 5_000

/** How long somebody is looked for: as long as the restart of a server takes, and not so long that a wrong endpoint is a riddle. */
const PATIENCE_MS = 12_000

/** After it was in vain once, others only look: each resource of a plan would wait anew. */
const GLANCES = 2

const REMEDY =
  'Is the server running, and is this its address? It comes from `endpoint` in the provider block, else from QUANTUMNET_ENDPOINT'

/** A search that several wait for. */
interface Search {
  readonly end: Promise<void>
  readonly stop: AbortController
  waiting: number
}

/** Whether anybody has answered at the endpoint yet. */
export class Contact {
  readonly #patient: Client
  readonly #glancing: Client
  #isReached = false
  /** the end of the long search, which is told to all who come later too */
  #missed: Unreached | undefined
  #search: Search | undefined

  /** @param options `patienceMs`: how long somebody is looked for at first */
  constructor(options: ClientOptions) {
    const scout = { ...options, timeoutMs: ATTEMPT_MS }
    this.#patient = new Client({ patienceMs: PATIENCE_MS, ...scout })
    this.#glancing = new Client({ ...scout, attempts: GLANCES, patienceMs: 0 })
  }

  /**
   * Waits until somebody has answered, which is looked for once for all who wait, and as long as anybody does.
   * @throws Unreached when nobody did; the signal's reason when it aborts before
   */
  async reached(signal: AbortSignal): Promise<void> {
    if (this.#isReached) return
    const search = (this.#search ??= this.#begin())
    search.waiting++
    try {
      await unlessAborted(search.end, signal)
    } finally {
      if (--search.waiting === 0) {
        if (this.#search === search) this.#search = undefined
        search.stop.abort()
      }
    }
  }

  #begin(): Search {
    const stop = new AbortController()
    return { end: this.#look(stop.signal), stop, waiting: 0 }
  }

  async #look(signal: AbortSignal): Promise<void> {
    try {
      await (this.#missed === undefined ? this.#patient : this.#glancing).call(systemRoutes.live, {}, signal)
    } catch (error) {
      if (!(error instanceof ApiError)) throw this.#failure(error, signal)
    }
    this.#isReached = true
  }

  #failure(error: unknown, signal: AbortSignal): unknown {
    if (!(error instanceof ConnectionError) || signal.aborted) return error
    return (this.#missed ??= new Unreached(`${error.message}. ${REMEDY}`, { cause: error }))
  }
}
