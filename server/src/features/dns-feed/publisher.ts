import { setTimeout as sleep } from 'node:timers/promises'
import type { Ctx } from '../../ctx.ts'
import type { EventTail, LogPosition } from '../../events/tail.ts'
import { StaleNames, type Keys } from './keys.ts'
import { newsOf, type Edition, type News } from './news.ts'
import { endZones, publishPlatform, publishPorts, publishProjects, refreshPlans, type Published } from './publish.ts'
import { liveProjects, PLATFORM } from './store.ts'
import { ToldZones } from './told.ts'

export interface DnsCtx extends Ctx {
  readonly tail: EventTail
}

/** Projects and ports that are published by one statement. */
const PROJECTS_AT_ONCE = 100
const PORTS_AT_ONCE = 100
/** Where much changes, what comes meanwhile is gathered: a statement for many names costs little more than one for one name. */
const GATHER_MS = 5
const RETRY_MS = 500
const FEW_NAMES = 1_000

/**
 * Publishes what changes in zones, once for all who follow the feed of this process, and tells them. Other server processes do the same: whoever
 * is first publishes, and the others find it published.
 *
 * A wake-up says what to look at, never what changed. What failed is looked at again.
 */
export class ZonePublisher {
  readonly #ctx: DnsCtx
  readonly #stale = new StaleNames()
  readonly #told = new ToldZones()
  readonly #listeners = new Set<(edition: Edition) => void>()
  /** Called when nothing waits to be published. */
  readonly #idle = new Set<() => void>()
  #position: LogPosition | undefined
  /** What was noted as told and has still to be: a round that fails half-way is told with the next one. */
  #news: News[] = []
  readonly #ended = new Set<string>()
  /** Names that were published since plans were made, and how many are too many. */
  #names = 0
  #mostNames = FEW_NAMES
  /** Whether it was looked at all zones: from then on what is told is what changes. */
  #isComplete = false
  #hasBegun = false
  #working = false

  constructor(ctx: DnsCtx) {
    this.#ctx = ctx
    ctx.tail.subscribe((events) => {
      this.#stale.addEvents(events)
      this.#start()
    })
  }

  /** Up to where in the event log everything is published and told. */
  get position(): LogPosition | undefined {
    return this.#position
  }

  /** Calls `listener` with what is published from now on, until the returned function is called. It must not throw or wait. */
  subscribe(listener: (edition: Edition) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Ends when all that there is is published. @throws DomainError unavailable */
  async complete(): Promise<void> {
    if (this.#isPast()) {
      this.#told.clear()
      this.#news = []
      this.#ended.clear()
      this.#isComplete = this.#hasBegun = false
    }
    if (!this.#hasBegun) {
      this.#stale.add({ projects: [PLATFORM, ...(await liveProjects(this.#ctx.db))], ports: [] })
      this.#hasBegun = true
    }
    if (this.#stale.isEmpty && !this.#working) {
      this.#position = this.#ctx.tail.position()
      return
    }
    await new Promise<void>((resolve) => {
      this.#idle.add(resolve)
      this.#start()
    })
  }

  /** Zones of these projects may be published in another version than was told. */
  look(projects: readonly string[]): void {
    this.#stale.add({ projects, ports: [] })
    this.#start()
  }

  /** The database was put back: what was told may never have happened. */
  #isPast(): boolean {
    const [told, now] = [this.#position, this.#ctx.tail.position()]
    if (told === undefined || now === undefined) return false
    return told.origin !== now.origin || BigInt(told.xid) > BigInt(now.xid)
  }

  #start(): void {
    if (this.#working || this.#listeners.size === 0) return
    this.#working = true
    void this.#work().finally(() => {
      this.#working = false
    })
  }

  async #work(): Promise<void> {
    while (!this.#stale.isEmpty && this.#listeners.size > 0) {
      const position = this.#ctx.tail.position()
      const keys = this.#stale.take()
      try {
        await this.#publish(keys)
        await this.#refreshPlans()
        this.#position = position
        this.#tell(position)
        if (keys.projects.length + keys.ports.length > 1) await sleep(GATHER_MS)
      } catch (error) {
        this.#ctx.log.warn({ err: error }, 'zones cannot be published; this is tried again')
        this.#stale.add(keys)
        // Whether the catalog is due was seen by what is noted now, and would not be seen again.
        this.#stale.add({ projects: [PLATFORM], ports: [] })
        await sleep(RETRY_MS)
      }
    }
    this.#isComplete ||= this.#hasBegun && this.#stale.isEmpty
    for (const resolve of this.#idle) resolve()
    this.#idle.clear()
  }

  /** Zones come before the catalog that names them, and go after the one that does not. */
  #tell(position: LogPosition | undefined): void {
    const news = [...this.#news, ...[...this.#ended].map((zone): News => ({ kind: 'ended', zone }))]
    this.#news = []
    this.#ended.clear()
    for (const listener of this.#listeners) listener({ news, position })
  }

  /** The tables may have doubled. */
  async #refreshPlans(): Promise<void> {
    if (this.#names < this.#mostNames) return
    await refreshPlans(this.#ctx.db)
    this.#mostNames *= 2
    this.#names = 0
  }

  /** Gathers what has to be told. Before everything was published once, nobody was told anything that could be changed. */
  async #publish({ projects, ports }: Keys): Promise<void> {
    let isOther = projects.includes(PLATFORM)
    for (const some of chunks(
      projects.filter((project) => project !== PLATFORM),
      PROJECTS_AT_ONCE,
    )) {
      const published = await this.#projects(some)
      isOther ||= this.#ended.size > 0 || published.some(({ zone }) => this.#told.versionOf(zone) === undefined)
      await this.#note(published)
    }
    const { db, dnsZone } = this.#ctx
    for (const some of chunks(
      ports.map(([port]) => port),
      PORTS_AT_ONCE,
    ))
      await this.#note(await publishPorts(db, some, dnsZone))
    if (isOther) await this.#note(await publishPlatform(db, dnsZone))
  }

  async #projects(projects: readonly string[]): Promise<Published[]> {
    const { db, dnsZone } = this.#ctx
    const published = await publishProjects(db, projects, dnsZone)
    await endZones(db, projects, dnsZone)
    const living = new Set(published.map(({ zone }) => zone))
    for (const zone of projects.flatMap((project) => this.#told.of(project)))
      if (!living.has(zone) && this.#told.forget(zone)) this.#ended.add(zone)
    return published
  }

  async #note(published: readonly Published[]): Promise<void> {
    for (const zone of published) {
      // It may have been made again in a later part of the round.
      this.#ended.delete(zone.zone)
      this.#names += zone.names?.length ?? 0
      const news = this.#isComplete ? await newsOf(this.#ctx.db, zone, this.#told.versionOf(zone.zone)) : []
      this.#news.push(...news)
      for (const each of news) this.#told.takes(each)
      if (!this.#isComplete) this.#told.note(zone)
    }
  }
}

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))
