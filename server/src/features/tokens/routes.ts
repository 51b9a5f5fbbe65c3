import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { serve, type Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createToken, deleteToken, updateToken } from './commands.ts'
import { tokenResource } from './view.ts'
import { readWhoami } from './whoami.ts'

export const tokenRoutes = (ctx: Ctx): Served[] =>
  crudRoutes(ctx, routes.tokens, tokenResource, {
    create: async (caller, request) => await createToken(ctx, caller, request),
    update: async (caller, id, patch) => await updateToken(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteToken(ctx, caller, id),
    filters: ({ project, name, role }) => ({ project_id: project, name, role }),
  })

export const whoamiRoutes = (ctx: Pick<Ctx, 'db'>): Served[] => [
  serve(routes.whoami.get, async ({ caller }) => await readWhoami(ctx, caller)),
]
