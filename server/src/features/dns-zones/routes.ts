import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createDnsZone, deleteDnsZone, updateDnsZone } from './commands.ts'
import { dnsZoneResource } from './view.ts'

export const dnsZoneRoutes = (ctx: Ctx): Served[] =>
  crudRoutes(ctx, routes.dnsZones, dnsZoneResource, {
    create: async (caller, request) => await createDnsZone(ctx, caller, request),
    update: async (caller, id, patch) => await updateDnsZone(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteDnsZone(ctx, caller, id),
    filters: (query) => ({ project_id: query.project, name: query.name }),
  })
