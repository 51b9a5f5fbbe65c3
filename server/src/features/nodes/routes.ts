import { routes } from '@quantumnet/api'
import { serve, serveStream, type Served } from '../../http/serve.ts'
import { registerNode, reportNode, updateNode } from './commands.ts'
import { desiredStates, type NodesCtx } from './desired-state.ts'
import { getNode, listNodes } from './queries.ts'
import { decommissionNode, drainNode, undrainNode } from './service.ts'
import { reportStatistics } from './statistics.ts'

const {
  register,
  desired,
  report,
  reportStatistics: statistics,
  list,
  get,
  update,
  drain,
  undrain,
  decommission,
} = routes.nodes

export const nodeRoutes = (ctx: NodesCtx): Served[] => [
  serve(register, async ({ caller, params, body }) => await registerNode(ctx, caller, params.name, body)),
  serveStream(desired, ({ caller, params }, signal) => desiredStates(ctx, caller, { node: params.name, signal })),
  serve(report, async ({ caller, params, body }) => await reportNode(ctx, caller, params.name, body)),
  serve(statistics, async ({ caller, params, body }) => await reportStatistics(ctx, caller, params.name, body)),
  serve(list, async ({ caller, query }) => await listNodes(ctx, caller, query)),
  serve(get, async ({ caller, params }) => await getNode(ctx, caller, params.name)),
  serve(update, async ({ caller, params, body }) => await updateNode(ctx, caller, params.name, body)),
  serve(drain, async ({ caller, params }) => await drainNode(ctx, caller, params.name)),
  serve(undrain, async ({ caller, params }) => await undrainNode(ctx, caller, params.name)),
  serve(decommission, async ({ caller, params }) => await decommissionNode(ctx, caller, params.name)),
]
