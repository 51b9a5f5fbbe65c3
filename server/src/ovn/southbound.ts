import { EventEmitter } from 'node:events'
import { operationsOf, Session, type Change, type Log, type Monitored, type Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { sbSchema, type SbTables } from './gen/sb.ts'
import { changeOf, healthOf, probedText, type HealthChange, type Probed, type ProbedHealth } from './health.ts'
import { Places } from './places.ts'

/**
 * What of OVN's southbound database is followed: how far chassis are, where ports are, and how load balancers' members are. Flows, MAC
 * bindings and what else makes that database large is not.
 */
const monitor = {
  SB_Global: ['nb_cfg'],
  Chassis: ['name'],
  Chassis_Private: ['name', 'nb_cfg'],
  Datapath_Binding: ['external_ids'],
  Port_Binding: ['logical_port', 'datapath', 'chassis'],
  Service_Monitor: ['logical_port', 'ip', 'port', 'protocol', 'status'],
} as const

/** northd writes there whose datapath it is. */
const SWITCH = 'external_ids:logical-switch'
const ROUTER = 'external_ids:logical-router'

const indexes = {
  Chassis: ['name'],
  Chassis_Private: ['name'],
  Datapath_Binding: [SWITCH, ROUTER],
  Port_Binding: ['logical_port'],
  Service_Monitor: ['logical_port'],
} as const

/** Bindings that are on one chassis. Patch ports, localports and localnet ports are on all that have the switch, and there are many. */
const conditions = {
  Port_Binding: [
    ['type', '==', ''],
    ['type', '==', 'virtual'],
    ['type', '==', 'external'],
    ['type', '==', 'chassisredirect'],
    ['type', '==', 'l3gateway'],
  ],
} as const

const sb = operationsOf(sbSchema)

export interface SouthboundOptions {
  /** `unix:/path`, `tcp:host:port`, `ssl:host:port` */
  readonly remotes: readonly string[]
  readonly log: Log
}

/** A chassis that came or went. */
export interface ChassisChange {
  readonly name: string
  readonly present: boolean
}

export interface SouthboundEvents {
  /** the replica is complete again */
  live: []
  lost: [reason: Error]
  /** northd, or chassis, have come further, or are gone */
  progress: []
  /** logical ports that are on another chassis than they were, or on none */
  moved: [logicalPorts: readonly string[]]
  chassis: [changes: readonly ChassisChange[]]
  health: [changes: readonly HealthChange[]]
}

type Followed = Monitored<SbTables, typeof monitor>
type SbChange = Change<Followed>
type ChangeOf<N extends keyof Followed> = Extract<SbChange, { readonly table: N }>
export type DatapathKind = 'logical-switch' | 'logical-router'

/** OVN's southbound database: a replica of little of it. Written to only to forget a chassis. */
export class Southbound extends EventEmitter<SouthboundEvents> {
  readonly #session: Session<SbTables, typeof monitor>
  readonly #places = new Places()

  constructor({ remotes, log }: SouthboundOptions) {
    super()
    this.#session = new Session({ schema: sbSchema, remotes, monitor, indexes, conditions, log })
    this.#session.on('change', (changes) => {
      this.#onChange(changes)
    })
    this.#session.on('live', () => this.emit('live'))
    this.#session.on('lost', (reason) => this.emit('lost', reason))
  }

  /** Whether the replica is complete and follows the server: only then is anything decided by it. */
  get live(): boolean {
    return this.#session.live
  }

  async close(): Promise<void> {
    await this.#session.close()
  }

  /** What northd has written is what the northbound database held when its `nb_cfg` was this. */
  get written(): number {
    return this.#session.rows('SB_Global').values().next().value?.nb_cfg ?? 0
  }

  /** A chassis has the flows of what the northbound database held when its `nb_cfg` was this; undefined: there is no such chassis. */
  reached(chassis: string): number | undefined {
    return this.#session.find('Chassis_Private', { name: chassis })[0]?.nb_cfg
  }

  chassisNames(): readonly string[] {
    return [...this.#session.rows('Chassis').values()].map(({ name }) => name)
  }

  /** The chassis that a logical port is bound to. */
  chassisOf(logicalPort: string): string | undefined {
    const [binding] = this.#session.find('Port_Binding', { logical_port: logicalPort })
    return binding?.chassis == null ? undefined : this.#nameOf(binding.chassis)
  }

  /** The chassis that have ports of a logical switch, or the gateway ports of a logical router; `uuid` is that of its northbound row. */
  chassisWith(kind: DatapathKind, uuid: Uuid): readonly string[] {
    const wanted = kind === 'logical-switch' ? { [SWITCH]: uuid } : { [ROUTER]: uuid }
    return this.#session
      .find('Datapath_Binding', wanted)
      .flatMap(({ _uuid }) => this.#places.of(_uuid))
      .flatMap((chassis) => {
        const name = this.#nameOf(chassis)
        return name === undefined ? [] : [name]
      })
  }

  /** How OVN finds a member of a load balancer; undefined: it is not probed. */
  healthOf(probed: Probed): ProbedHealth['health'] | undefined {
    const text = probedText(probed)
    const rows = this.#session.find('Service_Monitor', { logical_port: probed.logicalPort })
    return rows.map(healthOf).find((each) => probedText(each.probed) === text)?.health
  }

  /** Everything that is probed. */
  *probed(): Generator<ProbedHealth> {
    for (const row of this.#session.rows('Service_Monitor').values()) yield healthOf(row)
  }

  /** Takes a chassis out that is no more: until then OVN waits for it. Whether there was one. @throws when the transaction fails */
  async forgetChassis(name: string): Promise<boolean> {
    const rows = [
      ...this.#session.find('Chassis_Private', { name }).map(({ _uuid }) => sb.remove('Chassis_Private', _uuid)),
      ...this.#session.find('Chassis', { name }).map(({ _uuid }) => sb.remove('Chassis', _uuid)),
    ]
    if (rows.length > 0) await this.#session.transact(rows)
    return rows.length > 0
  }

  #nameOf(chassis: Uuid<'Chassis'>): string | undefined {
    return this.#session.get('Chassis', chassis)?.name
  }

  #onChange(changes: readonly SbChange[]): void {
    const of = <N extends keyof Followed>(table: N): readonly ChangeOf<N>[] =>
      changes.filter((change): change is ChangeOf<N> => change.table === table)
    const chassis = of('Chassis').flatMap(chassisChange)
    const moved = of('Port_Binding').flatMap((change) => this.#move(change))
    const health = of('Service_Monitor').flatMap(changeOf)
    const progress = changes.some(({ table }) => table === 'SB_Global' || table === 'Chassis_Private')
    if (chassis.length > 0) this.emit('chassis', chassis)
    if (moved.length > 0) this.emit('moved', moved)
    if (health.length > 0) this.emit('health', health)
    if (progress || chassis.length > 0) this.emit('progress')
  }

  #move({ before, after }: ChangeOf<'Port_Binding'>): readonly string[] {
    this.#places.move(before, after)
    const port = (after ?? before)?.logical_port
    return port === undefined || (before?.chassis ?? null) === (after?.chassis ?? null) ? [] : [port]
  }
}

const chassisChange = ({ before, after }: ChangeOf<'Chassis'>): readonly ChassisChange[] => {
  if (before?.name === after?.name) return []
  return [
    ...(before === null ? [] : [{ name: before.name, present: false }]),
    ...(after === null ? [] : [{ name: after.name, present: true }]),
  ]
}
