import type { Queryable } from '../../db/pool.ts'
import type { RootRow } from '../../reconcile/root-row.ts'

/** A port forward as the reconciler sees it. */
export interface PortForwardRoot extends RootRow {
  readonly name: string
  readonly protocol: 'tcp' | 'udp' | 'sctp'
  readonly address: string
  readonly externalPort: number
  readonly targetIp: string
  readonly targetPort: number
  readonly routerId: string | null
  /** the project's own networks behind the router, whose VMs reach it too */
  readonly networkIds: readonly string[]
}

const LOAD = `
select t.id, t.project_id as "projectId", t.generation, t.applied_generation as "appliedGeneration",
  t.realized_generation as "realizedGeneration", t.conditions, t.deleting_at is not null as deleting,
  t.name, t.protocol, host(f.address) as address, t.external_port as "externalPort", host(t.target_ip) as "targetIp",
  t.target_port_number as "targetPort", t.router_id as "routerId",
  array(select distinct i.network_id::text from router_interface i join network n on n.id = i.network_id
    where i.router_id = t.router_id and n.project_id = t.project_id order by 1) as "networkIds"
from port_forward t join floating_ip f on f.id = t.floating_ip_id
where t.id = any($1::uuid[])`

export const loadPortForwards = async (db: Queryable, ids: readonly string[]): Promise<readonly PortForwardRoot[]> =>
  await db.query<PortForwardRoot>(LOAD, [ids], 'load-port-forwards')
