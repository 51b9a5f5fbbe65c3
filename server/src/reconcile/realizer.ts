import { appendEvents, type EventRecord } from '../db/outbox.ts'
import type { Db, Queryable } from '../db/pool.ts'
import { groupsWithAddressGroups } from '../features/address-groups/load.ts'
import { portsWithPolicies } from '../features/qos-policies/load.ts'
import { hostsOf, hostsOfPort, type Wiring } from '../ovn/hosts.ts'
import type { Key, Kind } from '../ovn/key.ts'
import type { Northbound } from '../ovn/northbound.ts'
import type { Southbound } from '../ovn/southbound.ts'
import { Progress, type Observed, type Told } from './progress.ts'
import { isResourceKind, projectColumn, type ResourceKind } from './roots.ts'

/** A resource whose newest generation is in OVN, and not known to be on the hypervisors. */
export interface Unrealized {
  readonly key: Key
  readonly generation: number
}

/** Kinds that show in the rows of others: which these are, by the id of the one. */
const SHOWS_IN: Readonly<
  Partial<Record<Kind, (db: Queryable, ids: readonly string[]) => Promise<readonly { id: string; within: Key }[]>>>
> = {
  address_group: groupsWithAddressGroups,
  qos_policy: portsWithPolicies,
}

/** Whether a kind is carried out where others have their rows. */
export const showsElsewhere = (kind: Kind): boolean => SHOWS_IN[kind] !== undefined

const REALIZED = (kind: ResourceKind): string => `
update ${kind} r set realized_generation = v.generation
from unnest($1::uuid[], $2::bigint[]) as v(id, generation)
where r.id = v.id and r.deleting_at is null and r.realized_generation < v.generation and v.generation <= r.applied_generation
returning r.id, ${projectColumn(kind)} as project`

export interface RealizerOptions {
  readonly db: Db
  readonly northbound: Northbound
  readonly southbound: Southbound
}

/**
 * Says of resources that they are realized: the hypervisors concerned have what was applied (NB_Global.nb_cfg, Chassis_Private.nb_cfg; of a
 * VM's port also that it is up). Remembers only what it waits for; a new leader begins with what a sweep finds.
 */
export class Realizer {
  readonly #options: RealizerOptions
  readonly #progress = new Progress()
  /** Of those that were carried out and could not be written down. */
  #unsaid: readonly Told[] = []

  constructor(options: RealizerOptions) {
    this.#options = options
  }

  /** Generations that are in the northbound database as it is now. */
  async note(all: readonly Unrealized[]): Promise<void> {
    const { db, northbound } = this.#options
    const { nbCfg } = northbound
    const within = new Map<string, Key[]>()
    for (const [kind, of] of Map.groupBy(all, ({ key }) => key.kind)) {
      const found =
        (await SHOWS_IN[kind]?.(
          db,
          of.map(({ key }) => key.id),
        )) ?? []
      for (const { id, within: key } of found) within.set(id, [...(within.get(id) ?? []), key])
    }
    for (const { key, generation } of all)
      this.#progress.add({ key, generation, nbCfg, within: within.get(key.id) ?? [] })
  }

  forget(keys: readonly Key[]): void {
    for (const key of keys) this.#progress.forget(key)
  }

  /** Writes down what has been carried out since the last time. Whether there was any. */
  async flush(): Promise<boolean> {
    const { northbound, southbound, db } = this.#options
    if (!northbound.live || !southbound.live) return false
    const done = [...this.#unsaid, ...this.#progress.advance(this.#observed())]
    if (done.length === 0) return false
    this.#unsaid = done
    const changed = await record(db, done)
    this.#unsaid = []
    return changed
  }

  #observed(): Observed {
    const { northbound, southbound } = this.#options
    const { nbCfg } = northbound
    // What is ahead of the northbound database was said of another one, before this was restored or replaced.
    const said = (count: number | undefined): number | undefined => (count !== undefined && count > nbCfg ? 0 : count)
    const wiring: Wiring = {
      row: (table, uuid) => northbound.row(table, uuid),
      containersOf: (uuid) => northbound.containersOf(uuid),
      holdersOf: (table, uuid) => northbound.holdersOf(table, uuid),
      peersOf: (name) => northbound.peersOf(name),
      chassisOf: (port) => southbound.chassisOf(port),
      chassisWith: (kind, uuid) => southbound.chassisWith(kind, uuid),
    }
    return {
      written: said(southbound.written) ?? 0,
      reached: (chassis) => said(southbound.reached(chassis)),
      hosts: ({ key, within }) => this.#hosts(key, within, wiring),
    }
  }

  #hosts(key: Key, within: readonly Key[], wiring: Wiring): readonly string[] | undefined {
    const { northbound } = this.#options
    const own = northbound.owned(key)
    const port = own.find(({ table }) => table === 'Logical_Switch_Port')
    const row = port && northbound.row(port.table, port.uuid)
    // A VM's port is its own chassis' matter; those of other types are the switch's.
    if (key.kind === 'port' && row?.['type'] === '') return hostsOfPort(row, wiring)
    return [...new Set([...hostsOf(own, wiring), ...within.flatMap((each) => this.#hosts(each, [], wiring) ?? [])])]
  }
}

const record = async (db: Db, done: readonly Told[]): Promise<boolean> =>
  await db.tx(async (tx) => {
    const events: EventRecord[] = []
    for (const [kind, of] of Map.groupBy(done, ({ key }) => key.kind)) {
      if (!isResourceKind(kind)) continue
      const rows = await tx.query<{ id: string; project: string | null }>(
        REALIZED(kind),
        [of.map(({ key }) => key.id), of.map(({ generation }) => generation)],
        `realized-${kind}`,
      )
      events.push(...rows.map((row): EventRecord => ({ ...row, kind, action: 'status' })))
    }
    await appendEvents(tx, events)
    return events.length > 0
  })
