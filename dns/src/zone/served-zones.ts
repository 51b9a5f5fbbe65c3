import { isDnsName, isWithin, VIEW_DOMAIN, type Zone as FeedZone } from '@quantumnet/api'
import { CATALOG_ZONE } from '../corefile/index.ts'
import type { WireName } from '../wire/name.ts'
import { ZoneHistory } from './history.ts'
import { addToSerial, isNewer } from './serial.ts'
import { ZoneTable, type UNKNOWN, type Zones } from './zone-table.ts'
import { applyChange, sharedZone, type TableChange } from './table-change.ts'
import { createZone, type Found, type Zone } from './zone.ts'
import { createCatalog } from './catalog.ts'
import { zoneFromFeed } from './feed-zone.ts'

/** What follows from a change: saving it, and telling the edges. */
export interface ServedZonesOptions {
  /** root of our names, for example `internal` */
  readonly root: string
  readonly onZone: (zone: FeedZone) => void
  /** all zones that there are, and the serial of the catalog */
  readonly onList: (catalogSerial: number, zones: readonly string[]) => void
  /** this zone is served in a new version; also the catalog */
  readonly onServed: (zone: string) => void
  readonly onProblem: (zone: string, problem: string) => void
  /** what other threads have to do to serve the same */
  readonly onChange?: (change: TableChange) => void
}

/** Nothing is in it unless the feed has it too, so its serial stays as it is; it is 1 in every replica. */
const ROOT_SERIAL = 1

/** Nothing of it ever changes, so a secondary need not look often. */
const ROOT_REFRESH = 300

/**
 * More catalogs than can have been served, but not been written to disk, before a crash: a restart goes on after them, so that no serial
 * ever means two lists.
 */
const SERIALS_OF_A_RESTART = 256

/**
 * The zones that are served: those of the feed, the root above them, and the catalog that lists them all. Until it is known which zones
 * there are, from disk or from the feed, everything is answered with SERVFAIL: "no such name" or an empty catalog would make edges throw
 * away what they have.
 */
export class ServedZones implements Zones {
  readonly #options: ServedZonesOptions
  readonly #table = new ZoneTable()
  readonly #history = new ZoneHistory()
  /** Every zone of the feed, also those whose content is not known. */
  readonly #members = new Set<string>()
  #catalogSerial = 0
  #listDue: NodeJS.Immediate | undefined
  #isCatalogOld = false
  #complete = false

  constructor(options: ServedZonesOptions) {
    this.#options = options
    this.#change({ kind: 'unknown', name: options.root })
    this.#change({ kind: 'unknown', name: CATALOG_ZONE })
    // What is below it and not known may have just been made: no answer is better than a wrong one.
    this.#change({ kind: 'unknown', name: VIEW_DOMAIN })
  }

  /** Whether it is known which zones there are. */
  get complete(): boolean {
    return this.#complete
  }

