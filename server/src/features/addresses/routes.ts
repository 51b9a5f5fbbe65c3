import { routes } from '@quantumnet/api'
import { serve, TextAnswer, type Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createAddress, deleteAddress, updateAddress, type AllocationsCtx } from './commands.ts'
import { historyCsv, listHistory } from './history.ts'
import { readAllocations } from './queries.ts'
import { networkUsage, poolUsage, subnetUsage } from './usage.ts'
import { allocationResource } from './view.ts'

const { addresses, usage } = routes

export const allocationRoutes = (ctx: AllocationsCtx): Served[] => {
  const five = crudRoutes(ctx, addresses, allocationResource, {
    create: async (caller, request) => await createAddress(ctx, caller, request),
    update: async (caller, id, patch) => await updateAddress(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteAddress(ctx, caller, id),
    filters: () => ({}),
  })
  return [
    ...five.filter(({ route }) => route.name !== addresses.list.name),
    serve(addresses.list, async ({ caller, query }) => await readAllocations(ctx, caller, query)),
    serve(addresses.history, async ({ caller, query, accepts }) => {
      const page = await listHistory(ctx, caller, query)
      const asCsv = query.format === 'csv' || (query.format === undefined && accepts('text/csv'))
      if (!asCsv) return page
      return new TextAnswer('text/csv; charset=utf-8; header=present', historyCsv(page.items), page.next_cursor)
    }),
    serve(usage.subnet, async ({ caller, params }) => await subnetUsage(ctx, caller, params.id)),
    serve(usage.network, async ({ caller, params }) => await networkUsage(ctx, caller, params.id)),
    serve(usage.pool, async ({ caller, params }) => await poolUsage(ctx, caller, params.id)),
  ]
}
