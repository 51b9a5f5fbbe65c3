import {
  bool,
  computed,
  defaulted,
  int,
  listOf,
  nullable,
  object,
  optionalComputed,
  requiresReplace,
  setOf,
  string,
  useStateForUnknown,
  type Schema,
} from '../../framework/index.ts'
import { described, id, name, readOnly } from '../kit/common.ts'
import { ip, uuid } from '../kit/kinds.ts'
import { staticRoutes } from '../kit/static-route.ts'

const fixed = { plan: [requiresReplace()] }

const dhcp = {
  enabled: defaulted(bool, true, 'Whether VMs get their addresses by DHCP.'),
  lease_time: defaulted(int, 86_400, 'Seconds that a lease lasts: 60 to 31536000.'),
  ntp_servers: defaulted(listOf(ip), [], 'Up to 8 time servers.'),
  dns_servers: defaulted(
    listOf(ip),
    [],
    "Up to 8 servers that VMs ask for names. Default, and `[]`: each subnet's `dns_address`.",
  ),
  domain_name: defaulted(nullable(string), null, "Search domain of the VMs. Left out: the project's zone."),
  static_routes: defaulted(staticRoutes, [], 'Up to 64 routes that VMs are told (RFC 3442).'),
}

const DHCP_DEFAULTS = {
  enabled: true,
  lease_time: 86_400,
  ntp_servers: [],
  dns_servers: [],
  domain_name: null,
  static_routes: [],
}

const attributes = {
  id,
  project: optionalComputed(uuid, "Id of the project that owns it. Default: the provider's.", {
    plan: [useStateForUnknown(), requiresReplace()],
  }),
  name,
  ...described,
  type: defaulted(
    string,
    'overlay',
    'How it is carried: `overlay` in Geneve between hypervisors; `vlan`, `flat` and `external` on a physical network, which only a platform admin makes.',
    fixed,
  ),
  physical_network: defaulted(
    nullable(string),
    null,
    "The name under which the nodes' bridge mappings know the wire. Needed by every type but `overlay`, which has none.",
    fixed,
  ),
  segment_id: defaulted(
    nullable(int),
    null,
    'VLAN tag, 1 to 4094: needed by type `vlan`, possible with `external`. Of type `overlay` its VNI in Geneve, 65536 to 16711680, which only a platform admin chooses; without one OVN numbers the network.',
    fixed,
  ),
  mtu: defaulted(
    int,
    1442,
    'Bytes of an IP packet in a VM, 576 to 8942; IPv6 needs 1280. The default fits an underlay of 1500 bytes.',
  ),
  multicast: defaulted(bool, false, 'Whether multicast goes only to the VMs that have joined (IGMP and MLD snooping).'),
  dhcp: defaulted(object(dhcp), DHCP_DEFAULTS, 'DHCP in its subnets.'),
  port_security_default: defaulted(bool, true, '`port_security` of a port that says nothing of it.'),
  shared_with: defaulted(
    setOf(uuid),
    [],
    'Ids of the projects whose members see the network and its subnets, and may put ports into it.',
  ),
  routers: computed(setOf(string), 'Ids of the routers with an interface or their external gateway in it.'),
  ...readOnly,
}

export const schema = {
  version: 0,
  description: 'A layer-2 segment. Subnets give it addresses, ports plug VMs into it.',
  attributes,
} satisfies Schema
export type Network = typeof attributes
