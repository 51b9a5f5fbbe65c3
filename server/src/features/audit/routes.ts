import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { serve, type Served } from '../../http/serve.ts'
import { readAuditPage } from './queries.ts'

export const auditRoutes = (ctx: Pick<Ctx, 'db'>): Served[] => [
  serve(routes.audit.list, async ({ caller, query }) => {
    const { limit, cursor, ...filter } = query
    return await readAuditPage(ctx.db, { visible: caller.visible(), ...filter }, { limit, cursor })
  }),
]
