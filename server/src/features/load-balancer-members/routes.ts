import { routes } from '@quantumnet/api'
import type { LoadBalancersCtx } from '../load-balancers/index.ts'
import { serve, type Served } from '../../http/serve.ts'
import { partRoutes } from '../../resource-kit/crud-routes.ts'
import { rereadParts } from '../../resource-kit/many-parts.ts'
import { createMember, deleteMember, updateMember } from './commands.ts'
import { createMembers } from './create-many.ts'
import { memberResource } from './view.ts'

export const memberRoutes = (ctx: LoadBalancersCtx): Served[] => [
  ...partRoutes(ctx, routes.loadBalancerMembers, memberResource, {
    create: async (caller, request) => await createMember(ctx, caller, request),
    update: async (caller, id, patch) => await updateMember(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteMember(ctx, caller, id),
    filters: (query) => ({ load_balancer_id: query.load_balancer, pool_id: query.pool, port_id: query.port }),
  }),
  serve(
    routes.loadBalancerMembers.createMany,
    async ({ caller, body }) => await createMembers(ctx, caller, body.members),
    rereadParts(ctx, memberResource),
  ),
]
