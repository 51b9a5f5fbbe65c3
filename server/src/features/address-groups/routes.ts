import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createAddressGroup, deleteAddressGroup, updateAddressGroup } from './commands.ts'
import { addressGroupResource } from './view.ts'

export const addressGroupRoutes = (ctx: Ctx): Served[] =>
  crudRoutes(ctx, routes.addressGroups, addressGroupResource, {
    create: async (caller, request) => await createAddressGroup(ctx, caller, request),
    update: async (caller, id, patch) => await updateAddressGroup(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteAddressGroup(ctx, caller, id),
    filters: ({ project, name }) => ({ project_id: project, name }),
  })
