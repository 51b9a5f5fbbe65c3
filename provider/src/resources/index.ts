import type { DataSource, Resource } from '../framework/index.ts'
import * as kinds from './all-kinds.ts'
import type { Connection } from './kit/connection.ts'
import { listed } from './kit/data/listing.ts'
import type { ShownKind } from './kit/data/shown.ts'
import { several, single } from './kit/data/sources.ts'
import { derivedResource, shownKind, type DerivedKind } from './kit/derive/resource.ts'
import { lazily, once } from './kit/lazily.ts'

/** What Terraform can ask for, by type name. A kind is loaded, and its attributes derived, when it is first asked for. */

type KindTable<T> = Readonly<Record<string, () => T>>

/** Kinds whose attributes and conversion follow from the API's schemas. */
const derivedKinds: KindTable<DerivedKind> = {
  subnet_pool: () => kinds.subnetPool,
  security_group: () => kinds.securityGroup,
  security_group_rule: () => kinds.securityGroupRule,
  address_group: () => kinds.addressGroup,
  policy: () => kinds.policy,
  policy_rule: () => kinds.policyRule,
  router: () => kinds.router,
  router_interface: () => kinds.routerInterface,
  router_route: () => kinds.routerRoute,
  router_policy_route: () => kinds.routerPolicyRoute,
  floating_ip: () => kinds.floatingIp,
  port_forward: () => kinds.portForward,
  load_balancer: () => kinds.loadBalancer,
  load_balancer_listener: () => kinds.loadBalancerListener,
  load_balancer_pool: () => kinds.loadBalancerPool,
  load_balancer_member: () => kinds.loadBalancerMember,
  qos_policy: () => kinds.qosPolicy,
  dns_zone: () => kinds.dnsZone,
  dns_record: () => kinds.dnsRecord,
  dns_forwarder: () => kinds.dnsForwarder,
  token: () => kinds.token,
  role_binding: () => kinds.roleBinding,
  join_token: () => kinds.joinToken,
}

/** A kind that can be listed. */
interface ListedKind {
  readonly resource: Resource<Connection>
  readonly shown: ShownKind
}

/** Kinds written by hand, with what data sources show of them. */
const writtenKinds: KindTable<ListedKind> = {
  project: () => ({ resource: kinds.project, shown: kinds.shownProject }),
  network: () => ({ resource: kinds.network, shown: kinds.shownNetwork }),
  subnet: () => ({ resource: kinds.subnet, shown: kinds.shownSubnet }),
  port: () => ({ resource: kinds.port, shown: kinds.shownPort }),
}

const fromApi = (of: DerivedKind): ListedKind => ({ resource: derivedResource(of), shown: shownKind(of) })

const mapped = <T, U>(table: KindTable<T>, change: (entry: T) => U): KindTable<U> =>
  Object.fromEntries(Object.entries(table).map(([kind, make]) => [kind, once(() => change(make()))]))

const withList = ({ resource, shown }: ListedKind): ListedKind => ({ resource: listed(resource, shown), shown })
const written = mapped(writtenKinds, withList)
const derived = mapped(derivedKinds, (of) => withList(fromApi(of)))

const resourcesOf = (table: KindTable<ListedKind>): KindTable<Resource<Connection>> =>
  Object.fromEntries(Object.entries(table).map(([kind, make]) => [`quantumnet_${kind}`, () => make().resource]))

/** All resources by type name. */
export const resources: Readonly<Record<string, Resource<Connection>>> = lazily({
  ...resourcesOf(written),
  quantumnet_floating_ip_association: () => kinds.floatingIpAssociation,
  quantumnet_security_group_rules_exclusive: () => kinds.securityGroupRulesExclusive,
  ...resourcesOf(derived),
})

/** As the API names its lists, which a test compares. */
const pluralOf = (kind: string): string => `${kind.replace(/y$/, 'ie')}s`

const sourcesOf = (table: KindTable<ListedKind>): KindTable<DataSource<Connection>> =>
  Object.fromEntries(
    Object.entries(table).flatMap(([kind, make]) => [
      [`quantumnet_${kind}`, () => single(make().shown)],
      [`quantumnet_${pluralOf(kind)}`, () => several(make().shown)],
    ]),
  )

/** All data sources by type name. */
export const dataSources: Readonly<Record<string, DataSource<Connection>>> = lazily({
  ...sourcesOf(written),
  ...sourcesOf(derived),
  quantumnet_next_available_cidr: () => kinds.nextCidr,
  quantumnet_next_available_ip: () => kinds.nextIp,
  quantumnet_realization: () => kinds.realization,
})
