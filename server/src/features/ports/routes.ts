import { routes } from '@quantumnet/api'
import type { Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createPort, deletePort, updatePort, type PortsCtx } from './commands.ts'
import { portResource } from './view.ts'

export const portRoutes = (ctx: PortsCtx): Served[] =>
  crudRoutes(ctx, routes.ports, portResource, {
    create: async (caller, request) => await createPort(ctx, caller, request),
    update: async (caller, id, patch) => await updatePort(ctx, caller, id, patch),
    remove: async (caller, id) => await deletePort(ctx, caller, id),
    filters: ({ project, network, name, hostname, node }) => ({
      project_id: project,
      network_id: network,
      name,
      hostname,
      node,
    }),
  })
