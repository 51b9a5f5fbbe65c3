import type { HealthCheck, LoadBalancerPool, Referrer } from '@quantumnet/api'
import type { Queryable } from '../../db/pool.ts'
import { MOST_REFERRERS } from '../../resource-kit/refusals.ts'
import { PartTable } from '../../resource-kit/part.ts'
import type { PartRow, ShownRow } from '../../resource-kit/rows.ts'
import type { CheckedListener } from './rules.ts'

/** The columns of a pool's own. */
export interface PoolColumns {
  readonly load_balancer_id: string
  readonly name: string
  readonly health_check: HealthCheck | null
}

export interface PoolRow extends PartRow, PoolColumns {
  readonly member_counts: LoadBalancerPool['member_counts']
}

const MEMBER_COUNTS = `
(select json_build_object('total', count(*), 'enabled', count(*) filter (where m.enabled),
   'draining', count(*) filter (where m.draining), 'healthy', count(*) filter (where m.health = 'healthy'),
   'unhealthy', count(*) filter (where m.health = 'unhealthy'))
 from load_balancer_member m where m.pool_id = t.id) as member_counts`

export const pools = new PartTable<PoolRow, ShownRow & PoolColumns>('load_balancer_pool', {
  parent: 'load_balancer',
  column: 'load_balancer_id',
  columns: MEMBER_COUNTS,
})

/** Listeners that send connections to a pool. */
export const poolReferrers = async (db: Queryable, id: string): Promise<Referrer[]> =>
  await db.query<Referrer>(
    `select 'load_balancer_listener' as kind, id, name from load_balancer_listener where pool_id = $1
     order by name limit ${String(MOST_REFERRERS)}`,
    [id],
  )

/** Listeners that send connections to a pool, for what they ask of its health check. */
export const listenersOf = async (db: Queryable, id: string): Promise<CheckedListener[]> =>
  await db.query<CheckedListener>(
    'select name, protocol from load_balancer_listener where pool_id = $1 order by name',
    [id],
  )

/** Subnets in which a pool's members are ports. */
export const memberSubnets = async (db: Queryable, id: string): Promise<string[]> => {
  const rows = await db.query<{ subnet_id: string }>(
    `select distinct a.subnet_id from load_balancer_member m join address a on a.owner_id = m.port_id and a.ip = m.ip
     where m.pool_id = $1 and a.state <> 'held'`,
    [id],
  )
  return rows.map(({ subnet_id: subnet }) => subnet)
}
