import { routes } from '@quantumnet/api'
import type { LoadBalancersCtx } from '../load-balancers/index.ts'
import type { Served } from '../../http/serve.ts'
import { partRoutes } from '../../resource-kit/crud-routes.ts'
import { createMember, deleteMember, updateMember } from './commands.ts'
import { memberResource } from './view.ts'

export const memberRoutes = (ctx: LoadBalancersCtx): Served[] =>
  partRoutes(ctx, routes.loadBalancerMembers, memberResource, {
    create: async (caller, request) => await createMember(ctx, caller, request),
    update: async (caller, id, patch) => await updateMember(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteMember(ctx, caller, id),
    filters: (query) => ({ load_balancer_id: query.load_balancer, pool_id: query.pool, port_id: query.port }),
  })
