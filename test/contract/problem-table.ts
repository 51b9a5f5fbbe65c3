import { asUsual, withFields } from './case-builders.ts'
import { ipamCases, ipamElsewhere } from './ipam-problems.ts'
import type { Case } from './problem-cases.ts'
import { routingCases, routingElsewhere } from './routing-problems.ts'
import { sampleOf } from './samples.ts'
import { securityCases, securityElsewhere } from './security-problems.ts'

/** What a route can be refused for and no other: the requests for it, by route and code. */

/** The route's usual request, for a hypervisor that nobody knows. */
const ofNoNode: Case = ({ world }, route) => {
  const sample = sampleOf(route, world)
  return [{ ...sample, path: sample.path.replace('hv1', 'nowhere') }]
}

export const ownCases: Readonly<Record<string, Case>> = {
  ...ipamCases,
  ...securityCases,
  ...routingCases,
  'getNode:not_found': ofNoNode,
  'updateNode:not_found': ofNoNode,
  'drainNode:not_found': ofNoNode,
  'undrainNode:not_found': ofNoNode,
  'decommissionNode:not_found': ofNoNode,
  'updateNode:precondition_failed': ({ world }, route) => [
    { ...sampleOf(route, world), headers: { 'if-match': '"999999"' } },
  ],
  'createMigration:already_exists': asUsual,
  'switchMigration:invalid_state': asUsual,
  'deleteMigration:invalid_state': asUsual,
  // A server that is told of no OVN.
  'getDrift:unavailable': asUsual,
  'repairDrift:unavailable': asUsual,
  'readyz:unavailable': asUsual,
  // With the same token and project it is the same binding.
  'createRoleBinding:already_exists': withFields(() => ({ role: 'admin' })),
}

/** Problems that take more than a request: the test that shows them, which names the code. */
export const shownElsewhere: Readonly<Record<string, string>> = {
  ...ipamElsewhere,
  ...securityElsewhere,
  ...routingElsewhere,
  'repairDrift:repair_needs_confirmation': 'test/reconcile/emptied.test.ts',
  'registerNode:invalid_state': 'test/integration/fleet.test.ts',
  'watchNode:not_found': 'test/integration/fleet.test.ts',
  'watchNode:invalid_state': 'test/integration/fleet.test.ts',
  'reportNode:not_found': 'test/integration/fleet.test.ts',
  'reportNode:invalid_state': 'test/integration/fleet.test.ts',
  'reportNodeStatistics:not_found': 'test/integration/statistics.test.ts',
  'reportNodeStatistics:invalid_state': 'test/integration/statistics.test.ts',
  'drainNode:invalid_state': 'test/integration/fleet.test.ts',
  'decommissionNode:in_use': 'test/integration/fleet.test.ts',
  'cancelOperation:invalid_state': 'test/integration/fleet.test.ts',
  'createMigration:invalid_state': 'test/integration/fleet.test.ts',
  'abortMigration:invalid_state': 'test/integration/fleet.test.ts',
  'watchEvents:events_compacted': 'test/integration/events.test.ts',
  'createToken:forbidden': 'test/integration/tokens.test.ts',
  'createRoleBinding:forbidden': 'test/integration/tokens.test.ts',
  'createDnsForwarder:already_exists': 'test/integration/dns-records.test.ts',
  'createDnsRecord:already_exists': 'test/integration/dns-records.test.ts',
  'createDnsRecord:hostname_taken': 'test/integration/dns-records.test.ts',
  'createDnsRecord:invalid_state': 'test/integration/dns-records.test.ts',
  'createDnsZone:already_exists': 'test/integration/dns-records.test.ts',
  'createDnsZone:in_use': 'test/integration/dns-records.test.ts',
  'deleteDnsZone:in_use': 'test/integration/dns-records.test.ts',
  'createLoadBalancer:address_outside_subnet': 'test/integration/load-balancers.test.ts',
  'createLoadBalancer:address_reserved': 'test/integration/load-balancers.test.ts',
  'createLoadBalancer:address_taken': 'test/integration/load-balancers.test.ts',
  'createLoadBalancer:already_exists': 'test/integration/load-balancers.test.ts',
  'createLoadBalancer:invalid_state': 'test/integration/load-balancers.test.ts',
  'createLoadBalancer:subnet_exhausted': 'test/integration/load-balancers.test.ts',
  'createLoadBalancerListener:already_exists': 'test/integration/load-balancers.test.ts',
  'createLoadBalancerListener:invalid_state': 'test/integration/load-balancers.test.ts',
  'createLoadBalancerMember:address_outside_subnet': 'test/integration/load-balancers.test.ts',
  'createLoadBalancerMember:already_exists': 'test/integration/load-balancers.test.ts',
  'createLoadBalancerMember:invalid_state': 'test/integration/load-balancers.test.ts',
  'createLoadBalancerMember:subnet_exhausted': 'test/integration/load-balancers.test.ts',
  'createLoadBalancerMembers:address_outside_subnet': 'test/integration/load-balancer-bulk.test.ts',
  'createLoadBalancerMembers:already_exists': 'test/integration/load-balancer-bulk.test.ts',
  'createLoadBalancerMembers:id_taken': 'test/integration/load-balancer-bulk.test.ts',
  'createLoadBalancerMembers:idempotency_mismatch': 'test/integration/load-balancer-bulk.test.ts',
  'createLoadBalancerMembers:invalid_state': 'test/integration/load-balancer-bulk.test.ts',
  'createLoadBalancerMembers:quota_exceeded': 'test/integration/load-balancer-bulk.test.ts',
  'createLoadBalancerMembers:subnet_exhausted': 'test/integration/load-balancer-bulk.test.ts',
  'updateLoadBalancerListener:already_exists': 'test/integration/load-balancers.test.ts',
  'updateLoadBalancerListener:being_deleted': 'test/integration/load-balancers.test.ts',
  'updateLoadBalancerListener:invalid_state': 'test/integration/load-balancers.test.ts',
  'updateLoadBalancerListener:reference_not_found': 'test/integration/load-balancers.test.ts',
  'updateLoadBalancerMember:being_deleted': 'test/integration/load-balancers.test.ts',
  'updateLoadBalancerPool:invalid_state': 'test/integration/load-balancers.test.ts',
  'updateLoadBalancerPool:subnet_exhausted': 'test/integration/load-balancers.test.ts',
  'deleteQosPolicy:in_use': 'test/integration/qos-policies.test.ts',
}
