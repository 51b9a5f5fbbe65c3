import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { serve, type Served } from '../../http/serve.ts'
import { getResource, listResources } from '../../resource-kit/queries.ts'
import { createNetwork, deleteNetwork, updateNetwork } from './commands.ts'
import { networkResource } from './view.ts'

const { create, list, get, update, delete: remove } = routes.networks

export const networkRoutes = (ctx: Ctx): Served[] => [
  serve(create, async ({ actor, body }) => await createNetwork(ctx, actor, body)),
  serve(list, async ({ query }) => {
    const filters = { project_id: query.project, name: query.name }
    return await listResources(ctx, networkResource, filters, query)
  }),
  serve(get, async ({ params }) => await getResource(ctx, networkResource, params.id)),
  serve(update, async ({ actor, params, body }) => await updateNetwork(ctx, actor, params.id, body)),
  serve(remove, async ({ actor, params }) => await deleteNetwork(ctx, actor, params.id)),
]
