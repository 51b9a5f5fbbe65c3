import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Served } from '../../http/serve.ts'
import { partRoutes } from '../../resource-kit/crud-routes.ts'
import { createListener, deleteListener, updateListener } from './commands.ts'
import { listenerResource } from './view.ts'

export const listenerRoutes = (ctx: Ctx): Served[] =>
  partRoutes(ctx, routes.loadBalancerListeners, listenerResource, {
    create: async (caller, request) => await createListener(ctx, caller, request),
    update: async (caller, id, patch) => await updateListener(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteListener(ctx, caller, id),
    filters: (query) => ({ load_balancer_id: query.load_balancer, pool_id: query.pool, name: query.name }),
  })
