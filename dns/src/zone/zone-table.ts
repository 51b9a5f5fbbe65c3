import { parentOf, parseName, type WireName } from '../wire/name.ts'
import { hashName } from './hash.ts'
import type { Found, Zone } from './zone.ts'

/** A zone that there is, but whose content is not known: it must be answered with SERVFAIL, never with "no such name". */
export const UNKNOWN = 'unknown'

/** Finds the zone that a name belongs to; undefined: none of ours. */
export interface Zones {
  find(name: WireName): Zone | typeof UNKNOWN | undefined
  /**
   * The zone whose apex has this hash (hash.ts). The caller has to compare it: whoever finds one of another name, or an unknown one, has to ask
   * `find`.
   */
  ofHash(hash: number): Zone | typeof UNKNOWN | undefined
  /** The records of an incremental transfer; undefined: only the whole zone can be had. */
  changesSince(zone: Zone, serial: number): readonly Found[] | undefined
}

/** The zones that are served at this moment, by name. */
export class ZoneTable implements Zones {
  readonly #zones = new Map<WireName, Zone | typeof UNKNOWN>()
  readonly #byHash = new Map<number, Zone | typeof UNKNOWN>()
  /** Hashes that several zones have had, which have to be found by name: by chance one in thousands of millions. */
  readonly #shared = new Set<number>()

  /** Here nobody remembers. */
  changesSince(): undefined {
    return undefined
  }

  ofHash(hash: number): Zone | typeof UNKNOWN | undefined {
    return this.#byHash.get(hash)
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
  }

  /** Announces a zone whose content will come, or is lost. */
  putUnknown(name: string): void {
    this.#set(parseName(name), UNKNOWN)
  }

  remove(name: string): void {
    const apex = parseName(name)
    const hash = hashName(apex)
    if (this.#zones.delete(apex) && !this.#shared.has(hash)) this.#byHash.delete(hash)
  }

  #set(apex: WireName, zone: Zone | typeof UNKNOWN): void {
    const hash = hashName(apex)
    if (!this.#zones.has(apex) && this.#byHash.has(hash)) this.#shared.add(hash)
    this.#zones.set(apex, zone)
    this.#byHash.set(hash, this.#shared.has(hash) ? UNKNOWN : zone)
  }
}
