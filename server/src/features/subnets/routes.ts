import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { serve, type Served } from '../../http/serve.ts'
import { getResource, listResources } from '../../resource-kit/queries.ts'
import { createSubnet, deleteSubnet, updateSubnet } from './commands.ts'
import { subnetResource } from './view.ts'

const { create, list, get, update, delete: remove } = routes.subnets

export const subnetRoutes = (ctx: Ctx): Served[] => [
  serve(create, async ({ actor, body }) => await createSubnet(ctx, actor, body)),
  serve(list, async ({ query }) => {
    const filters = { project_id: query.project, network_id: query.network, name: query.name }
    return await listResources(ctx, subnetResource, filters, query)
  }),
  serve(get, async ({ params }) => await getResource(ctx, subnetResource, params.id)),
  serve(update, async ({ actor, params, body }) => await updateSubnet(ctx, actor, params.id, body)),
  serve(remove, async ({ actor, params }) => await deleteSubnet(ctx, actor, params.id)),
]
