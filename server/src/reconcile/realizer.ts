import { appendEvents, type EventRecord } from '../db/outbox.ts'
import type { Db, Queryable } from '../db/pool.ts'
import { groupsWithAddressGroups } from '../features/address-groups/load.ts'
import { portsWithPolicies } from '../features/qos-policies/load.ts'
import type { Clock } from '../ctx.ts'
import { silentNodes } from '../features/nodes/load.ts'
import { hostsOf, hostsOfPort, type Wiring } from '../ovn/hosts.ts'
import type { Key, Kind } from '../ovn/key.ts'
import type { Northbound } from '../ovn/northbound.ts'
import type { Southbound } from '../ovn/southbound.ts'
import { Progress, type Carried, type Observed } from './progress.ts'
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

/** Of what is realized wherever a hypervisor is there to do it. */
export const NOT_EVERYWHERE = 'NotEverywhere'

const REALIZED = (kind: ResourceKind): string => `
with next as (
  select r.id, v.generation, case
    when r.conditions @> jsonb_build_array(jsonb_build_object('type', '${NOT_EVERYWHERE}', 'message', v.missing)) then r.conditions
    else coalesce((select jsonb_agg(c) from jsonb_array_elements(r.conditions) c where c ->> 'type' <> '${NOT_EVERYWHERE}'), '[]')
      || case when v.missing is null then '[]'::jsonb else jsonb_build_array(jsonb_build_object(
        'type', '${NOT_EVERYWHERE}', 'reason', 'NodeSilent', 'message', v.missing, 'since', $4::text)) end
    end as conditions
  from ${kind} r join unnest($1::uuid[], $2::bigint[], $3::text[]) as v(id, generation, missing) on v.id = r.id
  where r.deleting_at is null and v.generation <= r.applied_generation)
update ${kind} r set realized_generation = greatest(r.realized_generation, next.generation), conditions = next.conditions
from next where r.id = next.id and (r.realized_generation < next.generation or r.conditions <> next.conditions)
returning r.id, ${projectColumn(kind)} as project`

const missingText = ({ missing }: Carried): string | null =>
  missing.length === 0
    ? null
    : `${missing.join(', ')}: silent, and without it yet; what comes back is told everything, what does not can be decommissioned`

export interface RealizerOptions {
  readonly db: Db
  readonly northbound: Northbound
  readonly southbound: Southbound
  readonly clock: Clock
}

/** Silence begins slowly: it need not be seen at once. */
const LOOK_EVERY_MS = 1_000

/**
 * Says of resources that they are realized: the hypervisors concerned have what was applied (NB_Global.nb_cfg, Chassis_Private.nb_cfg; of a
 * VM's port also that it is up). Remembers only what it waits for; a new leader begins with what a sweep finds.
 */
export class Realizer {
  readonly #options: RealizerOptions
  readonly #progress = new Progress()
  /** Of those that were carried out and could not be written down. */
  #unsaid: readonly Carried[] = []
  #down: ReadonlySet<string> = new Set()
  #nextLookMs = 0

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
    const { northbound, southbound, db, clock } = this.#options
    if (!northbound.live || !southbound.live) return false
    await this.#lookWhoIsDown()
    const done = [...this.#unsaid, ...this.#progress.advance(this.#observed())]
    if (done.length === 0) return false
    this.#unsaid = done
    const changed = await record(db, done, clock())
    this.#unsaid = []
    return changed
  }

  /** Only where somebody is waited for. Meanwhile nothing is known: who was silent may have come back. */
  async #lookWhoIsDown(): Promise<void> {
    const { db, clock } = this.#options
    if (!this.#progress.waits) {
      if (this.#down.size > 0) this.#down = new Set()
      this.#nextLookMs = 0
      return
    }
    const nowMs = clock().getTime()
    if (nowMs < this.#nextLookMs) return
    this.#nextLookMs = nowMs + LOOK_EVERY_MS
    const down = await silentNodes(db)
    if (down.join() !== [...this.#down].join()) this.#down = new Set(down)
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
      down: this.#down,
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

const record = async (db: Db, done: readonly Carried[], now: Date): Promise<boolean> =>
  await db.tx(async (tx) => {
    const events: EventRecord[] = []
    for (const [kind, of] of Map.groupBy(done, ({ key }) => key.kind)) {
      if (!isResourceKind(kind)) continue
      const rows = await tx.query<{ id: string; project: string | null }>(
        REALIZED(kind),
        [of.map(({ key }) => key.id), of.map(({ generation }) => generation), of.map(missingText), now.toISOString()],
        `realized-${kind}`,
      )
      events.push(...rows.map((row): EventRecord => ({ ...row, kind, action: 'status' })))
    }
    await appendEvents(tx, events)
    return events.length > 0
  })
