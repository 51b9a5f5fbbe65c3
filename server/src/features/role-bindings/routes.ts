import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createRoleBinding, deleteRoleBinding, updateRoleBinding } from './commands.ts'
import { roleBindingResource } from './view.ts'

export const roleBindingRoutes = (ctx: Ctx): Served[] =>
  crudRoutes(ctx, routes.roleBindings, roleBindingResource, {
    create: async (caller, request) => await createRoleBinding(ctx, caller, request),
    update: async (caller, id, patch) => await updateRoleBinding(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteRoleBinding(ctx, caller, id),
    filters: ({ token, project }) => ({ token_id: token, project_id: project }),
  })
