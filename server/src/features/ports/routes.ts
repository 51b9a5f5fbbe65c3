import { routes } from '@quantumnet/api'
import { serve, type Served } from '../../http/serve.ts'
import { getResource, listResources } from '../../resource-kit/queries.ts'
import { createPort, deletePort, updatePort, type PortsCtx } from './commands.ts'
import { portResource } from './view.ts'

const { create, list, get, update, delete: remove } = routes.ports

export const portRoutes = (ctx: PortsCtx): Served[] => [
  serve(create, async ({ actor, body }) => await createPort(ctx, actor, body)),
  serve(list, async ({ query }) => {
    const { project, network, name, hostname, node } = query
    const filters = { project_id: project, network_id: network, name, hostname, node }
    return await listResources(ctx, portResource, filters, query)
  }),
  serve(get, async ({ params }) => await getResource(ctx, portResource, params.id)),
  serve(update, async ({ actor, params, body }) => await updatePort(ctx, actor, params.id, body)),
  serve(remove, async ({ actor, params }) => await deletePort(ctx, actor, params.id)),
]
