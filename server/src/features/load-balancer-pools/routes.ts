import { routes } from '@quantumnet/api'
import type { LoadBalancersCtx } from '../load-balancers/index.ts'
import type { Served } from '../../http/serve.ts'
import { partRoutes } from '../../resource-kit/crud-routes.ts'
import { createPool, deletePool, updatePool } from './commands.ts'
import { poolResource } from './view.ts'

export const poolRoutes = (ctx: LoadBalancersCtx): Served[] =>
  partRoutes(ctx, routes.loadBalancerPools, poolResource, {
    create: async (caller, request) => await createPool(ctx, caller, request),
    update: async (caller, id, patch) => await updatePool(ctx, caller, id, patch),
    remove: async (caller, id) => await deletePool(ctx, caller, id),
    filters: (query) => ({ load_balancer_id: query.load_balancer, name: query.name }),
  })
