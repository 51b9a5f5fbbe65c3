import type { DataSource, Resource } from '../framework/index.ts'
import { addressGroup } from './address-group/kind.ts'
import { dnsForwarder } from './dns-forwarder/kind.ts'
import { dnsRecord } from './dns-record/kind.ts'
import { dnsZone } from './dns-zone/kind.ts'
import { floatingIpAssociation } from './floating-ip-association/resource.ts'
import { floatingIp } from './floating-ip/kind.ts'
import { joinToken } from './join-token/kind.ts'
import type { Connection } from './kit/connection.ts'
import { listed } from './kit/data/listing.ts'
import { dataSourcesOf } from './kit/data/sources.ts'
import { derivedResource, shownKind, type DerivedKind } from './kit/derive/resource.ts'
import { loadBalancerListener } from './load-balancer-listener/kind.ts'
import { loadBalancerMember } from './load-balancer-member/kind.ts'
import { loadBalancerPool } from './load-balancer-pool/kind.ts'
import { loadBalancer } from './load-balancer/kind.ts'
import { network, shownNetwork } from './network/resource.ts'
import { nextAvailable } from './next-available/data-sources.ts'
import { policyRule } from './policy-rule/kind.ts'
import { policy } from './policy/kind.ts'
import { portForward } from './port-forward/kind.ts'
import { port, shownPort } from './port/resource.ts'
import { project, shownProject } from './project/resource.ts'
import { qosPolicy } from './qos-policy/kind.ts'
import { realization } from './realization/data-source.ts'
import { roleBinding } from './role-binding/kind.ts'
import { routerInterface } from './router-interface/kind.ts'
import { routerPolicyRoute } from './router-policy-route/kind.ts'
import { routerRoute } from './router-route/kind.ts'
import { router } from './router/kind.ts'
import { securityGroupRule } from './security-group-rule/kind.ts'
import { securityGroupRulesExclusive } from './security-group-rules-exclusive/resource.ts'
import { securityGroup } from './security-group/kind.ts'
import { subnetPool } from './subnet-pool/kind.ts'
import { shownSubnet, subnet } from './subnet/resource.ts'
import { token } from './token/kind.ts'

/** Kinds whose attributes and conversion follow from the API's schemas. */
export const derivedKinds: readonly DerivedKind[] = [
  subnetPool,
  securityGroup,
  securityGroupRule,
  addressGroup,
  policy,
  policyRule,
  router,
  routerInterface,
  routerRoute,
  routerPolicyRoute,
  floatingIp,
  portForward,
  loadBalancer,
  loadBalancerListener,
  loadBalancerPool,
  loadBalancerMember,
  qosPolicy,
  dnsZone,
  dnsRecord,
  dnsForwarder,
  token,
  roleBinding,
  joinToken,
]

const all: Readonly<Record<string, Resource<Connection>>> = {
  quantumnet_project: project,
  quantumnet_network: network,
  quantumnet_subnet: subnet,
  quantumnet_port: port,
  quantumnet_floating_ip_association: floatingIpAssociation,
  quantumnet_security_group_rules_exclusive: securityGroupRulesExclusive,
  ...Object.fromEntries(derivedKinds.map((of) => [`quantumnet_${of.kind}`, derivedResource(of)])),
}

const shownKinds = [shownProject, shownNetwork, shownSubnet, shownPort, ...derivedKinds.map(shownKind)]
const shownByType = new Map(shownKinds.map((of) => [`quantumnet_${of.kind}`, of]))

/** All resources by type name. */
export const resources: Readonly<Record<string, Resource<Connection>>> = Object.fromEntries(
  Object.entries(all).map(([type, resource]) => {
    const of = shownByType.get(type)
    return [type, of === undefined ? resource : listed(resource, of)]
  }),
)

/** All data sources by type name. */
export const dataSources: Readonly<Record<string, DataSource<Connection>>> = Object.assign(
  {},
  ...shownKinds.map(dataSourcesOf),
  nextAvailable,
  { quantumnet_realization: realization },
) as Readonly<Record<string, DataSource<Connection>>>
