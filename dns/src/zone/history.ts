import { TYPE } from '../wire/constants.ts'
import type { Found, Zone } from './zone.ts'

/** What led from one version of a zone to the next (RFC 1995 §4). A set that differs in anything is removed and added as a whole. */
interface Step {
  readonly before: Zone
  readonly after: Zone
  readonly removed: readonly Found[]
  readonly added: readonly Found[]
}

const MOST_STEPS = 32

/** The last changes of each zone, for secondaries that ask only for what is new. Never more than a whole transfer would be. */
export class ZoneHistory {
  readonly #steps = new Map<string, Step[]>()

  /** A version takes the place of another one. */
  note(before: Zone, after: Zone): void {
    const steps = [...(this.#steps.get(after.name) ?? []), stepBetween(before, after)].slice(-MOST_STEPS)
    const whole = after.base.size
    while (steps.reduce((sum, step) => sum + sizeOf(step), 0) > whole && steps.length > 0) steps.shift()
    if (steps.length === 0) this.#steps.delete(after.name)
    else this.#steps.set(after.name, steps)
  }

  forget(name: string): void {
    this.#steps.delete(name)
  }

  /** The records of an incremental transfer from a serial to the newest version; undefined: that is too long ago. */
  since(zone: Zone, serial: number): readonly Found[] | undefined {
    const steps = this.#steps.get(zone.name) ?? []
    const first = steps.findIndex(({ before }) => before.serial === serial)
    if (first < 0 || steps.at(-1)?.after !== zone) return undefined
    const soa = ({ apex, soa: set }: Zone): Found => ({ owner: apex, set })
    const changes = steps
      .slice(first)
      .flatMap(({ before, after, removed, added }) => [soa(before), ...removed, soa(after), ...added])
    return [soa(zone), ...changes, soa(zone)]
  }
}

const sizeOf = ({ removed, added }: Step): number => removed.length + added.length

const stepBetween = (before: Zone, after: Zone): Step => {
  const [old, fresh] = [setsOf(before), setsOf(after)]
  return {
    ...{ before, after },
    removed: [...old].flatMap(([key, found]) => (fresh.has(key) ? [] : [found])),
    added: [...fresh].flatMap(([key, found]) => (old.has(key) ? [] : [found])),
  }
}

/** Every set but the SOA record, by all that it says. */
const setsOf = (zone: Zone): Map<string, Found> => {
  const found = new Map<string, Found>()
  for (const each of zone.sets()) if (each.set.type !== TYPE.SOA) found.set(keyOf(each), each)
  return found
}

const keyOf = ({ owner, set }: Found): string => `${owner}\0${set.records.toString('latin1')}`
