import { auditRoutes } from './features/audit/index.ts'
import { dnsRoutes } from './features/dns/index.ts'
import { networkRoutes } from './features/networks/index.ts'
import { NodeChanges, nodeRoutes } from './features/nodes/index.ts'
import { portRoutes } from './features/ports/index.ts'
import { projectRoutes } from './features/projects/index.ts'
import { roleBindingRoutes } from './features/role-bindings/index.ts'
import { FreeAddresses, subnetRoutes } from './features/subnets/index.ts'
import { systemRoutes, type SystemCtx } from './features/system/index.ts'
import { tokenRoutes, whoamiRoutes } from './features/tokens/index.ts'
import type { Served } from './http/serve.ts'

/** Every operation of the API with what answers it, feature by feature. */
export const servedRoutes = (ctx: SystemCtx): Served[] => [
  ...projectRoutes(ctx),
  ...networkRoutes(ctx),
  ...subnetRoutes(ctx),
  ...portRoutes({ ...ctx, free: new FreeAddresses() }),
  ...nodeRoutes({ ...ctx, changes: new NodeChanges(ctx.db, ctx.tail, ctx.log) }),
  ...tokenRoutes(ctx),
  ...roleBindingRoutes(ctx),
  ...whoamiRoutes(ctx),
  ...auditRoutes(ctx),
  ...dnsRoutes(ctx),
  ...systemRoutes(ctx),
]
