import { routes } from '@quantumnet/api'
import { serve, type Served } from '../../http/serve.ts'
import { readiness, requireReconciler, type SystemCtx } from './readiness.ts'

const { live, ready, drift, repair } = routes.system

export const systemRoutes = (ctx: SystemCtx): Served[] => [
  serve(live, async () => await Promise.resolve({ live: true })),
  serve(ready, async () => await readiness(ctx)),
  serve(drift, async () => await requireReconciler(ctx).drift()),
  serve(repair, async ({ body }) => await requireReconciler(ctx).repair(body.confirm_surplus)),
]
