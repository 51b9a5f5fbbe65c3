import {
  computed,
  defaulted,
  int,
  listOf,
  nullable,
  objectList,
  optional,
  optionalComputed,
  required,
  requiresReplace,
  string,
  useStateForUnknown,
  type Schema,
} from '../../framework/index.ts'
import { described, id, name, readOnly } from '../kit/common.ts'
import { cidr, ip, ipOrNone, uuid } from '../kit/kinds.ts'
import { staticRoutes } from '../kit/static-route.ts'

const fixed = { plan: [useStateForUnknown(), requiresReplace()] }

const range = {
  start: required(ip, 'First address.'),
  end: required(ip, 'Last address; it belongs to the range.'),
}

/** Either the block itself, or the pool that it is carved from. */
const block = {
  pool: optional(uuid, 'Id of the pool that the block is carved from.', { plan: [requiresReplace()] }),
  prefix_length: optionalComputed(int, "How long the prefix of a carved block is. Default: the pool's.", {
    plan: [useStateForUnknown({ unless: ['pool'] }), requiresReplace()],
  }),
  cidr: optionalComputed(
    cidr,
    'Its block, such as `10.0.0.0/24` or `2001:db8::/64`. Blocks of one network never overlap. Default, with a `pool`: carved from it.',
    { plan: [useStateForUnknown({ unless: ['pool', 'prefix_length'] }), requiresReplace()] },
  ),
}

const attributes = {
  id,
  project: computed(string, "Id of the project, which is the network's.", { plan: [useStateForUnknown()] }),
  network: required(uuid, 'Id of the network that it gives addresses to.', { plan: [requiresReplace()] }),
  name,
  ...described,
  ...block,
  gateway: optionalComputed(
    ipOrNone,
    'Default router of the VMs. Default: the first address. `"none"`: VMs get no default route.',
    fixed,
  ),
  dns_address: optionalComputed(
    ipOrNone,
    'Where VMs ask for names. Default: the address after the gateway. `"none"`: no DNS in this subnet.',
    fixed,
  ),
  allocation_ranges: optionalComputed(
    objectList(range),
    'Where addresses come from when a port asks for none in particular. Default: all host addresses.',
    { plan: [useStateForUnknown()] },
  ),
  reserved_ranges: defaulted(
    objectList(range),
    [],
    'Addresses that nobody is given, not even when a port asks for one of them.',
  ),
  ipv6_mode: optionalComputed(
    nullable(string),
    'How VMs get their IPv6 addresses: `slaac`, `dhcpv6-stateful` or `dhcpv6-stateless`. Default: `slaac` in a /64, else `dhcpv6-stateful`; none on IPv4.',
    fixed,
  ),
  hold_down: optionalComputed(
    int,
    'Seconds for which an address that was given back stays with its project, up to 2592000. Default: 300, on external networks 86400.',
    { plan: [useStateForUnknown()] },
  ),
  dns_servers: defaulted(
    nullable(listOf(ip)),
    null,
    "Up to 8 servers that VMs ask for names. Left out: the network's. `[]`: the `dns_address`, whatever the network says.",
  ),
  static_routes: defaulted(
    nullable(staticRoutes),
    null,
    "Up to 64 routes that VMs are told (RFC 3442). Left out: the network's. `[]`: none.",
  ),
  ...readOnly,
}

export const schema = {
  version: 0,
  description: 'A block of addresses on a network, with DHCP, a gateway and a DNS address.',
  attributes,
} satisfies Schema
export type Subnet = typeof attributes
