import { parentOf, parseName, type WireName } from '../wire/name.ts'
import type { Zone } from './zone.ts'

/** A zone that there is, but whose content is not known: it must be answered with SERVFAIL, never with "no such name". */
export const UNKNOWN = 'unknown'

/** Finds the zone that a name belongs to; undefined: none of ours. */
export interface Zones {
  find(name: WireName): Zone | typeof UNKNOWN | undefined
}

/** The zones that are served at this moment, by name. */
export class ZoneTable implements Zones {
  readonly #zones = new Map<WireName, Zone | typeof UNKNOWN>()

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
    this.#zones.set(zone.apex, zone)
  }

  /** Announces a zone whose content will come, or is lost. */
  putUnknown(name: string): void {
    this.#zones.set(parseName(name), UNKNOWN)
  }

  remove(name: string): void {
    this.#zones.delete(parseName(name))
  }
}
