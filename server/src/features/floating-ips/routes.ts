import { routes } from '@quantumnet/api'
import type { Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createFloatingIp, deleteFloatingIp, updateFloatingIp, type FloatingIpsCtx } from './commands.ts'
import { floatingIpResource } from './view.ts'

export const floatingIpRoutes = (ctx: FloatingIpsCtx): Served[] =>
  crudRoutes(ctx, routes.floatingIps, floatingIpResource, {
    create: async (caller, request) => await createFloatingIp(ctx, caller, request),
    update: async (caller, id, patch) => await updateFloatingIp(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteFloatingIp(ctx, caller, id),
    filters: ({ project, name, network, port }) => ({
      project_id: project,
      name,
      network_id: network,
      port_id: port,
    }),
  })
