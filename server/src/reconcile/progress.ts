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

/** How far OVN is. */
export interface Observed {
  /** `nb_cfg` up to which northd has written the southbound database */
  readonly written: number
  /** `nb_cfg` up to which a chassis has the flows; undefined: there is no such chassis any more */
  readonly reached: (chassis: string) => number | undefined
  /** chassis that it is to be seen on; undefined: nobody has to do with it yet, and somebody tells when that changes */
  readonly hosts: (told: Told) => readonly string[] | undefined
}

interface Awaited {
  readonly told: Told
  readonly chassis: Set<string>
}

/**
 * What was told and is not carried out yet: first by northd, then by each chassis concerned. A chassis that hangs delays what is on it and
 * nothing else. Of a key there is only the newest generation, so there are never more than there are roots; nothing here is kept for a
 * port that is on no chassis.
 */
export class Progress {
  /** In the order in which they were told, as those of each chassis are: the first that is not due ends the look. */
  readonly #unwritten = new Map<KeyText, Told>()
  readonly #awaited = new Map<KeyText, Awaited>()
  readonly #byChassis = new Map<string, Map<KeyText, Told>>()

  get size(): number {
    return this.#unwritten.size + this.#awaited.size
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
  advance(observed: Observed): readonly Told[] {
    return [...this.#onChassis(observed), ...this.#onWritten(observed)]
  }

  #onWritten({ written, reached, hosts }: Observed): readonly Told[] {
    const done: Told[] = []
    for (const [text, told] of this.#unwritten) {
      if (told.nbCfg > written) break
      this.#unwritten.delete(text)
      const concerned = hosts(told)
      if (concerned === undefined) continue
      const behind = concerned.filter((chassis) => (reached(chassis) ?? told.nbCfg) < told.nbCfg)
      if (behind.length === 0) done.push(told)
      else this.#await(told, behind)
    }
    return done
  }

  #await(told: Told, behind: readonly string[]): void {
    const text = keyText(told.key)
    this.#awaited.set(text, { told, chassis: new Set(behind) })
    for (const chassis of behind) {
      const waiting = this.#byChassis.get(chassis) ?? new Map<KeyText, Told>()
      this.#byChassis.set(chassis, waiting.set(text, told))
    }
  }

  #onChassis({ reached }: Observed): readonly Told[] {
    const done: Told[] = []
    for (const [chassis, waiting] of this.#byChassis) {
      const upTo = reached(chassis) ?? Number.POSITIVE_INFINITY
      for (const [text, told] of waiting) {
        if (told.nbCfg > upTo) break
        waiting.delete(text)
        if (this.#lessOne(text, chassis)) done.push(told)
      }
      if (waiting.size === 0) this.#byChassis.delete(chassis)
    }
    return done
  }

  /** Whether that was the last chassis that a key waited for. */
  #lessOne(text: KeyText, chassis: string): boolean {
    const awaited = this.#awaited.get(text)
    awaited?.chassis.delete(chassis)
    return awaited?.chassis.size === 0 && this.#awaited.delete(text)
  }
}
