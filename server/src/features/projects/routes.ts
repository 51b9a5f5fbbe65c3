import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { serve, type Served } from '../../http/serve.ts'
import { getResource, listResources } from '../../resource-kit/queries.ts'
import { createProject, deleteProject, updateProject } from './commands.ts'
import { projectResource } from './view.ts'

const { create, list, get, update, delete: remove } = routes.projects

export const projectRoutes = (ctx: Ctx): Served[] => [
  serve(create, async ({ actor, body }) => await createProject(ctx, actor, body)),
  serve(list, async ({ query }) => await listResources(ctx, projectResource, { name: query.name }, query)),
  serve(get, async ({ params }) => await getResource(ctx, projectResource, params.id)),
  serve(update, async ({ actor, params, body }) => await updateProject(ctx, actor, params.id, body)),
  serve(remove, async ({ actor, params }) => await deleteProject(ctx, actor, params.id)),
]
