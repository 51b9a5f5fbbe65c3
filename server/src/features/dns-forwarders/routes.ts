import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createDnsForwarder, deleteDnsForwarder, updateDnsForwarder } from './commands.ts'
import { dnsForwarderResource } from './view.ts'

export const dnsForwarderRoutes = (ctx: Ctx): Served[] =>
  crudRoutes(ctx, routes.dnsForwarders, dnsForwarderResource, {
    create: async (caller, request) => await createDnsForwarder(ctx, caller, request),
    update: async (caller, id, patch) => await updateDnsForwarder(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteDnsForwarder(ctx, caller, id),
    filters: (query) => ({ project_id: query.project, network_id: query.network, name: query.name }),
  })
