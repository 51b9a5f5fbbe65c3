import { routes, SMALLEST_BURST, type Kind as KindName, type Route } from '@quantumnet/api'
import { given, type Fields, type Kind } from './api-double-rows.ts'

/**
 * Kinds of which the double knows no more than the API's schemas say: it answers what it was asked for, and for all else what stands in the
 * documentation's example.
 */

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whose keys are the caller's own. */
const MAPS = ['labels', 'node_labels']

/** What was asked for, completed by an example of the answer. */
const completed = (asked: unknown, example: unknown): unknown => {
  if (asked === undefined) return example
  if (Array.isArray(asked)) {
    const [element] = Array.isArray(example) ? (example as readonly unknown[]) : []
    return (asked as readonly unknown[]).map((each) => (isObject(each) ? completed(each, element) : each))
  }
  if (!isObject(asked) || !isObject(example)) return asked
  return Object.fromEntries(
    [...new Set([...Object.keys(example), ...Object.keys(asked)])].map((name) => [
      name,
      MAPS.includes(name) ? (asked[name] ?? example[name]) : completed(asked[name], example[name]),
    ]),
  )
}

/** What the API fills in from other fields. */
export const filledRule = (fields: Fields): Fields => ({
  ...fields,
  port_max: fields['port_max'] ?? fields['port_min'],
})

const burst = (max: unknown, asked: unknown): unknown =>
  typeof max === 'number' ? (asked ?? Math.max(Math.ceil(max / 4), SMALLEST_BURST)) : null

const filled: Partial<Record<KindName, (fields: Fields) => Fields>> = {
  security_group_rule: filledRule,
  policy_rule: filledRule,
  qos_policy: (fields) => ({
    ...fields,
    egress_burst: burst(fields['egress_max'], fields['egress_burst']),
    ingress_burst: burst(fields['ingress_max'], fields['ingress_burst']),
  }),
  floating_ip: (fields) => ({
    ...fields,
    fixed_ip: fields['port'] === null ? null : (fields['fixed_ip'] ?? '10.9.0.10'),
  }),
}

interface Group {
  readonly create: Route
  readonly get: Route
  readonly update: Route
}

const echo = (name: KindName, group: Group): Kind => {
  const example = group.create.example.answer
  const fill = filled[name] ?? ((fields: Fields): Fields => fields)
  return {
    name,
    plural: group.create.path.slice('/v1/'.length),
    routes: group,
    make: (fields) => fill(completed(fields, example) as Fields),
    change: (before, fields) => fill({ ...before, ...(completed(given(fields), given(before)) as Fields) }),
    referrers: () => [],
  }
}

export const echoes: readonly Kind[] = [
  echo('subnet_pool', routes.subnetPools),
  echo('security_group', routes.securityGroups),
  echo('security_group_rule', routes.securityGroupRules),
  echo('address_group', routes.addressGroups),
  echo('policy', routes.policies),
  echo('policy_rule', routes.policyRules),
  echo('router', routes.routers),
  echo('router_interface', routes.routerInterfaces),
  echo('router_route', routes.routerRoutes),
  echo('router_policy_route', routes.routerPolicyRoutes),
  echo('floating_ip', routes.floatingIps),
  echo('port_forward', routes.portForwards),
  echo('load_balancer', routes.loadBalancers),
  echo('load_balancer_listener', routes.loadBalancerListeners),
  echo('load_balancer_pool', routes.loadBalancerPools),
  echo('load_balancer_member', routes.loadBalancerMembers),
  echo('qos_policy', routes.qosPolicies),
  echo('dns_zone', routes.dnsZones),
  echo('dns_record', routes.dnsRecords),
  echo('dns_forwarder', routes.dnsForwarders),
  echo('token', routes.tokens),
  echo('role_binding', routes.roleBindings),
  echo('join_token', routes.joinTokens),
]
