import type { Queryable, Tx } from '../../db/pool.ts'
import { PartTable } from '../../resource-kit/part.ts'
import { MOST_REFERRERS } from '../../resource-kit/refusals.ts'
import type { PartRow, ShownRow } from '../../resource-kit/rows.ts'
import type { OwnedReferrer } from '../../resource-kit/strangers.ts'

/** The columns of an interface's own. */
export interface InterfaceColumns {
  readonly router_id: string
  readonly network_id: string
  readonly subnet_id: string
  /** the port whose address it has; null: its own */
  readonly port_id: string | null
  readonly ip: string
  readonly mac: string
}

export interface InterfaceRow extends PartRow, InterfaceColumns {
  readonly subnet_name: string
  readonly router_name: string
}

export const interfaces = new PartTable<InterfaceRow, ShownRow & InterfaceColumns>('router_interface', {
  parent: 'router',
  column: 'router_id',
  columns: 's.name as subnet_name, p.name as router_name',
  joins: 'join subnet s on s.id = t.subnet_id',
})

/** The generation that a locked router has now. */
export const generationOf = async (tx: Tx, router: string): Promise<number> => {
  const [row] = await tx.query<{ generation: number }>('select generation from router where id = $1', [router])
  if (row === undefined) throw new Error(`router ${router} went although it was locked`)
  return row.generation
}

/** What an interface is needed for: floating IPs and port forwards of ports in its subnet, and policy routes that name it. */
export const interfaceReferrers = async (db: Queryable, row: InterfaceRow): Promise<OwnedReferrer[]> =>
  await db.query<OwnedReferrer>(
    `select * from (
       select 'floating_ip' as kind, f.id, f.name, f.project_id as project from floating_ip f join address a on a.owner_id = f.port_id and a.ip = f.fixed_ip
       where f.router_id = $1 and f.deleting_at is null and a.subnet_id = $2
       union all
       select 'port_forward', f.id, f.name, f.project_id from port_forward f join address a on a.owner_id = f.target_port_id and a.ip = f.target_ip
       where f.router_id = $1 and f.deleting_at is null and a.subnet_id = $2
       union all
       select 'router_policy_route', u.id, 'priority ' || u.priority, r.project_id
       from router_policy_route u join router r on r.id = u.router_id where u.router_id = $1 and u.match ->> 'inbound_interface' = $3
     ) r limit ${String(MOST_REFERRERS)}`,
    [row.router_id, row.subnet_id, row.id],
  )
