import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Served } from '../../http/serve.ts'
import { partRoutes } from '../../resource-kit/crud-routes.ts'
import { createRouterPolicyRoute, deleteRouterPolicyRoute, updateRouterPolicyRoute } from './commands.ts'
import { policyRouteResource } from './view.ts'

export const routerPolicyRouteRoutes = (ctx: Ctx): Served[] =>
  partRoutes(ctx, routes.routerPolicyRoutes, policyRouteResource, {
    create: async (caller, request) => await createRouterPolicyRoute(ctx, caller, request),
    update: async (caller, id, patch) => await updateRouterPolicyRoute(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteRouterPolicyRoute(ctx, caller, id),
    filters: ({ router }) => ({ router_id: router }),
  })
