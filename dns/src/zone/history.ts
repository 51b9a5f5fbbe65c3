import { TYPE } from '../wire/constants.ts'
import type { WireName } from '../wire/name.ts'
import type { Rdata, RRset } from '../wire/writer.ts'
import type { Found } from './lookup.ts'
import type { Zone } from './zone.ts'

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

  /** A version takes the place of another one. @param owners the names that may differ; default: all */
  note(before: Zone, after: Zone, owners?: readonly WireName[]): void {
    const steps = [...(this.#steps.get(after.name) ?? []), stepBetween(before, after, owners)].slice(-MOST_STEPS)
    const whole = after.nodes.size
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

const stepBetween = (before: Zone, after: Zone, owners?: readonly WireName[]): Step => {
  const [old, fresh] = [setsOf(before, owners), setsOf(after, owners)]
  return {
    ...{ before, after },
    removed: [...old].flatMap(([key, found]) => (fresh.has(key) ? [] : [found])),
    added: [...fresh].flatMap(([key, found]) => (old.has(key) ? [] : [found])),
  }
}

/** Every set of these names but the SOA record, by all that it says. */
const setsOf = ({ nodes }: Zone, owners: Iterable<WireName> = nodes.keys()): Map<string, Found> => {
  const found = new Map<string, Found>()
  for (const owner of owners)
    for (const set of nodes.get(owner) ?? []) if (set.type !== TYPE.SOA) found.set(keyOf(owner, set), { owner, set })
  return found
}

const keyOf = (owner: string, { type, ttl, rdatas }: RRset): string =>
  `${owner}\0${String(type)} ${String(ttl)} ${rdatas.map(textOf).sort().join(' ')}`

const textOf = (rdata: Rdata): string =>
  rdata.map((part) => (typeof part === 'string' ? part : Buffer.from(part).toString('latin1'))).join('')
