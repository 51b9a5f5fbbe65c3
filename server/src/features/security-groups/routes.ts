import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createSecurityGroup, deleteSecurityGroup, updateSecurityGroup } from './commands.ts'
import { securityGroupResource } from './view.ts'

export const securityGroupRoutes = (ctx: Ctx): Served[] =>
  crudRoutes(ctx, routes.securityGroups, securityGroupResource, {
    create: async (caller, request) => await createSecurityGroup(ctx, caller, request),
    update: async (caller, id, patch) => await updateSecurityGroup(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteSecurityGroup(ctx, caller, id),
    filters: ({ project, name }) => ({ project_id: project, name }),
  })