  /** Every zone that there is. */
  get names(): readonly string[] {
    return [...new Set([this.#options.root, ...[...this.#members].sort()])]
  }

  find(name: WireName): Zone | typeof UNKNOWN | undefined {
    return this.#table.find(name)
  }

  changesSince(zone: Zone, serial: number): readonly Found[] | undefined {
    return this.#history.since(zone, serial)
  }

  ofHash(hash: number): Zone | typeof UNKNOWN | undefined {
    return this.#table.ofHash(hash)
  }

  /** The serial that is served; undefined when there is no such zone, or its content is not known. */
  serialOf(zone: string): number | undefined {
    return this.#table.get(zone)?.serial
  }

  /** Begins with what was saved, before the feed is there. */
  restore(catalogSerial: number, zones: ReadonlyMap<string, FeedZone | undefined>): void {
    this.#catalogSerial = addToSerial(catalogSerial, SERIALS_OF_A_RESTART)
    for (const [name, zone] of zones) {
      if (zone === undefined || !this.#serve(zone)) this.#addUnknown(name)
    }
    this.#becomeComplete()
  }

  /** A zone as the feed has it now. One that is not newer than what is served is left out: a replica that lags behind may have sent it. */
  put(zone: FeedZone): void {
    const { name, serial } = zone
    const known = this.#members.has(name) ? this.serialOf(name) : undefined
    if (known !== undefined && !isNewer(serial, known)) {
      if (serial !== known) this.#options.onProblem(name, staleSerial(serial, known))
    } else if (this.#serve(zone)) this.#options.onZone(zone)
    else if (known === undefined && this.#isOurs(name)) this.#addUnknown(name)
  }

  /** There is a zone of this name, and what the feed said of it could not be read. What was served of it before stays. */
  unreadable(name: string): void {
    if (this.#isOurs(name) && !this.#members.has(name)) this.#addUnknown(name)
  }

  /** Whether operators' edges follow this zone. They are not told of those that only networks and projects see. */
  isFollowed(name: string): boolean {
    return !isView(name)
  }

  remove(name: string): void {
    const serial = this.serialOf(name)
    if (!this.#members.delete(name)) return
    this.#change({ kind: 'removed', name })
    this.#history.forget(name)
    if (name === this.#options.root) this.#putRoot(serial === undefined ? ROOT_SERIAL : addToSerial(serial, 1))
    this.#membersChanged(name)
  }

  /** The feed has sent everything: these are the zones, and there is no other. */
  synced(names: readonly string[]): void {
    const all = new Set(names)
    for (const name of [...this.#members]) if (!all.has(name)) this.remove(name)
    // What was announced and has not come is there all the same.
    for (const name of names) this.unreadable(name)
    this.#becomeComplete()
  }

  /**
   * An edge has a newer serial than we serve. For the catalog, whose serial is counted here, the state folder was lost: the count goes on from
   * the edge's, which would follow no change before that.
   */
  overtaken(zone: string, serial: number): void {
    if (zone !== CATALOG_ZONE) {
      this.#options.onProblem(
        zone,
        `an edge has serial ${String(serial)}, newer than ${String(this.serialOf(zone))}, which is served`,
      )
      return
    }
    if (!isNewer(serial, this.#catalogSerial)) return
    this.#catalogSerial = serial
    this.#membersChanged(CATALOG_ZONE)
  }

  #becomeComplete(): void {
    if (this.#complete) return
    this.#complete = true
    if (!this.#members.has(this.#options.root)) this.#putRoot(ROOT_SERIAL)
    this.#membersChanged(this.#options.root)
  }

  #putRoot(serial: number): void {
    const { root } = this.#options
    this.#put(createZone({ name: root, serial, refresh: ROOT_REFRESH, entries: [] }))
    this.#options.onServed(root)
  }

  #put(zone: Zone): void {
    this.#change(sharedZone(zone))
  }

  #change(change: TableChange): void {
    applyChange(this.#table, change)
    this.#options.onChange?.(change)
  }

  #isOurs(name: string): boolean {
    return isDnsName(name) && (isWithin(name, this.#options.root) || isView(name))
  }

  /** False, and a problem told, when the zone cannot be served; what was served before stays. */
  #serve(zone: FeedZone): boolean {
    try {
      if (!this.#isOurs(zone.name))
        throw new Error(`it is neither within ${this.#options.root} nor below ${VIEW_DOMAIN}`)
      const before = this.#table.get(zone.name)
      const problems = (problem: string): void => {
        this.#options.onProblem(zone.name, problem)
      }
      this.#put(zoneFromFeed(zone, problems))
      const after = this.#table.get(zone.name)
      if (before !== undefined && after !== undefined) this.#history.note(before, after)
    } catch (error) {
      this.#options.onProblem(zone.name, error instanceof Error ? error.message : String(error))
      return false
    }
    if (!this.#members.has(zone.name)) this.#membersChanged(zone.name)
    this.#members.add(zone.name)
    this.#options.onServed(zone.name)
    return true
  }

  #addUnknown(name: string): void {
    this.#change({ kind: 'unknown', name })
    this.#members.add(name)
    this.#membersChanged(name)
  }

  /** The list is made once for all the changes that come together: making it for each would be quadratic when the feed begins. */
  #membersChanged(zone: string): void {
    if (!this.#complete) return
    this.#isCatalogOld ||= this.isFollowed(zone)
    this.#listDue ??= setImmediate(() => {
      this.#listDue = undefined
      const isNew = this.#isCatalogOld
      if (isNew) this.#makeCatalog()
      this.#options.onList(this.#catalogSerial, [...this.#members])
      if (isNew) this.#options.onServed(CATALOG_ZONE)
    })
  }

  #makeCatalog(): void {
    this.#isCatalogOld = false
    this.#catalogSerial = addToSerial(this.#catalogSerial, 1)
    const followed = this.names.filter((name) => this.isFollowed(name))
    this.#put(createCatalog(CATALOG_ZONE, this.#catalogSerial, followed))
  }
}

const isView = (name: string): boolean => isWithin(name, VIEW_DOMAIN)

const staleSerial = (given: number, served: number): string =>
  `serial ${String(given)} is older than ${String(served)}, which is served; where the database was set back on purpose, empty the state folder`
