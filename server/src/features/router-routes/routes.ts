import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Served } from '../../http/serve.ts'
import { partRoutes } from '../../resource-kit/crud-routes.ts'
import { createRouterRoute, deleteRouterRoute, updateRouterRoute } from './commands.ts'
import { routeResource } from './view.ts'

export const routerRouteRoutes = (ctx: Ctx): Served[] =>
  partRoutes(ctx, routes.routerRoutes, routeResource, {
    create: async (caller, request) => await createRouterRoute(ctx, caller, request),
    update: async (caller, id, patch) => await updateRouterRoute(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteRouterRoute(ctx, caller, id),
    filters: ({ router, destination }) => ({ router_id: router, destination }),
  })
