import { addressGroupRoutes } from './features/address-groups/index.ts'
import type { AddressHints } from './features/ipam/index.ts'
import { allocationRoutes } from './features/addresses/index.ts'
import { auditRoutes } from './features/audit/index.ts'
import { dnsFeedRoutes } from './features/dns-feed/index.ts'
import { dnsForwarderRoutes } from './features/dns-forwarders/index.ts'
import { dnsRecordRoutes } from './features/dns-records/index.ts'
import { dnsZoneRoutes } from './features/dns-zones/index.ts'
import { eventRoutes, type EventsCtx } from './features/events/index.ts'
import { floatingIpRoutes } from './features/floating-ips/index.ts'
import { joinTokenRoutes } from './features/join-tokens/index.ts'
import { listenerRoutes } from './features/load-balancer-listeners/index.ts'
import { memberRoutes } from './features/load-balancer-members/index.ts'
import { poolRoutes } from './features/load-balancer-pools/index.ts'
import { loadBalancerRoutes } from './features/load-balancers/index.ts'
import { migrationRoutes } from './features/migrations/index.ts'
import { networkRoutes } from './features/networks/index.ts'
import { cancelService, NodeChanges, nodeRoutes } from './features/nodes/index.ts'
import { operationRoutes } from './features/operations/index.ts'
import { policyRoutes } from './features/policies/index.ts'
import { policyRuleRoutes } from './features/policy-rules/index.ts'
import { portForwardRoutes } from './features/port-forwards/index.ts'
import { portRoutes } from './features/ports/index.ts'
import { projectRoutes } from './features/projects/index.ts'
import { qosPolicyRoutes } from './features/qos-policies/index.ts'
import { roleBindingRoutes } from './features/role-bindings/index.ts'
import { routerInterfaceRoutes } from './features/router-interfaces/index.ts'
import { routerPolicyRouteRoutes } from './features/router-policy-routes/index.ts'
import { routerRouteRoutes } from './features/router-routes/index.ts'
import { routerRoutes } from './features/routers/index.ts'
import { securityGroupRuleRoutes } from './features/security-group-rules/index.ts'
import { securityGroupRoutes } from './features/security-groups/index.ts'
import { subnetPoolRoutes } from './features/subnet-pools/index.ts'
import { subnetRoutes } from './features/subnets/index.ts'
import { systemRoutes, type SystemCtx } from './features/system/index.ts'
import { tokenRoutes, whoamiRoutes } from './features/tokens/index.ts'
import type { Served } from './http/serve.ts'

/** What the features work with; addresses are taken by this process's guess at free ones. */
export interface ServedCtx extends SystemCtx, EventsCtx {
  readonly free: AddressHints
}

/** Every operation of the API with what answers it, feature by feature. */
export const servedRoutes = (ctx: ServedCtx): Served[] => [
  ...projectRoutes(ctx),
  ...networkRoutes(ctx),
  ...subnetPoolRoutes(ctx),
  ...subnetRoutes(ctx),
  ...allocationRoutes(ctx),
  ...portRoutes(ctx),
  ...routerRoutes(ctx),
  ...routerInterfaceRoutes(ctx),
  ...routerRouteRoutes(ctx),
  ...routerPolicyRouteRoutes(ctx),
  ...floatingIpRoutes(ctx),
  ...portForwardRoutes(ctx),
  ...securityGroupRoutes(ctx),
  ...securityGroupRuleRoutes(ctx),
  ...addressGroupRoutes(ctx),
  ...policyRoutes(ctx),
  ...policyRuleRoutes(ctx),
  ...nodeRoutes({ ...ctx, changes: new NodeChanges(ctx.db, ctx.tail, ctx.log) }),
  ...migrationRoutes(ctx),
  ...operationRoutes({ ...ctx, undos: { drain: cancelService, decommission: cancelService } }),
  ...eventRoutes(ctx),
  ...joinTokenRoutes(ctx),
  ...tokenRoutes(ctx),
  ...roleBindingRoutes(ctx),
  ...whoamiRoutes(ctx),
  ...auditRoutes(ctx),
  ...dnsFeedRoutes(ctx),
  ...loadBalancerRoutes(ctx),
  ...listenerRoutes(ctx),
  ...poolRoutes(ctx),
  ...memberRoutes(ctx),
  ...qosPolicyRoutes(ctx),
  ...dnsZoneRoutes(ctx),
  ...dnsRecordRoutes(ctx),
  ...dnsForwarderRoutes(ctx),
  ...systemRoutes(ctx),
]
