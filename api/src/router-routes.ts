import * as z from 'zod'
import { exampleIds } from './example-ids.ts'
import { CidrBlock, IpAddress, ProjectId, RouterId, RouterRouteId } from './fields.ts'
import { examplePart, partCreate, partUpdate, partView } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'

const view = {
  destination: CidrBlock.describe('0.0.0.0/0 or ::/0 takes the place of the route to the external gateway'),
  next_hop: IpAddress.describe('an address in a subnet that the router is connected to'),
  bfd: z.boolean().describe('whether the next hop is probed (RFC 5880), and left out while it does not answer'),
}

/**
 * A static route. The longest matching destination wins, as everywhere; there is no metric. Several routes with the same destination and
 * different next hops share the traffic by flow (ECMP).
 */
export const RouterRoute = z
  .object({ id: RouterRouteId, project: ProjectId, router: RouterId, ...partView, ...view })
  .meta({ id: 'RouterRoute' })
/** A static route as the API answers it. */
export type RouterRoute = z.infer<typeof RouterRoute>

/** What a static route is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateRouterRoute = z
  .strictObject({
    id: RouterRouteId.optional(),
    router: RouterId,
    ...partCreate,
    ...view,
    bfd: view.bfd.default(false),
  })
  .meta({ id: 'CreateRouterRoute' })
/** A request for a static route, with its defaults filled in. */
export type CreateRouterRoute = z.infer<typeof CreateRouterRoute>

/** What of a static route may change. A field that is left out stays as it is. */
export const UpdateRouterRoute = z
  .strictObject({ ...partUpdate, next_hop: view.next_hop.optional(), bfd: view.bfd.optional() })
  .meta({ id: 'UpdateRouterRoute' })
/** A change of a static route. */
export type UpdateRouterRoute = z.infer<typeof UpdateRouterRoute>

/** Create, read, list, change and delete static routes. */
export const routerRouteRoutes = resourceRoutes({
  kind: 'router_route',
  write: 'admin',
  tag: 'Routers',
  id: RouterRouteId,
  view: RouterRoute,
  create: CreateRouterRoute,
  update: UpdateRouterRoute,
  filters: { router: RouterId.optional(), destination: CidrBlock.optional() },
  errors: {
    create: ['already_exists', 'cidr_overlaps', 'address_outside_subnet', 'address_reserved'],
    update: ['already_exists', 'address_outside_subnet', 'address_reserved'],
    delete: ['being_deleted'],
  },
  never: { delete: ['in_use'] },
  examples: {
    view: {
      ...{ id: exampleIds.router_route, project: exampleIds.project, router: exampleIds.router, ...examplePart },
      ...{ destination: '192.168.0.0/16', next_hop: '10.0.0.200', bfd: false },
    },
    create: { router: exampleIds.router, destination: '192.168.0.0/16', next_hop: '10.0.0.200' },
    update: { bfd: true },
  },
})
