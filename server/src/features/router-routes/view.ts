import type { RouterRoute } from '@quantumnet/api'
import type { z } from 'zod'
import { partViewOf } from '../../resource-kit/common-view.ts'
import type { PartResource } from '../../resource-kit/part.ts'
import { routerResource, type RouterRow } from '../routers/index.ts'
import { staticRoutes, type RouteRow } from './store.ts'

export type RouterRouteView = z.input<typeof RouterRoute>

export const routeResource: PartResource<RouteRow, RouterRouteView, RouterRow> = {
  kind: 'router_route',
  table: staticRoutes,
  parent: routerResource,
  parentOf: (row) => row.router_id,
  view: (row) => ({
    ...partViewOf(row),
    project: row.project_id ?? '',
    router: row.router_id,
    destination: row.destination,
    next_hop: row.next_hop,
    bfd: row.bfd,
  }),
}
