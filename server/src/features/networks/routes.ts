import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createNetwork, deleteNetwork, updateNetwork } from './commands.ts'
import { networkResource } from './view.ts'

export const networkRoutes = (ctx: Ctx): Served[] =>
  crudRoutes(ctx, routes.networks, networkResource, {
    create: async (caller, request) => await createNetwork(ctx, caller, request),
    update: async (caller, id, patch) => await updateNetwork(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteNetwork(ctx, caller, id),
    filters: ({ project, name, type, physical_network }) => ({ project_id: project, name, type, physical_network }),
  })
