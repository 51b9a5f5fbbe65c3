import type { Logger } from 'pino'
import type { Clock } from '../ctx.ts'
import type { Notifier } from '../db/notify.ts'
import type { Db } from '../db/pool.ts'
import { keyText, type Key, type KeyText } from '../ovn/key.ts'
import type { Northbound, PortUp } from '../ovn/northbound.ts'
import type { Site } from '../ovn/site.ts'
import type { Southbound } from '../ovn/southbound.ts'
import type { Claim } from '../ovn/standing.ts'
import { applyKeys, removeUnknown, type Applied, type ApplyContext } from './apply.ts'
import { readDirty } from './dirty.ts'
import { MemberHealths } from './member-health.ts'
import { KeyQueue, type Work } from './queue.ts'
import { Realizer } from './realizer.ts'
import { recordBatch, type Recorded } from './status.ts'
import { brake, survey, type Survey } from './sweep.ts'
import { Ups } from './up.ts'

export interface WorkerOptions {
  readonly db: Db
  readonly notify: Pick<Notifier, 'changed'>
  readonly northbound: Northbound
  /** undefined: nobody sees what hypervisors do */
  readonly southbound: Southbound | undefined
  readonly site: Site
  readonly log: Logger
  readonly clock: Clock
}

const BATCH = 100

/**
 * The work of one leader from the beginning of its claim to the end: what is to be done, and doing it. Remembers nothing that a new leader
 * would need: it begins with a sweep.
 */
export class Worker {
  readonly #options: WorkerOptions
  readonly #claim: Claim
  readonly #queue = new KeyQueue()
  readonly #ups = new Ups()
  readonly #realizer: Realizer | undefined
  readonly #memberHealths = new MemberHealths()
  /** Roots that are being compared: changes of their rows are seen there. */
  readonly #taken = new Set<KeyText>()
  /** Tombstones whose row something still stands on, and whether anything went since. */
  readonly #kept = new Map<KeyText, Key>()
  #removedSince = false
  #strayed = false
  #swept = false
  #brake: string | undefined
  /** Roots that lose something once the brake is off. */
  readonly #withheld = new Map<KeyText, Key>()

  constructor(options: WorkerOptions, claim: Claim) {
    this.#options = options
    this.#claim = claim
    const { southbound } = options
    this.#realizer = southbound && new Realizer({ ...options, southbound })
  }

  get claim(): Claim {
    return this.#claim
  }

  /** Why nothing is taken out of OVN but what a command asks for: the last sweep found too much. */
  get brake(): string | undefined {
    return this.#brake
  }

  /** Whether it is known what PostgreSQL may have lost: nothing is written before. */
  get swept(): boolean {
    return this.#swept
  }

