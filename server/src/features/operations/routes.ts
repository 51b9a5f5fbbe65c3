import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { serve, type Served } from '../../http/serve.ts'
import { cancelOperation, getOperation, readOperations, type Undos } from './commands.ts'

const { list, get, cancel } = routes.operations

/** @param ctx.undos from whoever carries operations out: this feature knows none of them */
export const operationRoutes = (ctx: Ctx & { readonly undos: Undos }): Served[] => [
  serve(list, async ({ caller, query }) => {
    const { project, kind, resource, state } = query
    return await readOperations(ctx, { visible: caller.visible(), project, kind, resource, state }, query)
  }),
  serve(get, async ({ caller, params }) => await getOperation(ctx, caller, params.id)),
  serve(cancel, async ({ caller, params }) => await cancelOperation(ctx, caller, params.id)),
]
