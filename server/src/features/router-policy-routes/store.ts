import type { Queryable } from '../../db/pool.ts'
import { PartTable } from '../../resource-kit/part.ts'
import type { PartRow, ShownRow } from '../../resource-kit/rows.ts'
import type { PolicyMatch, PolicyRoute } from './rules.ts'

/** The columns of a policy route's own. */
export interface PolicyRouteColumns extends PolicyRoute {
  readonly router_id: string
  readonly priority: number
}

export interface PolicyRouteRow extends PartRow, PolicyRouteColumns {}

export const policyRoutes = new PartTable<PolicyRouteRow, ShownRow & PolicyRouteColumns>('router_policy_route', {
  parent: 'router',
  column: 'router_id',
})

/** The policy route of a router that has this priority and match. */
export const policyRouteWith = async (
  db: Queryable,
  router: string,
  { priority, match }: { readonly priority: number; readonly match: PolicyMatch },
): Promise<string | undefined> => {
  const [row] = await db.query<{ id: string }>(
    'select id from router_policy_route where router_id = $1 and priority = $2 and match = $3',
    [router, priority, JSON.stringify(match)],
  )
  return row?.id
}
