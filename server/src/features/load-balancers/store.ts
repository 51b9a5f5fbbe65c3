import type { LoadBalancerListener } from '@quantumnet/api'
import type { DirtyKey } from '../../db/outbox.ts'
import type { Queryable, Tx } from '../../db/pool.ts'
import type { NewRow, ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'

/** The columns of a load balancer's own. A tombstone's network, subnet and floating IP may be gone. */
export interface LoadBalancerColumns {
  readonly project_id: string
  readonly network_id: string | null
  readonly subnet_id: string | null
  readonly floating_ip_id: string | null
  readonly address: string
}

interface BareLoadBalancerRow extends ResourceRow, LoadBalancerColumns {}

export interface LoadBalancerRow extends BareLoadBalancerRow {
  /** whether a router leads to its address that may: the project's, or the network's */
  readonly routed: boolean
  readonly listeners: readonly Pick<LoadBalancerListener, 'id' | 'name' | 'protocol' | 'port' | 'pool'>[]
  readonly pools: readonly { id: string; name: string }[]
}

const PARTS = `
array(select json_build_object('id', l.id, 'name', l.name, 'protocol', l.protocol, 'port', l.port, 'pool', l.pool_id)
  from load_balancer_listener l where l.load_balancer_id = t.id order by l.created_at, l.id) as listeners,
array(select json_build_object('id', p.id, 'name', p.name)
  from load_balancer_pool p where p.load_balancer_id = t.id order by p.created_at, p.id) as pools,
exists (select from router_interface i join router r on r.id = i.router_id join network n on n.id = i.network_id
  where i.subnet_id = t.subnet_id and r.project_id in (t.project_id, n.project_id))
or exists (select from floating_ip f join router r on r.gateway_network_id = f.network_id
  where f.id = t.floating_ip_id and r.project_id = t.project_id and r.deleting_at is null) as routed`

export const loadBalancers = new ResourceTable<LoadBalancerRow, BareLoadBalancerRow>('load_balancer', {
  columns: PARTS,
})

/** Inserts a load balancer, and gives it as it is shown. */
export const insertLoadBalancer = async (tx: Tx, row: NewRow<BareLoadBalancerRow>): Promise<LoadBalancerRow> => {
  const { id } = await loadBalancers.insert(tx, row)
  const inserted = await loadBalancers.find(tx, id)
  if (inserted === undefined) throw new Error('a load balancer was inserted and is not there')
  return inserted
}

/** The load balancer whose address a floating IP is. */
export const balancerOf = async (
  db: Queryable,
  floatingIp: string,
): Promise<{ readonly id: string; readonly name: string } | undefined> => {
  const [row] = await db.query<{ id: string; name: string }>(
    'select id, name from load_balancer where floating_ip_id = $1 and deleting_at is null',
    [floatingIp],
  )
  return row
}

/**
 * Keys of the floating IPs that stand for members of a load balancer, of one of its pools, or for one member: where they are answered depends on
 * whether the load balancer's own address is a floating IP too.
 */
export const memberFloatingIps = async (
  db: Queryable,
  of: { readonly loadBalancer?: string; readonly pool?: string; readonly member?: string },
): Promise<DirtyKey[]> =>
  await db.query<DirtyKey>(
    `select distinct 'floating_ip' as kind, f.id from load_balancer_member m
     join load_balancer b on b.id = m.load_balancer_id and b.floating_ip_id is not null
     join floating_ip f on f.port_id = m.port_id and f.fixed_ip = m.ip and f.deleting_at is null
     where m.load_balancer_id = $1 or m.pool_id = $2 or m.id = $3`,
    [of.loadBalancer ?? null, of.pool ?? null, of.member ?? null],
  )
