/** IPAM as a few maps: what may be asked for, what must come of it, and what every statistic must say then. */

export interface ModelSubnet {
  readonly id: string
  /** spelling of the n-th address of the block */
  readonly ip: (offset: number) => string
  /** addresses that hosts may have, as offsets */
  readonly hosts: readonly number[]
  /** of those, the ones that are handed out */
  readonly allocatable: readonly number[]
  readonly holds: boolean
  /** whether a port's address follows from its id */
  readonly stable: boolean
}

/** One address that is not free. */
export interface Taken {
  readonly subnet: ModelSubnet
  readonly offset: number
  state: 'used' | 'releasing' | 'held'
  project: string
  /** id of the port that has it; undefined: nobody, or the reservation itself */
  port: string | undefined
  reservation: string | undefined
  /** when its hold-down began, counted in confirmations */
  heldAt: number
}

export interface ModelPort {
  readonly id: string
  readonly project: string
  readonly mac: string
  deleting: boolean
}

export type Refusal = 'address_taken' | 'subnet_exhausted' | 'mac_taken' | 'in_use'

export class Model {
  readonly taken = new Map<string, Taken>()
  readonly ports = new Map<string, ModelPort>()
  #confirmations = 0

  /**
   * Addresses that a request for any may get: free ones, and without one the one that was held longest. A port of IPv6 has an address that is
   * its own, also when its project had it before.
   */
  candidates(subnet: ModelSubnet, project: string | undefined): readonly string[] {
    const all = subnet.allocatable.map((offset) => subnet.ip(offset))
    const free = all.filter((ip) => !this.taken.has(ip))
    const isOwn = (ip: string): boolean =>
      this.taken.get(ip)?.state === 'held' && this.taken.get(ip)?.project === project
    const own = subnet.stable && project !== undefined ? all.filter(isOwn) : []
    if (free.length > 0) return [...free, ...own]
    const held = this.#of(subnet).filter(({ state, offset }) => state === 'held' && subnet.allocatable.includes(offset))
    const [oldest] = held.sort((a, b) => (a.heldAt === b.heldAt ? a.offset - b.offset : a.heldAt - b.heldAt))
    return oldest === undefined ? [] : [subnet.ip(oldest.offset), ...own]
  }

  /** Whether a project may have this very address; a port may also take over what its project has reserved. */
  mayHave(ip: string, project: string, forPort: boolean): boolean {
    const taken = this.taken.get(ip)
    if (taken === undefined) return true
    if (taken.project !== project) return false
    return (
      taken.state === 'held' ||
      (forPort && taken.state === 'used' && taken.reservation !== undefined && taken.port === undefined)
    )
  }

  isMacTaken(mac: string): boolean {
    return [...this.ports.values()].some((port) => port.mac === mac)
  }

  give(subnet: ModelSubnet, ip: string, to: Pick<Taken, 'project' | 'port'> & { readonly reservation?: string }): void {
    const offset = subnet.hosts.find((candidate) => subnet.ip(candidate) === ip)
    if (offset === undefined) throw new Error(`${ip} is no host address`)
    const before = this.taken.get(ip)
    const reservation = before?.state === 'used' ? before.reservation : to.reservation
    this.taken.set(ip, {
      ...{ subnet, offset, state: 'used', heldAt: 0 },
      project: to.project,
      port: to.port,
      reservation,
    })
  }

  deletePort(id: string): void {
    const port = this.ports.get(id)
    if (port === undefined) throw new Error(`no port ${id}`)
    port.deleting = true
    for (const each of this.#ofPort(id)) each.state = 'releasing'
  }

  /** A live port has given back this address. */
  release(ip: string): void {
    const taken = this.taken.get(ip)
    if (taken !== undefined) taken.state = 'releasing'
  }

  /** Undefined when it may go. */
  deleteReservation(id: string): Refusal | undefined {
    const [taken] = [...this.taken.values()].filter(({ reservation }) => reservation === id)
    if (taken === undefined) throw new Error(`no reservation ${id}`)
    if (taken.port !== undefined && taken.state === 'used') return 'in_use'
    taken.reservation = undefined
    if (taken.port === undefined) this.#end(taken, ++this.#confirmations)
    return undefined
  }

  /** OVN has forgotten all that was given back. */
  confirm(): void {
    const now = ++this.#confirmations
    for (const each of [...this.taken.values()].filter(({ state }) => state === 'releasing')) this.#end(each, now)
    for (const port of [...this.ports.values()].filter(({ deleting }) => deleting)) this.ports.delete(port.id)
  }

  usage(subnet: ModelSubnet): object {
    const count = (test: (each: Taken) => boolean): number => this.#of(subnet).filter(test).length
    const used = count(
      ({ state, port, reservation }) => state === 'used' && port !== undefined && reservation === undefined,
    )
    const [releasing, held] = [count(({ state }) => state === 'releasing'), count(({ state }) => state === 'held')]
    const open = subnet.allocatable.filter((offset) => !this.taken.has(subnet.ip(offset)))
    const longest = open.reduce(
      (best, offset) => {
        const run = open.includes(offset - 1) ? best.run + 1 : 1
        return { run, most: Math.max(best.most, run) }
      },
      { run: 0, most: 0 },
    ).most
    const [total, free] = [subnet.hosts.length, open.length]
    const taken = used + releasing + held
    return {
      ...{ total: String(total), used: String(used), releasing: String(releasing), held: String(held) },
      ...{ free: String(free), reserved: String(total - taken - free) },
      utilization: taken + free === 0 ? 0 : Math.floor((taken * 1e6) / (taken + free)) / 1e6,
      fragmentation: free === 0 ? 0 : Math.floor(((free - longest) * 1e6) / free) / 1e6,
    }
  }

  /** Live ports with their addresses. */
  addressesOfPorts(): Map<string, string[]> {
    const live = [...this.ports.values()].filter(({ deleting }) => !deleting)
    return new Map(
      live.map(({ id }) => [
        id,
        this.#ofPort(id).flatMap((each) => (each.state === 'used' ? [each.subnet.ip(each.offset)] : [])),
      ]),
    )
  }

  #of(subnet: ModelSubnet): Taken[] {
    return [...this.taken.values()].filter((each) => each.subnet === subnet)
  }

  #ofPort(id: string): Taken[] {
    return [...this.taken.values()].filter(({ port }) => port === id)
  }

  #end(taken: Taken, now: number): void {
    taken.port = undefined
    if (taken.reservation !== undefined) taken.state = 'used'
    else if (taken.subnet.holds) [taken.state, taken.heldAt] = ['held', now]
    else this.taken.delete(taken.subnet.ip(taken.offset))
  }
}
