import { asUsual, ofSecond, withFields, type Fields } from './case-builders.ts'
import { NOWHERE, type Body, type Case, type Ground } from './problem-cases.ts'
import type { Thing } from './world-makers.ts'

/** What requests about routers, floating IPs and port forwards can be refused for. */

const second = ({ seconds }: Ground, thing: Thing): string => seconds.get(thing) ?? NOWHERE

const gateway =
  (...ips: readonly string[]): Fields =>
  ({ world }) => ({ external_gateway: { network: world.id('external_network'), fixed_ips: ips.map((ip) => ({ ip })) } })
const takenOutside: Fields = (ground) =>
  gateway((ground.world.answer('floating_ip') as { readonly address: string }).address)(ground)
const inner: Fields = ({ world }) => ({ external_gateway: { network: world.id('network') } })

const target =
  (fields: Body): Fields =>
  ({ world }) => ({ target: { port: world.id('port'), port_number: 22, ...fields } })

/** The second router has no interface yet. */
const joined =
  (fields: Body): Fields =>
  (ground) => ({ router: second(ground, 'router'), ...fields })

export const routingCases: Readonly<Record<string, Case>> = {
  'createRouter:address_taken': withFields(takenOutside),
  'createRouter:address_outside_subnet': withFields(gateway('192.0.2.1')),
  'createRouter:address_reserved': withFields(gateway('203.0.113.1')),
  'createRouter:invalid_state': withFields(inner),
  'updateRouter:address_taken': withFields(takenOutside),
  'updateRouter:address_outside_subnet': withFields(gateway('192.0.2.1')),
  'updateRouter:address_reserved': withFields(gateway('203.0.113.1')),
  'updateRouter:invalid_state': withFields(inner),
  'updateRouter:in_use': withFields(() => ({ external_gateway: null })),
  'createRouterInterface:already_exists': asUsual,
  'createRouterInterface:address_taken': withFields(joined({ ip: '10.0.0.1' })),
  'createRouterInterface:address_outside_subnet': withFields(joined({ ip: '192.0.2.1' })),
  'createRouterInterface:address_reserved': withFields(joined({ ip: '10.0.0.2' })),
  'createRouterInterface:invalid_state': withFields(({ world }) => ({ subnet: world.id('external_subnet') })),
  'createRouterInterface:quota_exceeded': async (ground, route) => {
    await ground.setQuotas({ router_interface: 0 })
    return await withFields((all) => ({ subnet: second(all, 'subnet'), ip: '10.0.1.9' }))(ground, route)
  },
  'createRouterRoute:already_exists': withFields(() => ({ next_hop: '10.0.0.200' })),
  'createRouterRoute:address_outside_subnet': withFields(() => ({ next_hop: '192.0.2.1' })),
  'createRouterRoute:address_reserved': withFields(() => ({ next_hop: '10.0.0.1' })),
  'createRouterRoute:cidr_overlaps': withFields(() => ({ destination: '10.0.0.0/24' })),
  'updateRouterRoute:already_exists': ofSecond('router_route', () => ({ next_hop: '10.0.0.200' })),
  'updateRouterRoute:address_outside_subnet': withFields(() => ({ next_hop: '192.0.2.1' })),
  'updateRouterRoute:address_reserved': withFields(() => ({ next_hop: '10.0.0.1' })),
  'createRouterPolicyRoute:already_exists': withFields(() => ({ priority: 1000 })),
  'createRouterPolicyRoute:address_outside_subnet': withFields(() => ({ next_hops: ['192.0.2.1'] })),
  'createRouterPolicyRoute:address_reserved': withFields(() => ({ next_hops: ['10.0.0.1'] })),
  'updateRouterPolicyRoute:already_exists': ofSecond('router_policy_route', () => ({ priority: 1000 })),
  'updateRouterPolicyRoute:reference_not_found': withFields(() => ({ match: { inbound_interface: NOWHERE } })),
  'updateRouterPolicyRoute:address_outside_subnet': withFields(() => ({ next_hops: ['192.0.2.1'] })),
  'updateRouterPolicyRoute:address_reserved': withFields(() => ({ next_hops: ['10.0.0.1'] })),
  'createFloatingIp:address_taken': withFields(({ world }) => ({
    address: (world.answer('floating_ip') as { readonly address: string }).address,
  })),
  'createFloatingIp:address_outside_subnet': withFields(() => ({ address: '192.0.2.1' })),
  'createFloatingIp:address_reserved': withFields(() => ({ address: '203.0.113.1' })),
  'createFloatingIp:already_exists': withFields(({ world }) => ({ port: world.id('port') })),
  'updateFloatingIp:address_outside_subnet': withFields(({ world }) => ({
    ...{ port: world.id('port'), fixed_ip: '192.0.2.1' },
  })),
  'updateFloatingIp:already_exists': ofSecond('floating_ip', ({ world }) => ({ port: world.id('port') })),
  'updateFloatingIp:invalid_state': ofSecond('floating_ip', () => ({ fixed_ip: '10.0.0.9' })),
  'updateFloatingIp:reference_not_found': withFields(() => ({ port: NOWHERE })),
  'createPortForward:already_exists': withFields(() => ({ external_port: 2222 })),
  'createPortForward:address_outside_subnet': withFields(target({ fixed_ip: '192.0.2.1' })),
  'updatePortForward:already_exists': ofSecond('port_forward', () => ({ external_port: 2222 })),
  'updatePortForward:address_outside_subnet': withFields(target({ fixed_ip: '192.0.2.1' })),
  'updatePortForward:reference_not_found': withFields(target({ port: NOWHERE })),
}

const ROUTERS = 'test/integration/routers.test.ts'
const FLOATING_IPS = 'test/integration/floating-ips.test.ts'

/** What takes more than a request. */
export const routingElsewhere: Readonly<Record<string, string>> = {
  'createRouter:subnet_exhausted': ROUTERS,
  'updateRouter:subnet_exhausted': ROUTERS,
  'updateRouter:cidr_overlaps': ROUTERS,
  'createRouterInterface:cidr_overlaps': ROUTERS,
  'updateRouterRoute:being_deleted': ROUTERS,
  'deleteRouterRoute:being_deleted': ROUTERS,
  'updateRouterPolicyRoute:being_deleted': ROUTERS,
  'deleteRouterPolicyRoute:being_deleted': ROUTERS,
  'createFloatingIp:invalid_state': FLOATING_IPS,
  'createFloatingIp:subnet_exhausted': FLOATING_IPS,
  'createPortForward:invalid_state': FLOATING_IPS,
  'updatePortForward:invalid_state': FLOATING_IPS,
}
