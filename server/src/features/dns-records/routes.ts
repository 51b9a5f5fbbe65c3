import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createDnsRecord, deleteDnsRecord, updateDnsRecord } from './commands.ts'
import { dnsRecordResource } from './view.ts'

export const dnsRecordRoutes = (ctx: Ctx): Served[] =>
  crudRoutes(ctx, routes.dnsRecords, dnsRecordResource, {
    create: async (caller, request) => await createDnsRecord(ctx, caller, request),
    update: async (caller, id, patch) => await updateDnsRecord(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteDnsRecord(ctx, caller, id),
    filters: (query) => ({ project_id: query.project, zone_id: query.zone, name: query.name, type: query.type }),
  })
