import { routes } from '@quantumnet/api'
import type { Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createSubnet, deleteSubnet, updateSubnet, type SubnetsCtx } from './commands.ts'
import { subnetResource } from './view.ts'

export const subnetRoutes = (ctx: SubnetsCtx): Served[] =>
  crudRoutes(ctx, routes.subnets, subnetResource, {
    create: async (caller, request) => await createSubnet(ctx, caller, request),
    update: async (caller, id, patch) => await updateSubnet(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteSubnet(ctx, caller, id),
    filters: ({ project, network, pool, name }) => ({ project_id: project, network_id: network, pool_id: pool, name }),
  })
