import { dnsRoutes } from './features/dns/index.ts'
import { networkRoutes } from './features/networks/index.ts'
import { NodeChanges, nodeRoutes } from './features/nodes/index.ts'
import { portRoutes } from './features/ports/index.ts'
import { projectRoutes } from './features/projects/index.ts'
import { FreeAddresses, subnetRoutes } from './features/subnets/index.ts'
import { systemRoutes, type SystemCtx } from './features/system/index.ts'
import type { Served } from './http/serve.ts'

/** Every operation of the API with what answers it, feature by feature. */
export const servedRoutes = (ctx: SystemCtx): Served[] => [
  ...projectRoutes(ctx),
  ...networkRoutes(ctx),
  ...subnetRoutes(ctx),
  ...portRoutes({ ...ctx, free: new FreeAddresses() }),
  ...nodeRoutes({ ...ctx, changes: new NodeChanges(ctx.db, ctx.tail, ctx.log) }),
  ...dnsRoutes(ctx),
  ...systemRoutes(ctx),
]
