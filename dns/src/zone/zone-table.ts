import { parentOf, parseName, type WireName } from '../wire/name.ts'
import type { Found } from './lookup.ts'
import type { Zone } from './zone.ts'

/** A zone that there is, but whose content is not known: it must be answered with SERVFAIL, never with "no such name". */
export const UNKNOWN = 'unknown'

/** Finds the zone that a name belongs to; undefined: none of ours. */
export interface Zones {
  find(name: WireName): Zone | typeof UNKNOWN | undefined
  /** Whether this version of a zone is what is served, by its id. */
  isServed(id: number): boolean
  /** The records of an incremental transfer; undefined: only the whole zone can be had. */
  changesSince(zone: Zone, serial: number): readonly Found[] | undefined
  /** Another number whenever a zone came or went: names may belong to another one since. Never 0. */
  readonly epoch: number
}

/** They fit into a word. */
const MOST_EPOCHS = 0xffff_fff0

/** The zones that are served at this moment, by name. */
export class ZoneTable implements Zones {
  readonly #zones = new Map<WireName, Zone | typeof UNKNOWN>()
  readonly #ids = new Set<number>()
  epoch = 1

  /** Here nobody remembers. */
  changesSince(): undefined {
    return undefined
  }

  isServed(id: number): boolean {
    return this.#ids.has(id)
  }

  /** The zone with the longest name at or above `name`. */
  find(name: WireName): Zone | typeof UNKNOWN | undefined {
    for (let apex = name; apex !== ''; apex = parentOf(apex)) {
      const zone = this.#zones.get(apex)
      if (zone !== undefined) return zone
    }
    return undefined
  }

  /** The zone of exactly this name, given as text, if its content is known. */
  get(name: string): Zone | undefined {
    const zone = this.#zones.get(parseName(name))
    return zone === UNKNOWN ? undefined : zone
  }

  put(zone: Zone): void {
    this.#set(zone.apex, zone)
    this.#ids.add(zone.id)
  }

  /** Announces a zone whose content will come, or is lost. */
  putUnknown(name: string): void {
    this.#set(parseName(name), UNKNOWN)
  }

  remove(name: string): void {
    const apex = parseName(name)
    this.#forget(this.#zones.get(apex))
    this.#zones.delete(apex)
    this.#beginEpoch()
  }

  #beginEpoch(): void {
    this.epoch = this.epoch >= MOST_EPOCHS ? 1 : this.epoch + 1
  }

  #set(apex: WireName, zone: Zone | typeof UNKNOWN): void {
    const before = this.#zones.get(apex)
    if (before === undefined) this.#beginEpoch()
    this.#forget(before)
    this.#zones.set(apex, zone)
  }

  #forget(zone: Zone | typeof UNKNOWN | undefined): void {
    if (zone !== undefined && zone !== UNKNOWN) this.#ids.delete(zone.id)
  }
}
