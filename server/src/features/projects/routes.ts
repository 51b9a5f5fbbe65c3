import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { serve, type Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createProject, deleteProject, updateProject } from './commands.ts'
import { readUsage } from './usage.ts'
import { projectResource } from './view.ts'

export const projectRoutes = (ctx: Ctx): Served[] => [
  ...crudRoutes(ctx, routes.projects, projectResource, {
    create: async (caller, request) => await createProject(ctx, caller, request),
    update: async (caller, id, patch) => await updateProject(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteProject(ctx, caller, id),
    filters: ({ name }) => ({ name }),
  }),
  serve(routes.projects.usage, async ({ caller, params }) => await readUsage(ctx, caller, params.id)),
]
