import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createSubnetPool, deleteSubnetPool, updateSubnetPool } from './commands.ts'
import { subnetPoolResource } from './view.ts'

export const subnetPoolRoutes = (ctx: Ctx): Served[] =>
  crudRoutes(ctx, routes.subnetPools, subnetPoolResource, {
    create: async (caller, request) => await createSubnetPool(ctx, caller, request),
    update: async (caller, id, patch) => await updateSubnetPool(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteSubnetPool(ctx, caller, id),
    filters: ({ project, name }) => ({ project_id: project, name }),
  })
