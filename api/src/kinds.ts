import * as z from 'zod'

/**
 * Every kind of resource, by the one word that SQL, the API and Terraform (`quantumnet_<kind>`) use for it. Events, audit rows, quotas and
 * referrers name kinds by it.
 */
export const kinds = [
  'project',
  'network',
  'subnet_pool',
  'subnet',
  'address',
  'port',
  'security_group',
  'security_group_rule',
  'policy',
  'policy_rule',
  'address_group',
  'router',
  'router_interface',
  'router_route',
  'router_policy_route',
  'floating_ip',
  'port_forward',
  'load_balancer',
  'load_balancer_listener',
  'load_balancer_pool',
  'load_balancer_member',
  'qos_policy',
  'dns_zone',
  'dns_record',
  'dns_forwarder',
  'node',
  'migration',
  'token',
  'join_token',
  'role_binding',
  'operation',
] as const

/** A kind of resource. */
export const Kind = z.enum(kinds).meta({ id: 'Kind' })
/** A kind of resource. */
export type Kind = z.infer<typeof Kind>

/** A kind in words, for messages and summaries: `security group rule`. */
export const kindWords = (kind: Kind): string => kind.replaceAll('_', ' ')
