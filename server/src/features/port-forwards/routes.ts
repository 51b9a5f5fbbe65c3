import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createPortForward, deletePortForward, updatePortForward } from './commands.ts'
import { portForwardResource } from './view.ts'

export const portForwardRoutes = (ctx: Ctx): Served[] =>
  crudRoutes(ctx, routes.portForwards, portForwardResource, {
    create: async (caller, request) => await createPortForward(ctx, caller, request),
    update: async (caller, id, patch) => await updatePortForward(ctx, caller, id, patch),
    remove: async (caller, id) => await deletePortForward(ctx, caller, id),
    filters: ({ project, name, floating_ip: floatingIp, port }) => ({
      project_id: project,
      name,
      floating_ip_id: floatingIp,
      target_port_id: port,
    }),
  })
