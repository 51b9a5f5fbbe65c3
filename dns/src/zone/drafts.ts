import { parentOf, type WireName } from '../wire/name.ts'
import type { RRset } from '../wire/record-set.ts'
import { GONE, type Node } from './image.ts'

/** What a zone has at a name below its apex; undefined: nothing. */
export type NodesBefore = (name: WireName) => Node | undefined

const NEW: Node = { sets: [], children: 0 }

/** Names of a zone that are being changed, beside those that stay as they are. Names above another one come and go with it (RFC 8020). */
export class NodeDrafts {
  readonly #apex: WireName
  readonly #before: NodesBefore
  readonly #nodes = new Map<WireName, Node | typeof GONE>()

  constructor(apex: WireName, before: NodesBefore) {
    this.#apex = apex
    this.#before = before
  }

  get nodes(): ReadonlyMap<WireName, Node | typeof GONE> {
    return this.#nodes
  }

  /** A name has these sets from now on; none: it is gone, unless others are below it. @throws Error when it lies outside the zone */
  put(name: WireName, sets: readonly RRset[]): void {
    const before = this.#get(name)
    const children = before?.children ?? 0
    const exists = sets.length > 0 || children > 0
    if (exists) this.#nodes.set(name, { sets, children })
    else if (before !== undefined) this.#nodes.set(name, GONE)
    if (name === this.#apex) return
    if (exists && before === undefined) this.#join(name)
    else if (!exists && before !== undefined) this.#leave(name)
  }

  #get(name: WireName): Node | undefined {
    const node = this.#nodes.get(name) ?? this.#before(name)
    return node === GONE ? undefined : node
  }

  /** One more name below the one above: which exists from then on. */
  #join(name: WireName): void {
    for (let above = parentOf(name); ; above = parentOf(above)) {
      if (above.length < this.#apex.length) throw new Error('the owner of a record lies outside its zone')
      const known = this.#get(above)
      const { sets, children } = known ?? NEW
      this.#nodes.set(above, { sets, children: children + 1 })
      if (known !== undefined) return
    }
  }

  /** One less: and the one above goes too when it was there for that name alone. */
  #leave(name: WireName): void {
    for (let above = parentOf(name); above.length >= this.#apex.length; above = parentOf(above)) {
      const { sets, children } = this.#get(above) ?? NEW
      const remains = children > 1 || sets.length > 0 || above === this.#apex
      this.#nodes.set(above, remains ? { sets, children: children - 1 } : GONE)
      if (remains) return
    }
  }
}
