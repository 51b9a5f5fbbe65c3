import type { Uuid } from '@quantumnet/ovsdb-jsonrpc'

type Chassis = Uuid<'Chassis'>
type Datapath = Uuid<'Datapath_Binding'>

/** Where a logical port is: a Port_Binding as far as it says so. */
export interface Placed {
  readonly datapath: Datapath
  readonly chassis: Chassis | null
}

/** Which chassis have ports of a datapath, counted binding by binding: who asks does not look at every port of a switch. */
export class Places {
  readonly #byDatapath = new Map<Datapath, Map<Chassis, number>>()

  of(datapath: Datapath): readonly Chassis[] {
    return [...(this.#byDatapath.get(datapath)?.keys() ?? [])]
  }

  /** Takes a change of a binding in; null: there is none. */
  move(before: Placed | null, after: Placed | null): void {
    this.#count(before, -1)
    this.#count(after, 1)
  }

  #count(placed: Placed | null, by: 1 | -1): void {
    if (placed?.chassis == null) return
    const { datapath, chassis } = placed
    const counts = this.#byDatapath.get(datapath) ?? new Map<Chassis, number>()
    const count = (counts.get(chassis) ?? 0) + by
    if (count > 0) counts.set(chassis, count)
    else counts.delete(chassis)
    if (counts.size > 0) this.#byDatapath.set(datapath, counts)
    else this.#byDatapath.delete(datapath)
  }
}