  /** Keys that wait for their turn, and keys that failed and will be tried again. */
  get backlog(): { readonly waiting: number; readonly failing: number } {
    return { waiting: this.#queue.size, failing: this.#queue.failing }
  }

  /** Rows of these roots are not as they were. */
  touch(keys: ReadonlyMap<KeyText, Key>): void {
    for (const [text, key] of keys) if (!this.#taken.has(text)) this.#queue.add(key)
  }

  noteUps(ports: Iterable<PortUp>): void {
    this.#ups.add(ports)
  }

  /** Ports of which OVN's probes say something new. */
  noteProbes(portIds: Iterable<string>): void {
    this.#memberHealths.notePorts(portIds)
  }

  /** Whether a key was met that OVN holds rows of and PostgreSQL nothing: a sweep has to look at it. */
  takeStrayed(): boolean {
    const strayed = this.#strayed
    this.#strayed = false
    return strayed
  }

  /**
   * Does what is due, a batch at a time and one at least, until nothing is or `goOn` says no. Changes of PostgreSQL and OVN come first, then what the last
   * sweep found. @throws Interrupted, DomainError when a database is lost: what was not done stays
   */
  async drain(goOn: () => boolean): Promise<void> {
    const { db } = this.#options
    do {
      if (this.#queue.urgent === 0) for (const { key, seq } of await readDirty(db)) this.#queue.add(key, seq)
      const work = this.#queue.take(BATCH, this.#nowMs())
      if (work.length > 0) await this.#batch(work)
      await this.#tell()
      if (work.length === 0 && !this.#retryKept()) return
    } while (goOn())
  }

  /** Writes down what hypervisors have done, and how members of load balancers are, since the last time. */
  async #tell(): Promise<void> {
    const { db, notify, southbound } = this.#options
    const { changed, unrealized } = await this.#ups.flush(db, this.#realizer !== undefined)
    await this.#realizer?.note(unrealized)
    const realized = await this.#realizer?.flush()
    const probed = southbound && (await this.#memberHealths.flush(db, southbound))
    if (changed || realized === true || probed === true) notify.changed()
  }

  /** Compares everything, and queues what differs. What a root would lose unasked it loses only as far as the brake allows. */
  async sweep(): Promise<void> {
    const { northbound, log } = this.#options
    const found = await survey(this.#options)
    for (const key of found.differing) this.#queue.addSwept(key)
    this.#ups.add(northbound.portsUp())
    this.#memberHealths.noteAll()
    await this.#realizer?.note(found.unrealized)
    const { owned, surplus } = found
    log.info({ owned, surplus, differing: found.differing.length + found.excessive.length }, 'swept')
    const reason = brake(found)
    this.#swept = true
    if (reason === undefined) this.#release(found)
    else {
      this.#brake = reason
      log.error({ owned, surplus }, reason)
    }
    await this.#remove(found.deleted)
  }

  /** Makes OVN as it should be whatever that removes, as a person confirmed. */
  async repair(found: Survey, goOn: () => boolean): Promise<void> {
    for (const key of found.differing) this.#queue.addSwept(key)
    this.#release(found)
    await this.#remove([...found.deleted, ...found.orphans])
    await this.drain(goOn)
  }

  #release({ excessive }: Survey): void {
    this.#brake = undefined
    for (const key of [...excessive, ...this.#withheld.values()]) this.#queue.add(key)
    this.#withheld.clear()
  }

  async #remove(keys: readonly Key[]): Promise<void> {
    for (let start = 0; start < keys.length; start += BATCH)
      await this.#whileTaken(async (context) => {
        await removeUnknown(context, keys.slice(start, start + BATCH))
      })
  }

  async #batch(work: readonly Work[]): Promise<void> {
    const { db, notify, clock, site } = this.#options
    try {
      const keys = work.map(({ key }) => key)
      const applied = await this.#whileTaken(async (context) => await applyKeys(context, keys))
      const seesChassis = this.#realizer !== undefined
      const recorded = await recordBatch(
        db,
        { outcomes: applied.outcomes, work, seesChassis, dnsZone: site.dnsZone },
        clock(),
      )
      await this.#realizer?.note(recorded.unrealized)
      this.#realizer?.forget(recorded.removed)
      this.#memberHealths.noteBalancers(keys.flatMap(({ kind, id }) => (kind === 'load_balancer' ? [id] : [])))
      this.#settle(applied, recorded)
      if (recorded.changed) notify.changed()
    } catch (error) {
      this.#queue.putBack(work)
      throw error
    }
  }

  /** Changes of the rows of roots that `apply` takes are seen by it, and touch nobody until it is done. */
  async #whileTaken<T>(apply: (context: ApplyContext) => Promise<T>): Promise<T> {
    const { db, northbound, site } = this.#options
    const onTaken = (key: Key): void => void this.#taken.add(keyText(key))
    const mayTake = this.#brake === undefined
    try {
      return await apply({ db, northbound, site, claim: this.#claim, mayTake, onTaken })
    } finally {
      this.#taken.clear()
    }
  }

  #settle({ outcomes, unknown, disturbed, withheld }: Applied, { removed, kept }: Recorded): void {
    const { northbound, log } = this.#options
    for (const { root, failure } of outcomes) {
      if (failure === undefined) {
        this.#queue.done(root.key)
        continue
      }
      const level = failure.type === 'Waiting' ? 'debug' : 'warn'
      log[level]({ key: keyText(root.key), failure }, 'a root cannot be applied')
      this.#queue.retry(root.key, this.#nowMs(), failure.waitsFor)
    }
    for (const key of disturbed) this.#queue.retry(key, this.#nowMs())
    for (const key of withheld) this.#withheld.set(keyText(key), key)
    for (const key of unknown) this.#queue.forget(key)
    this.#strayed ||= unknown.some((key) => northbound.owned(key).length > 0)
    for (const key of kept) this.#kept.set(keyText(key), key)
    this.#removedSince ||= removed.length > 0
  }

  /** Tombstones wait for what stands on them; once all else is done and some of it went, they are tried again. */
  #retryKept(): boolean {
    if (!this.#removedSince || this.#kept.size === 0) return false
    for (const key of this.#kept.values()) this.#queue.add(key)
    this.#kept.clear()
    this.#removedSince = false
    return true
  }

  #nowMs(): number {
    return this.#options.clock().getTime()
  }
}
