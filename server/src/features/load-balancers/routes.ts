import { routes } from '@quantumnet/api'
import type { Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createLoadBalancer, deleteLoadBalancer, updateLoadBalancer, type LoadBalancersCtx } from './commands.ts'
import { loadBalancerResource } from './view.ts'

export const loadBalancerRoutes = (ctx: LoadBalancersCtx): Served[] =>
  crudRoutes(ctx, routes.loadBalancers, loadBalancerResource, {
    create: async (caller, request) => await createLoadBalancer(ctx, caller, request),
    update: async (caller, id, patch) => await updateLoadBalancer(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteLoadBalancer(ctx, caller, id),
    filters: (query) => ({
      project_id: query.project,
      name: query.name,
      network_id: query.network,
      floating_ip_id: query.floating_ip,
    }),
  })
