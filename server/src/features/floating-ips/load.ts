import type { Queryable } from '../../db/pool.ts'
import type { RootRow } from '../../reconcile/root-row.ts'
import { TIED } from './store.ts'

/** A floating IP as the reconciler sees it. */
export interface FloatingIpRoot extends RootRow {
  readonly name: string
  readonly address: string
  /** of its own, for when a hypervisor answers for it; null: it was made when there was none */
  readonly mac: string | null
  readonly portId: string | null
  readonly fixedIp: string | null
  readonly routerId: string | null
  readonly distributed: boolean
  readonly routerIsDistributed: boolean | null
  /** whether a port forward or a load balancer ties it to the gateway */
  readonly tied: boolean
  /** whether the port is up on a hypervisor */
  readonly isUp: boolean
}

const LOAD = `
select t.id, t.project_id as "projectId", t.generation, t.applied_generation as "appliedGeneration",
  t.realized_generation as "realizedGeneration", t.conditions, t.deleting_at is not null as deleting,
  t.name, host(t.address) as address, a.mac::text as mac, t.port_id as "portId", host(t.fixed_ip) as "fixedIp", t.router_id as "routerId",
  t.distributed, r.distributed as "routerIsDistributed", ${TIED} as tied, coalesce(p.binding_state = 'up', false) as "isUp"
from floating_ip t
left join address a on a.network_id = t.network_id and a.ip = t.address and a.owner_id = t.id
left join router r on r.id = t.router_id
left join port p on p.id = t.port_id
where t.id = any($1::uuid[])`

export const loadFloatingIps = async (db: Queryable, ids: readonly string[]): Promise<readonly FloatingIpRoot[]> =>
  await db.query<FloatingIpRoot>(LOAD, [ids], 'load-floating-ips')
