/**
 * Reads of one walk, as few lists. Terraform reads resource by resource, ten at a time, all in one process and in no order; so when several of a kind
 * are asked for at once, the kind is listed, page by page, and what comes with a page answers later reads too. Pages have to earn their keep: some are
 * read on trust, each further one for so many reads that were answered from those before. Where most of a list is somebody else's, that ends soon.
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
/** A page takes the server as long as so many single reads. */
const READS_PER_PAGE = 10
const PAGES_ON_TRUST = 4

interface Kept {
  readonly found: Identified
  readonly atMs: number
}

/** What one list has been asked for. */
class Snapshot {
  readonly #kept = new Map<string, Kept>()
  readonly #now: () => number
  #waiting: Waiting[] = []
  /** one after the other: two would read the same page */
  #turn = Promise.resolve()
  /** where the next page begins; null: the list has ended */
  #cursor: string | null | undefined
  #beganMs = 0
  #credit = PAGES_ON_TRUST * READS_PER_PAGE

  constructor(now: () => number) {
    this.#now = now
  }

  async read(id: string, reader: Reader): Promise<Identified> {
    const kept = this.#take(id)
    if (kept !== undefined) return kept
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ id, resolve, reject, reader })
      if (this.#waiting.length > 1) return
      setTimeout(() => {
        this.#turn = this.#turn.then(async () => {
          await this.#answer()
        })
      }, WINDOW_MS)
    })
  }

  /** What a page said of it lately: once, because who asks again wants to know what has changed. */
  #take(id: string): Identified | undefined {
    const kept = this.#kept.get(id)
    if (kept === undefined) return undefined
    this.#kept.delete(id)
    if (this.#now() - kept.atMs > FRESH_MS) return undefined
    this.#credit += 1
    return kept.found
  }

  async #answer(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = []
    let left = this.#unanswered(waiting)
    try {
      for (let [first] = left; first !== undefined && left.length >= FEWEST; [first] = left) {
        if (!(await this.#readPage(first.reader))) break
        left = this.#unanswered(left)
      }
    } catch {
      // Whatever it is, each of those that wait is told it by a read of its own.
    }
    for (const { id, resolve, reject, reader } of left) reader.get(id).then(resolve, reject)
  }

  /** Answers those that pages have told of. @returns the others */
  #unanswered(waiting: readonly Waiting[]): readonly Waiting[] {
    return waiting.filter(({ id, resolve }) => {
      const found = this.#take(id)
      if (found !== undefined) resolve(found)
      return found === undefined
    })
  }

  /** @returns false where there is none, or it would not be worth it */
  async #readPage({ list }: Reader): Promise<boolean> {
    const now = this.#now()
    // What it said is old by now.
    if (this.#cursor === null && now - this.#beganMs > FRESH_MS) this.#cursor = undefined
    const cursor = this.#cursor
    if (cursor === null || this.#credit < READS_PER_PAGE) return false
    if (cursor === undefined) this.#beganMs = now
    this.#credit -= READS_PER_PAGE
    const page = await list({ limit: LARGEST_PAGE, ...(cursor !== undefined && { cursor }) })
    for (const found of page.items) this.#kept.set(found.id, { found, atMs: now })
    this.#cursor = page.next_cursor
    return true
  }
}

/** Snapshots of all lists. What is kept is answered once. */
export class Snapshots {
  readonly #byList = new Map<string, Snapshot>()
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /**
   * One resource as a list or a read of its own answers it.
   * @param list which list the reader reads: the route's name, and what it is filtered by
   * @throws as the reader does
   */
  async read(list: string, id: string, reader: Reader): Promise<Identified> {
    const snapshot = this.#byList.get(list) ?? new Snapshot(this.#now)
    this.#byList.set(list, snapshot)
    return await snapshot.read(id, reader)
  }

  /** Something was changed: what was read before says nothing any more. */
  forget(): void {
    this.#byList.clear()
  }
}
