import { CATALOG_ZONE, isDnsName, isWithin, VIEW_DOMAIN, type Zone as FeedZone, type ZoneChange } from '@quantumnet/api'
import type { WireName } from '../wire/name.ts'
import { ownerOf, zoneAfter, zoneFromFeed } from './feed-zone.ts'
import { ZoneHistory } from './history.ts'
import { isNewer } from './serial.ts'
import { applyChange, sharedZone, type TableChange } from './table-change.ts'
import { ZoneTable, type UNKNOWN, type Zones } from './zone-table.ts'
import type { Found, Zone } from './zone.ts'

/** What follows from a change: saving it, and telling the edges. */
export interface ServedZonesOptions {
  /** root of our names, for example `internal` */
  readonly root: string
  readonly onZone: (zone: Zone) => void
  /** all zones that there are now */
  readonly onList: (zones: readonly string[]) => void
  /** this zone is served in a new version */
  readonly onServed: (zone: string) => void
  readonly onProblem: (zone: string, problem: string) => void
  /** what other threads have to do to serve the same */
  readonly onChange?: (change: TableChange) => void
}

/** A zone and a serial of it. */
export interface ZoneSerial {
  readonly name: string
  readonly serial: number
}

/**
 * The zones that are served: those of the feed. Until it is known which zones there are, from disk or from the feed, everything is answered with
 * SERVFAIL: "no such name" or an empty catalog would make edges throw away what they have.
 */
export class ServedZones implements Zones {
  readonly #options: ServedZonesOptions
  readonly #table = new ZoneTable()
  readonly #history = new ZoneHistory()
  /** Every zone of the feed, also those whose content is not known. */
  readonly #members = new Set<string>()
  #listDue: NodeJS.Immediate | undefined
  #complete = false

  constructor(options: ServedZonesOptions) {
    this.#options = options
    // What is below them and not known may have just been made: no answer is better than a wrong one.
    for (const name of [options.root, CATALOG_ZONE, VIEW_DOMAIN]) this.#change({ kind: 'unknown', name })
  }

  /** Whether it is known which zones there are. */
  get complete(): boolean {
    return this.#complete
  }

  /** Every zone that there is. */
  get names(): readonly string[] {
    return [...this.#members]
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

  /** Whether operators' edges follow this zone. They are not told of those that only networks and projects see. */
  isFollowed(name: string): boolean {
    return !isView(name)
  }

  /** Begins with what was saved, before the feed is there. */
  restore(zones: ReadonlyMap<string, Zone | undefined>): void {
    for (const [name, zone] of zones)
      if (zone === undefined || this.#serve(name, () => zone) === undefined) this.unreadable(name)
    this.#complete = true
  }

  /** A zone as the feed has it now. One that is not newer than what is served is left out: a replica that lags behind may have sent it. */
  put(zone: FeedZone): void {
    const { name, serial } = zone
    const known = this.serialOf(name)
    if (known !== undefined && !isNewer(serial, known)) {
      if (serial !== known) this.#options.onProblem(name, staleSerial(serial, known))
      return
    }
    const served = this.#serve(name, (onLeftOut) => zoneFromFeed(zone, onLeftOut))
    if (served !== undefined) this.#options.onZone(served)
    else if (known === undefined) this.unreadable(name)
  }

  /** What became of a zone. False: it is for a version that is not served here; the whole zone has to be asked for. */
  change(change: ZoneChange): boolean {
    const { name, from, serial, names } = change
    const zone = this.#members.has(name) ? this.#table.get(name) : undefined
    if (zone === undefined) return false
    if (!isNewer(serial, zone.serial)) return true
    if (isNewer(from, zone.serial)) return false
    const served = this.#serve(
      name,
      (onLeftOut) => zoneAfter(zone, change, onLeftOut),
      () => names.map((each) => ownerOf(name, each.name)),
    )
    if (served !== undefined) this.#options.onZone(served)
    return true
  }

  /** There is a zone of this name, and what the feed said of it could not be read. What was served of it before stays. */
  unreadable(name: string): void {
    if (!this.#isOurs(name) || this.#members.has(name)) return
    this.#change({ kind: 'unknown', name })
    this.#members.add(name)
    this.#membersChanged()
  }

  remove(name: string): void {
    if (!this.#members.delete(name)) return
    // The root is never denied as a whole.
    this.#change(name === this.#options.root ? { kind: 'unknown', name } : { kind: 'removed', name })
    this.#history.forget(name)
    this.#membersChanged()
  }

  /**
   * The feed has sent everything: these are the zones, and there is no other. Gives those that are served in another version than they should be
   * in, or not at all, each with the serial that is served.
   */
  synced(
    zones: readonly ZoneSerial[],
  ): { readonly name: string; readonly served: number | undefined; readonly serial: number }[] {
    const all = new Set(zones.map(({ name }) => name))
    for (const name of this.names) if (!all.has(name)) this.remove(name)
    // What was announced and has not come is there all the same.
    for (const name of all) this.unreadable(name)
    this.#complete = true
    this.#membersChanged()
    return zones.flatMap(({ name, serial }) => {
      const served = this.serialOf(name)
      return served === serial ? [] : [{ name, served, serial }]
    })
  }

  #change(change: TableChange): void {
    applyChange(this.#table, change)
    this.#options.onChange?.(change)
  }

  #isOurs(name: string): boolean {
    return isDnsName(name) && (isWithin(name, this.#options.root) || isView(name) || name === CATALOG_ZONE)
  }

  /**
   * The zone that is served from now on. Undefined, and a problem told, when it cannot be; what was served before stays. @param owners names that may
   * differ; default: all
   */
  #serve(
    name: string,
    make: (onLeftOut: (problem: string) => void) => Zone,
    owners?: () => readonly WireName[],
  ): Zone | undefined {
    const onProblem = (problem: string): void => {
      this.#options.onProblem(name, problem)
    }
    const before = this.#table.get(name)
    let zone: Zone
    try {
      if (!this.#isOurs(name)) throw new Error(`it is neither within ${this.#options.root} nor below ${VIEW_DOMAIN}`)
      zone = make(onProblem)
      if (before !== undefined) this.#history.note(before, zone, owners?.())
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error))
      return undefined
    }
    this.#table.put(zone)
    this.#options.onChange?.(sharedZone(zone, before))
    const isNew = !this.#members.has(name)
    this.#members.add(name)
    if (isNew) this.#membersChanged()
    this.#options.onServed(name)
    return zone
  }

  /** The list is told once for all the changes that come together: telling each would be quadratic when the feed begins. */
  #membersChanged(): void {
    if (!this.#complete) return
    this.#listDue ??= setImmediate(() => {
      this.#listDue = undefined
      this.#options.onList(this.names)
    })
  }
}

const isView = (name: string): boolean => isWithin(name, VIEW_DOMAIN)

const staleSerial = (given: number, served: number): string =>
  `serial ${String(given)} is older than ${String(served)}, which is served`
