import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createPolicy, deletePolicy, updatePolicy } from './commands.ts'
import { policyResource } from './view.ts'

export const policyRoutes = (ctx: Ctx): Served[] =>
  crudRoutes(ctx, routes.policies, policyResource, {
    create: async (caller, request) => await createPolicy(ctx, caller, request),
    update: async (caller, id, patch) => await updatePolicy(ctx, caller, id, patch),
    remove: async (caller, id) => await deletePolicy(ctx, caller, id),
    filters: ({ name, scope }) => ({ name, scope }),
  })
