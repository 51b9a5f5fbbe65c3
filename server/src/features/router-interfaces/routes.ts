import { routes } from '@quantumnet/api'
import type { Served } from '../../http/serve.ts'
import { partRoutes } from '../../resource-kit/crud-routes.ts'
import {
  createRouterInterface,
  deleteRouterInterface,
  updateRouterInterface,
  type RouterInterfacesCtx,
} from './commands.ts'
import { interfaceResource } from './view.ts'

export const routerInterfaceRoutes = (ctx: RouterInterfacesCtx): Served[] =>
  partRoutes(ctx, routes.routerInterfaces, interfaceResource, {
    create: async (caller, request) => await createRouterInterface(ctx, caller, request),
    update: async (caller, id, patch) => await updateRouterInterface(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteRouterInterface(ctx, caller, id),
    filters: ({ router, network, subnet }) => ({ router_id: router, network_id: network, subnet_id: subnet }),
  })
