import type { Queryable } from '../../db/pool.ts'
import { PartTable } from '../../resource-kit/part.ts'
import type { PartRow, ShownRow } from '../../resource-kit/rows.ts'

/** The columns of a static route's own. */
export interface RouteColumns {
  readonly router_id: string
  readonly destination: string
  readonly next_hop: string
  readonly bfd: boolean
}

export interface RouteRow extends PartRow, RouteColumns {}

export const staticRoutes = new PartTable<RouteRow, ShownRow & RouteColumns>('router_route', {
  parent: 'router',
  column: 'router_id',
})

/** The route of a router to a destination by a next hop. */
export const routeBy = async (
  db: Queryable,
  { router_id: router, destination, next_hop: nextHop }: Omit<RouteColumns, 'bfd'>,
): Promise<string | undefined> => {
  const [row] = await db.query<{ id: string }>(
    'select id from router_route where router_id = $1 and destination = $2 and next_hop = $3',
    [router, destination, nextHop],
  )
  return row?.id
}
