import { keyText, type Key, type KeyText } from '../ovn/key.ts'

/** A generation that OVN was told, and has to be carried out. */
export interface Told {
  readonly key: Key
  readonly generation: number
  /** NB_Global.nb_cfg once the northbound database had it, or later */
  readonly nbCfg: number
  /** roots in whose rows it shows, where it has none of its own */
  readonly within: readonly Key[]
}

/** A generation that was carried out, but for chassis that are down: they carry it out when they are back, and then it is told again without them. */
export interface Carried extends Told {
  readonly missing: readonly string[]
}

/** How far OVN is. */
export interface Observed {
  /** `nb_cfg` up to which northd has written the southbound database */
  readonly written: number
  /** `nb_cfg` up to which a chassis has the flows; undefined: there is no such chassis any more */
  readonly reached: (chassis: string) => number | undefined
  /** chassis that it is to be seen on; undefined: nobody has to do with it yet, and somebody tells when that changes */
  readonly hosts: (told: Told) => readonly string[] | undefined
  /** chassis that are down: nobody else is to wait for them. The same set as long as they are the same. */
  readonly down: ReadonlySet<string>
}

interface Awaited {
  readonly told: Told
  readonly chassis: Set<string>
  /** those without which it was told already */
  missing: string
}

/**
 * What was told and is not carried out yet: first by northd, then by each chassis concerned. A chassis that hangs delays what is on it and
 * nothing else, and one that is down delays only its own ports. Of a key there is only the newest generation, so there are never more than there are roots; nothing here is kept for a
 * port that is on no chassis.
 */
export class Progress {
  /** In the order in which they were told, as those of each chassis are: the first that is not due ends the look. */
  readonly #unwritten = new Map<KeyText, Told>()
  readonly #awaited = new Map<KeyText, Awaited>()
  readonly #byChassis = new Map<string, Map<KeyText, Told>>()
  #down: ReadonlySet<string> = new Set()

  get size(): number {
    return this.#unwritten.size + this.#awaited.size
  }

  /** Whether a chassis is waited for. */
  get waits(): boolean {
    return this.#byChassis.size > 0
  }

  add(told: Told): void {
    this.forget(told.key)
    this.#unwritten.set(keyText(told.key), told)
  }

  /** A key that is gone. */
  forget(key: Key): void {
    const text = keyText(key)
    this.#unwritten.delete(text)
    for (const chassis of this.#awaited.get(text)?.chassis ?? []) this.#byChassis.get(chassis)?.delete(text)
    this.#awaited.delete(text)
  }

  /** Looks how far OVN is; gives what is carried out now, and forgets it. */
  advance(observed: Observed): readonly Carried[] {
    const fallen = this.#down !== observed.down
    this.#down = observed.down
    const done = [...this.#onChassis(observed), ...this.#onWritten(observed)]
    return fallen ? [...done, ...[...this.#awaited.values()].flatMap((each) => this.#withoutDown(each))] : done
  }

  #onWritten({ written, reached, hosts }: Observed): readonly Carried[] {
    const done: Carried[] = []
    for (const [text, told] of this.#unwritten) {
      if (told.nbCfg > written) break
      this.#unwritten.delete(text)
      const concerned = hosts(told)
      if (concerned === undefined) continue
      const behind = concerned.filter((chassis) => (reached(chassis) ?? told.nbCfg) < told.nbCfg)
      if (behind.length === 0) done.push({ ...told, missing: [] })
      else done.push(...this.#withoutDown(this.#await(told, behind)))
    }
    return done
  }

  /** What only chassis that are down still lack, once for the same ones. A port is its own chassis' matter. */
  #withoutDown(awaited: Awaited): readonly Carried[] {
    const { told, chassis } = awaited
    const missing = [...chassis].sort()
    if (told.key.kind === 'port' || missing.some((name) => !this.#down.has(name))) return []
    if (awaited.missing === missing.join()) return []
    awaited.missing = missing.join()
    return [{ ...told, missing }]
  }

  #await(told: Told, behind: readonly string[]): Awaited {
    const text = keyText(told.key)
    const awaited = { told, chassis: new Set(behind), missing: '' }
    this.#awaited.set(text, awaited)
    for (const chassis of behind) {
      const waiting = this.#byChassis.get(chassis) ?? new Map<KeyText, Told>()
      this.#byChassis.set(chassis, waiting.set(text, told))
    }
    return awaited
  }

  #onChassis({ reached }: Observed): readonly Carried[] {
    const done: Carried[] = []
    for (const [chassis, waiting] of this.#byChassis) {
      const upTo = reached(chassis) ?? Number.POSITIVE_INFINITY
      for (const [text, told] of waiting) {
        if (told.nbCfg > upTo) break
        waiting.delete(text)
        done.push(...this.#lessOne(text, chassis))
      }
      if (waiting.size === 0) this.#byChassis.delete(chassis)
    }
    return done
  }

  /** A key waits for one chassis less: that was the last, or the last that is not down. */
  #lessOne(text: KeyText, chassis: string): readonly Carried[] {
    const awaited = this.#awaited.get(text)
    if (awaited === undefined) return []
    awaited.chassis.delete(chassis)
    if (awaited.chassis.size > 0) return this.#withoutDown(awaited)
    this.#awaited.delete(text)
    return [{ ...awaited.told, missing: [] }]
  }
}
