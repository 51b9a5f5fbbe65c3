import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { createJoinToken, deleteJoinToken, updateJoinToken } from './commands.ts'
import { joinTokenResource } from './view.ts'

export const joinTokenRoutes = (ctx: Ctx): Served[] =>
  crudRoutes(ctx, routes.joinTokens, joinTokenResource, {
    create: async (caller, request) => await createJoinToken(ctx, caller, request),
    update: async (caller, id, patch) => await updateJoinToken(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteJoinToken(ctx, caller, id),
    filters: ({ name }) => ({ name }),
  })
