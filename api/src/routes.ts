import { auditRoutes } from './audit.ts'
import { addressRoutes } from './addresses.ts'
import { addressGroupRoutes } from './address-groups.ts'
import { dnsRoutes } from './dns-feed.ts'
import { eventRoutes } from './events.ts'
import { joinTokenRoutes } from './join-tokens.ts'
import { migrationRoutes } from './migrations.ts'
import { operationRoutes } from './operations.ts'
import { dnsForwarderRoutes } from './dns-forwarders.ts'
import { dnsRecordRoutes } from './dns-records.ts'
import { dnsZoneRoutes } from './dns-zones.ts'
import { floatingIpRoutes } from './floating-ips.ts'
import { loadBalancerListenerRoutes } from './load-balancer-listeners.ts'
import { loadBalancerMemberRoutes } from './load-balancer-members.ts'
import { loadBalancerPoolRoutes } from './load-balancer-pools.ts'
import { loadBalancerRoutes } from './load-balancers.ts'
import { networkRoutes } from './networks.ts'
import { nodeRoutes } from './nodes.ts'
import { policyRoutes } from './policies.ts'
import { policyRuleRoutes } from './policy-rules.ts'
import { portForwardRoutes } from './port-forwards.ts'
import { portRoutes } from './ports.ts'
import { projectRoutes } from './projects.ts'
import { qosPolicyRoutes } from './qos-policies.ts'
import { roleBindingRoutes } from './role-bindings.ts'
import type { Route } from './route.ts'
import { routerInterfaceRoutes } from './router-interfaces.ts'
import { routerPolicyRouteRoutes } from './router-policy-routes.ts'
import { routerRouteRoutes } from './router-routes.ts'
import { routerRoutes } from './routers.ts'
import { subnetPoolRoutes } from './subnet-pools.ts'
import { securityGroupRuleRoutes } from './security-group-rules.ts'
import { securityGroupRoutes } from './security-groups.ts'
import { subnetRoutes } from './subnets.ts'
import { systemRoutes } from './system.ts'
import { usageRoutes } from './usage.ts'
import { tokenRoutes } from './tokens.ts'
import { whoamiRoutes } from './whoami.ts'

/** Every operation of the API, by resource. */
export const routes = {
  projects: projectRoutes,
  networks: networkRoutes,
  subnets: subnetRoutes,
  subnetPools: subnetPoolRoutes,
  addresses: addressRoutes,
  usage: usageRoutes,
  ports: portRoutes,
  routers: routerRoutes,
  routerInterfaces: routerInterfaceRoutes,
  routerRoutes: routerRouteRoutes,
  routerPolicyRoutes: routerPolicyRouteRoutes,
  floatingIps: floatingIpRoutes,
  portForwards: portForwardRoutes,
  securityGroups: securityGroupRoutes,
  securityGroupRules: securityGroupRuleRoutes,
  addressGroups: addressGroupRoutes,
  policies: policyRoutes,
  policyRules: policyRuleRoutes,
  nodes: nodeRoutes,
  migrations: migrationRoutes,
  operations: operationRoutes,
  events: eventRoutes,
  joinTokens: joinTokenRoutes,
  tokens: tokenRoutes,
  roleBindings: roleBindingRoutes,
  whoami: whoamiRoutes,
  audit: auditRoutes,
  dns: dnsRoutes,
  loadBalancers: loadBalancerRoutes,
  loadBalancerListeners: loadBalancerListenerRoutes,
  loadBalancerPools: loadBalancerPoolRoutes,
  loadBalancerMembers: loadBalancerMemberRoutes,
  qosPolicies: qosPolicyRoutes,
  dnsZones: dnsZoneRoutes,
  dnsRecords: dnsRecordRoutes,
  dnsForwarders: dnsForwarderRoutes,
  system: systemRoutes,
} as const

/** The same as a flat list, for whoever treats all of them alike. */
export const allRoutes: readonly Route[] = Object.values(routes).flatMap(
  (group: object) => Object.values(group) as Route[],
)
