import type { Referrer } from '@quantumnet/api'
import type { Queryable } from '../../db/pool.ts'
import { MOST_REFERRERS } from '../../resource-kit/refusals.ts'

/** Who refers to a port ($1), by kind; `at` is a condition on the address that it refers to. */
const REFERRERS: readonly ((at: (ip: string) => string) => string)[] = [
  (at) => `
select 'router_interface' as kind, i.id, 'interface of router ' || r.name as name
from router_interface i join router r on r.id = i.router_id where i.port_id = $1 ${at('i.ip')}`,
  (at) => `
select 'floating_ip', id, name from floating_ip where port_id = $1 and deleting_at is null ${at('fixed_ip')}`,
  (at) => `
select 'port_forward', id, name from port_forward where target_port_id = $1 and deleting_at is null ${at('target_ip')}`,
  (at) => `
select 'load_balancer_member', m.id, 'member ' || host(m.ip) || ':' || m.port_number || ' of pool ' || p.name
from load_balancer_member m join load_balancer_pool p on p.id = m.pool_id join load_balancer b on b.id = m.load_balancer_id
where m.port_id = $1 and b.deleting_at is null ${at('m.ip')}`,
]

/** Who refers to a port and is not being deleted; with `ips`, only who refers to one of these addresses of it. */
export const portReferrers = async (
  db: Queryable,
  port: string,
  ips?: readonly string[],
): Promise<readonly Referrer[]> => {
  const at = (ip: string): string => (ips === undefined ? '' : `and ${ip} = any($2::inet[])`)
  return await db.query<Referrer>(
    `select * from (${REFERRERS.map((each) => each(at)).join('\nunion all')}) r limit ${String(MOST_REFERRERS)}`,
    ips === undefined ? [port] : [port, ips],
  )
}
