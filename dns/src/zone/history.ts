import { TYPE } from '../wire/constants.ts'
import type { WireName } from '../wire/name.ts'
import { soaWith, type Found, type Zone } from './zone.ts'

/** What led from one version of a zone to the next (RFC 1995 §4). A set that differs in anything is removed and added as a whole. */
interface Step {
  readonly from: number
  readonly to: number
  readonly removed: readonly KeptSet[]
  readonly added: readonly KeptSet[]
}

/** A set as it is kept: its records in one character per byte. A piece of a buffer would keep all of it, a zone or a slab of small buffers. */
interface KeptSet {
  readonly owner: WireName
  readonly type: number
  readonly count: number
  readonly records: string
}

const MOST_STEPS = 32

/** The last changes of each zone, for secondaries that ask only for what is new. Never more than a whole transfer would be. */
export class ZoneHistory {
  readonly #steps = new Map<string, Step[]>()

  /** A version takes the place of another one. @param owners the names that may differ; default: all */
  note(before: Zone, after: Zone, owners?: readonly WireName[]): void {
    const steps = [...(this.#steps.get(after.name) ?? []), stepBetween(before, after, owners)].slice(-MOST_STEPS)
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
    const first = steps.findIndex(({ from }) => from === serial)
    if (first < 0 || steps.at(-1)?.to !== zone.serial) return undefined
    const soa = (of: number): Found => ({ owner: zone.apex, set: soaWith(zone.soa, of) })
    const changes = steps
      .slice(first)
      .flatMap(({ from, to, removed, added }) => [soa(from), ...removed.map(foundIn), soa(to), ...added.map(foundIn)])
    return [soa(zone.serial), ...changes, soa(zone.serial)]
  }
}

const sizeOf = ({ removed, added }: Step): number => removed.length + added.length

const stepBetween = (before: Zone, after: Zone, owners?: readonly WireName[]): Step => {
  const [old, fresh] = [setsOf(before, owners), setsOf(after, owners)]
  return {
    ...{ from: before.serial, to: after.serial },
    removed: [...old].flatMap(([key, found]) => (fresh.has(key) ? [] : [found])),
    added: [...fresh].flatMap(([key, found]) => (old.has(key) ? [] : [found])),
  }
}

/** Every set of these names but the SOA record, by all that it says. */
const setsOf = (zone: Zone, owners?: readonly WireName[]): Map<string, KeptSet> => {
  const all = owners?.flatMap((owner) => (zone.find(owner)?.sets ?? []).map((set) => ({ owner, set }))) ?? zone.sets()
  const kept = new Map<string, KeptSet>()
  for (const { owner, set } of all) {
    const records = set.records.toString('latin1')
    if (set.type !== TYPE.SOA) kept.set(`${owner}\0${records}`, { owner, type: set.type, count: set.count, records })
  }
  return kept
}

const foundIn = ({ owner, type, count, records }: KeptSet): Found => ({
  owner,
  set: { type, count, records: Buffer.from(records, 'latin1') },
})
