import { routes } from '@quantumnet/api'
import type { Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createRouter, deleteRouter, updateRouter, type RoutersCtx } from './commands.ts'
import { routerResource } from './view.ts'

export const routerRoutes = (ctx: RoutersCtx): Served[] =>
  crudRoutes(ctx, routes.routers, routerResource, {
    create: async (caller, request) => await createRouter(ctx, caller, request),
    update: async (caller, id, patch) => await updateRouter(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteRouter(ctx, caller, id),
    filters: ({ project, name }) => ({ project_id: project, name }),
  })
