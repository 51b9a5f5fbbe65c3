import { routes } from '@quantumnet/api'
import { serve, serveStream, type Served } from '../../http/serve.ts'
import { registerNode, reportNode } from './commands.ts'
import { desiredStates, type NodesCtx } from './desired-state.ts'

const { register, desired, report } = routes.nodes

export const nodeRoutes = (ctx: NodesCtx): Served[] => [
  serve(register, async ({ params, body }) => await registerNode(ctx, params.name, body)),
  serveStream(desired, ({ params }, signal) => desiredStates(ctx, params.name, signal)),
  serve(report, async ({ params, body }) => await reportNode(ctx, params.name, body)),
]
