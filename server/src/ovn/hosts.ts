import type { Row, Uuid } from '@quantumnet/ovsdb-jsonrpc'
import type { Holder } from './references.ts'
import type { ContainerSet, OwnedRow, Table } from './rows.ts'

/** What the two replicas know of how rows of the northbound database hang together, and of who has the ports. */
export interface Wiring {
  readonly row: (table: Table, uuid: Uuid) => Row | undefined
  readonly containersOf: (uuid: Uuid) => readonly ContainerSet[]
  readonly holdersOf: (table: Table, uuid: Uuid) => readonly Holder[]
  /** The switches' ends of a router's port. */
  readonly peersOf: (routerPort: string) => readonly Uuid<'Logical_Switch_Port'>[]
  /** Chassis that a logical port is bound to. */
  readonly chassisOf: (logicalPort: string) => string | undefined
  /** Chassis with ports of a switch, or gateway ports of a router. */
  readonly chassisWith: (kind: 'logical-switch' | 'logical-router', uuid: Uuid) => readonly string[]
}

const textAt = (row: Row | undefined, column: string): string => {
  const value = row?.[column]
  return typeof value === 'string' ? value : ''
}

const membersAt = (row: Row | undefined, column: string): readonly Uuid[] => (row?.[column] ?? []) as readonly Uuid[]

/** The chassis on which rows show: those that have ports of the switches, groups and routers that the rows are of or in. */
export const hostsOf = (rows: readonly OwnedRow[], wiring: Wiring): readonly string[] => {
  const hosts = new Hosts(wiring)
  for (const row of rows) hosts.add(row)
  return [...hosts.chassis]
}

/** The chassis of a VM's port, once OVN says that its flows are there; undefined before. */
export const hostsOfPort = (port: Row | undefined, wiring: Wiring): readonly string[] | undefined => {
  const chassis = port?.['up'] === true ? wiring.chassisOf(textAt(port, 'name')) : undefined
  return chassis === undefined ? undefined : [chassis]
}

class Hosts {
  readonly chassis = new Set<string>()
  readonly #wiring: Wiring
  readonly #seen = new Set<Uuid>()

  constructor(wiring: Wiring) {
    this.#wiring = wiring
  }

  add({ table, uuid }: OwnedRow): void {
    if (this.#seen.has(uuid)) return
    this.#seen.add(uuid)
    switch (table) {
      case 'Logical_Switch':
        this.#put(this.#wiring.chassisWith('logical-switch', uuid))
        break
      case 'Logical_Router':
        this.#addRouter(uuid)
        break
      case 'Port_Group':
        this.#addGroup(uuid)
        break
      case 'DHCP_Options':
        for (const port of this.#wiring.holdersOf(table, uuid)) this.add(port)
        break
      case 'Logical_Switch_Port':
        // Not its groups: what is in one group with it is no part of it.
        this.#addContainers(uuid, (container) => container.table === 'Logical_Switch')
        break
      default:
        this.#addContainers(uuid, () => true)
    }
  }

  #addContainers(uuid: Uuid, counts: (container: ContainerSet) => boolean): void {
    for (const container of this.#wiring.containersOf(uuid)) if (counts(container)) this.add(container)
  }

  #addRouter(uuid: Uuid): void {
    this.#put(this.#wiring.chassisWith('logical-router', uuid))
    for (const port of membersAt(this.#wiring.row('Logical_Router', uuid), 'ports'))
      for (const peer of this.#wiring.peersOf(textAt(this.#wiring.row('Logical_Router_Port', port), 'name')))
        this.add({ table: 'Logical_Switch_Port', uuid: peer })
  }

  #addGroup(uuid: Uuid): void {
    for (const port of membersAt(this.#wiring.row('Port_Group', uuid), 'ports')) {
      const chassis = this.#wiring.chassisOf(textAt(this.#wiring.row('Logical_Switch_Port', port), 'name'))
      if (chassis !== undefined) this.chassis.add(chassis)
    }
  }

  #put(names: readonly string[]): void {
    for (const name of names) this.chassis.add(name)
  }
}
