import type { Atom } from './types.ts'

/** What joined and what left a set from one version to the next. */
export interface SetStep {
  readonly added: readonly Atom[]
  readonly removed: readonly Atom[]
}

/**
 * Versions of one large set, each made from the one before by a difference, at the cost of the difference and not of the set: only the
 * newest version has the members, the others know how they differ from the next one (H. Baker, "Shallow binding makes functional arrays
 * fast", 1991). An array is made of a version when it is first read.
 */
export class SharedSet {
  /** null once there is a newer version */
  #members: Set<Atom> | null
  #next: { readonly version: SharedSet; readonly step: SetStep } | null = null
  #array: readonly Atom[] | null = null

  private constructor(members: Set<Atom>) {
    this.#members = members
  }

  static from(atoms: Iterable<Atom>): SharedSet {
    return new SharedSet(new Set(atoms))
  }

  /** The version in which of these atoms those that were members are none, and the others are. */
  toggled(atoms: readonly Atom[]): SharedSet {
    const members = this.#members ?? new Set(this.array)
    const step = {
      added: atoms.filter((atom) => !members.has(atom)),
      removed: atoms.filter((atom) => members.has(atom)),
    }
    for (const atom of step.removed) members.delete(atom)
    for (const atom of step.added) members.add(atom)
    const version = new SharedSet(members)
    if (this.#members !== null) this.#next = { version, step }
    this.#members = null
    return version
  }

  /** How another version came from this one; null when that is not told by one step. */
  stepTo(version: SharedSet): SetStep | null {
    if (version === this) return { added: [], removed: [] }
    return this.#next?.version === version ? this.#next.step : null
  }

  get array(): readonly Atom[] {
    this.#array ??= [...this.#collect()]
    return this.#array
  }

  #collect(): ReadonlySet<Atom> {
    const steps: SetStep[] = []
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- a walk along the versions begins at this one
    let at: SharedSet = this
    while (at.#array === null && at.#next !== null) {
      steps.push(at.#next.step)
      at = at.#next.version
    }
    const members = new Set(at.#array ?? at.#members)
    for (const { added, removed } of steps.toReversed()) {
      for (const atom of added) members.delete(atom)
      for (const atom of removed) members.add(atom)
    }
    return members
  }
}
