import type { Route } from '@quantumnet/api'

/**
 * Reads of one walk, as few lists. Terraform reads resource by resource, ten at a time, all in one process; so when several of a kind are asked for at
 * once, the whole kind is listed, page by page, and what comes with a page answers later reads too. A page that holds none of those that wait is
 * the last one: then most of the list is somebody else's.
 */

interface Identified {
  readonly id: string
}

interface Page {
  readonly items: readonly Identified[]
  readonly next_cursor: string | null
}

/** How reads are done; each rejects as the API does. */
export interface Reader {
  readonly list: (query: Readonly<Record<string, unknown>>) => Promise<Page>
  readonly get: (id: string) => Promise<Identified>
}

interface Waiting {
  readonly id: string
  readonly resolve: (found: Identified) => void
  readonly reject: (error: unknown) => void
  readonly reader: Reader
}

/** Reads that come within so short a time belong together. */
const WINDOW_MS = 3
/** With fewer at once, each is read alone. */
const FEWEST = 3
/** For so long what a page said is good enough for a refresh. */
const FRESH_MS = 5_000
const LARGEST_PAGE = 500

interface Kept {
  readonly found: Identified
  readonly atMs: number
}

/** What one kind has been asked for. */
class Snapshot {
  readonly #kept = new Map<string, Kept>()
  readonly #now: () => number
  #waiting: Waiting[] = []
  /** listing it would mostly read what nobody asks for */
  #isSparse = false

  constructor(now: () => number) {
    this.#now = now
  }

  async read(id: string, reader: Reader): Promise<Identified> {
    const kept = this.#fresh(id)
    if (kept !== undefined) return kept
    if (this.#isSparse) return await reader.get(id)
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ id, resolve, reject, reader })
      if (this.#waiting.length === 1) setTimeout(() => void this.#answer(), WINDOW_MS)
    })
  }

  #fresh(id: string): Identified | undefined {
    const kept = this.#kept.get(id)
    if (kept === undefined) return undefined
    this.#kept.delete(id)
    return this.#now() - kept.atMs <= FRESH_MS ? kept.found : undefined
  }

  async #answer(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = []
    const left = waiting.length < FEWEST ? waiting : await this.#fromList(waiting)
    for (const { id, resolve, reject, reader } of left) reader.get(id).then(resolve, reject)
  }

  /** @returns those that the list did not answer */
  async #fromList(waiting: readonly Waiting[]): Promise<readonly Waiting[]> {
    const left = new Map(waiting.map((each) => [each.id, each]))
    const [first] = waiting
    let cursor: string | null | undefined
    try {
      while (left.size > 0 && cursor !== null && first !== undefined) {
        const page = await first.reader.list({ limit: LARGEST_PAGE, ...(cursor !== undefined && { cursor }) })
        cursor = page.next_cursor
        const hits = page.items.filter(({ id }) => left.has(id))
        if (hits.length === 0) {
          this.#isSparse = true
          break
        }
        this.#keep(page.items)
        for (const found of hits) {
          left.get(found.id)?.resolve(found)
          left.delete(found.id)
          this.#kept.delete(found.id)
        }
      }
    } catch {
      // Whatever it is, each of those that wait is told it by a read of its own.
    }
    return [...left.values()]
  }

  #keep(items: readonly Identified[]): void {
    const atMs = this.#now()
    for (const found of items) this.#kept.set(found.id, { found, atMs })
  }
}

/** Snapshots of all kinds, by the route of their list. What is kept is answered once. */
export class Snapshots {
  readonly #byRoute = new Map<Route, Snapshot>()
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** One resource as a list or a read of its own answers it. @throws as the reader does */
  async read(list: Route, id: string, reader: Reader): Promise<Identified> {
    const snapshot = this.#byRoute.get(list) ?? new Snapshot(this.#now)
    this.#byRoute.set(list, snapshot)
    return await snapshot.read(id, reader)
  }

  /** Something was changed: what was read before says nothing any more. */
  forget(): void {
    this.#byRoute.clear()
  }
}
