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
import type { ShownKind } from './kit/data/shown.ts'
import { several, single, typesOf } from './kit/data/sources.ts'
import { derivedResource, shownKind, type DerivedKind } from './kit/derive/resource.ts'
import { lazily, once } from './kit/lazily.ts'
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

/** Kinds written by hand, with what data sources show of them. */
const writtenKinds: readonly (readonly [Resource<Connection>, ShownKind])[] = [
  [project, shownProject],
  [network, shownNetwork],
  [subnet, shownSubnet],
  [port, shownPort],
]

/** A kind that can be listed. Its attributes are derived when it is first asked for. */
interface ListedKind {
  readonly one: string
  readonly many: string
  readonly made: () => { readonly shown: ShownKind; readonly resource: Resource<Connection> }
}

const written: readonly ListedKind[] = writtenKinds.map(([resource, shown]) => ({
  ...typesOf(shown),
  made: once(() => ({ shown, resource: listed(resource, shown) })),
}))
const derived: readonly ListedKind[] = derivedKinds.map((of) => ({
  ...typesOf(of),
  made: once(() => {
    const shown = shownKind(of)
    return { shown, resource: listed(derivedResource(of), shown) }
  }),
}))

const resourcesOf = (kinds: readonly ListedKind[]): Readonly<Record<string, () => Resource<Connection>>> =>
  Object.fromEntries(kinds.map(({ one, made }) => [one, () => made().resource]))

/** All resources by type name. */
export const resources: Readonly<Record<string, Resource<Connection>>> = lazily({
  ...resourcesOf(written),
  quantumnet_floating_ip_association: () => floatingIpAssociation,
  quantumnet_security_group_rules_exclusive: () => securityGroupRulesExclusive,
  ...resourcesOf(derived),
})

/** All data sources by type name. */
export const dataSources: Readonly<Record<string, DataSource<Connection>>> = lazily({
  ...Object.fromEntries(
    [...written, ...derived].flatMap(({ one, many, made }) => [
      [one, () => single(made().shown)],
      [many, () => several(made().shown)],
    ]),
  ),
  ...Object.fromEntries(Object.entries(nextAvailable).map(([type, source]) => [type, () => source])),
  quantumnet_realization: () => realization,
})
