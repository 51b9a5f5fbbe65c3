import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createQosPolicy, deleteQosPolicy, updateQosPolicy } from './commands.ts'
import { qosPolicyResource } from './view.ts'

export const qosPolicyRoutes = (ctx: Ctx): Served[] =>
  crudRoutes(ctx, routes.qosPolicies, qosPolicyResource, {
    create: async (caller, request) => await createQosPolicy(ctx, caller, request),
    update: async (caller, id, patch) => await updateQosPolicy(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteQosPolicy(ctx, caller, id),
    filters: (query) => ({ project_id: query.project, name: query.name }),
  })
