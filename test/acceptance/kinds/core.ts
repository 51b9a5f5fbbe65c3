import { networkRoutes, portRoutes, projectRoutes, subnetRoutes } from '@quantumnet/api'
import type { KindCase } from './case.ts'
import { DESCRIBED, describedDrifts, NETWORK, OTHER_PROJECT, PROJECT, SECOND_NETWORK } from './common.ts'

const project: KindCase = {
  kind: 'project',
  routes: projectRoutes,
  base: '',
  minimal: 'name = "one"',
  made: { name: 'one', dns_label: 'one', description: '', labels: {} },
  changed: `name = "two"\nquotas = { port = 5, network = 2 }${DESCRIBED}`,
  madeOfChanged: { name: 'two', quotas: { port: 5, network: 2 } },
  again: { name: 'one', quotas: { port: 5, network: 2 }, labels: {} },
  drifts: [...describedDrifts, { name: 'x' }, { quotas: { port: 6 } }],
  replaced: { dns_label: 'name = "two"\nquotas = { port = 5, network = 2 }\ndns_label = "zone"' },
}

const NET = 'project = quantumnet_project.p.id'

const network: KindCase = {
  kind: 'network',
  routes: networkRoutes,
  base: `${PROJECT}${OTHER_PROJECT}`,
  minimal: `${NET}\nname = "net"`,
  made: {
    ...{ type: 'overlay', mtu: 1442, multicast: false, port_security_default: true, shared_with: [], segment_id: null },
    dhcp: { enabled: true, lease_time: 86_400, ntp_servers: [], dns_servers: [], domain_name: null, static_routes: [] },
  },
  changed: `${NET}\nname = "net-2"\nmtu = 1400\nmulticast = true\nport_security_default = false${DESCRIBED}
    shared_with = [quantumnet_project.q.id]
    dhcp = {
      enabled       = false
      lease_time    = 600
      ntp_servers   = ["10.0.0.123"]
      dns_servers   = ["10.0.0.53"]
      domain_name   = "corp.example"
      static_routes = [{ destination = "192.168.0.0/16", next_hop = "10.0.0.9" }]
    }`,
  madeOfChanged: { mtu: 1400, multicast: true, dhcp: { enabled: false, domain_name: 'corp.example' } },
  drifts: [
    ...describedDrifts,
    ...[{ name: 'x' }, { mtu: 1300 }, { multicast: false }, { port_security_default: true }, { shared_with: [] }],
    ...[{ dhcp: { enabled: true } }, { dhcp: { lease_time: 700 } }, { dhcp: { ntp_servers: [] } }],
    ...[{ dhcp: { dns_servers: [] } }, { dhcp: { domain_name: null } }, { dhcp: { static_routes: [] } }],
  ],
  replaced: {
    project: 'project = quantumnet_project.q.id\nname = "net-2"',
    type: `${NET}\nname = "net-2"\ntype = "flat"\nphysical_network = "ext"`,
  },
}

const wire = (physical: string, tag: number): string =>
  `${NET}\nname = "wire"\ntype = "vlan"\nphysical_network = "${physical}"\nsegment_id = ${String(tag)}`

const networkOnWire: KindCase = {
  ...network,
  minimal: wire('ext', 10),
  made: { type: 'vlan', physical_network: 'ext', segment_id: 10 },
  changed: `${wire('ext', 10)}${DESCRIBED}`,
  madeOfChanged: { type: 'vlan', description: 'for tests' },
  drifts: describedDrifts,
  replaced: { physical_network: wire('prov', 10), segment_id: wire('ext', 11) },
}

const SUB = 'network = quantumnet_network.m.id\nname = "t"'

const POOLS = `${NETWORK}${SECOND_NETWORK}
resource "quantumnet_network" "m" {
  project = quantumnet_project.p.id
  name    = "empty"
}
resource "quantumnet_subnet_pool" "a" {
  project  = quantumnet_project.p.id
  name     = "a"
  prefixes = ["10.64.0.0/16"]
}
resource "quantumnet_subnet_pool" "b" {
  project  = quantumnet_project.p.id
  name     = "b"
  prefixes = ["10.65.0.0/16"]
}
`

const subnet: KindCase = {
  kind: 'subnet',
  routes: subnetRoutes,
  base: POOLS,
  minimal: `${SUB}\ncidr = "10.5.0.0/24"`,
  made: {
    ...{ gateway: '10.5.0.1', dns_address: '10.5.0.2', hold_down: 300, dns_servers: null, static_routes: null },
    ...{ allocation_ranges: [{ start: '10.5.0.1', end: '10.5.0.254' }], reserved_ranges: [], ipv6_mode: null },
  },
  changed: `network = quantumnet_network.m.id\nname = "t-2"\ncidr = "10.5.0.0/24"\nhold_down = 60${DESCRIBED}
    allocation_ranges = [{ start = "10.5.0.10", end = "10.5.0.19" }]
    reserved_ranges   = [{ start = "10.5.0.200", end = "10.5.0.209" }]
    dns_servers       = []
    static_routes     = [{ destination = "172.16.0.0/12", next_hop = "10.5.0.9" }]`,
  madeOfChanged: { name: 't-2', hold_down: 60, dns_servers: [], allocation_ranges: [{ start: '10.5.0.10' }] },
  again: { name: 't', hold_down: 60, dns_servers: null, static_routes: null, reserved_ranges: [] },
  drifts: [
    ...[...describedDrifts, { name: 'x' }, { hold_down: 61 }, { dns_servers: ['10.5.0.53'] }, { static_routes: [] }],
    ...[{ allocation_ranges: [{ start: '10.5.0.10', end: '10.5.0.11' }] }, { reserved_ranges: [] }],
  ],
  replaced: {
    network: 'network = quantumnet_network.n2.id\nname = "t-2"\ncidr = "10.5.0.0/24"',
    cidr: 'network = quantumnet_network.m.id\nname = "t-2"\ncidr = "10.6.0.0/24"',
    gateway: `${SUB}\ncidr = "10.5.0.0/24"\ngateway = "10.5.0.254"`,
    dns_address: `${SUB}\ncidr = "10.5.0.0/24"\ndns_address = "none"`,
    pool: `${SUB}\npool = quantumnet_subnet_pool.a.id`,
  },
}

const subnetOfPool: KindCase = {
  ...subnet,
  minimal: `${SUB}\npool = quantumnet_subnet_pool.a.id\nprefix_length = 26`,
  made: { cidr: '10.64.0.0/26', prefix_length: 26, gateway: '10.64.0.1' },
  changed: `${SUB}\npool = quantumnet_subnet_pool.a.id\nprefix_length = 26${DESCRIBED}`,
  madeOfChanged: { cidr: '10.64.0.0/26', description: 'for tests' },
  again: { cidr: '10.64.0.0/26', description: '' },
  drifts: describedDrifts,
  replaced: {
    pool: `${SUB}\npool = quantumnet_subnet_pool.b.id\nprefix_length = 26`,
    prefix_length: `${SUB}\npool = quantumnet_subnet_pool.a.id\nprefix_length = 27`,
  },
}

const subnetOfIpv6: KindCase = {
  ...subnet,
  minimal: `${SUB}\ncidr = "2001:db8::/64"`,
  made: { ipv6_mode: 'slaac', gateway: '2001:db8::1' },
  changed: `${SUB}\ncidr = "2001:db8::/64"${DESCRIBED}`,
  madeOfChanged: { ipv6_mode: 'slaac', description: 'for tests' },
  again: { ipv6_mode: 'slaac', description: '' },
  drifts: describedDrifts,
  replaced: { ipv6_mode: `${SUB}\ncidr = "2001:db8::/64"\nipv6_mode = "dhcpv6-stateful"` },
}

const PORT_BASE = `${NETWORK}${SECOND_NETWORK}${OTHER_PROJECT}
resource "quantumnet_security_group" "g" {
  project = quantumnet_project.p.id
  name    = "web"
}
resource "quantumnet_qos_policy" "q" {
  project    = quantumnet_project.p.id
  name       = "slow"
  egress_max = 1000
}
`
const PORT = 'network = quantumnet_subnet.s.network'

const port: KindCase = {
  kind: 'port',
  routes: portRoutes,
  base: PORT_BASE,
  minimal: PORT,
  made: {
    ...{ port_security: true, admin_up: true, vm: null, hostname: null, node: null, dhcp_options: null, type: 'vm' },
    ...{ fixed_ips: [{ ip: '10.0.0.3' }], allowed_address_pairs: [], wildcard: false, qos_policy: null },
  },
  changed: `${PORT}\nname = "port-2"\nhostname = "web"\nwildcard = true\nadmin_up = false\nnode = "hv1"${DESCRIBED}
    fixed_ips             = [{ ip = "10.0.0.15" }]
    vm                    = { id = "4711", name = "web.example.org" }
    security_groups       = [quantumnet_security_group.g.id]
    qos_policy            = quantumnet_qos_policy.q.id
    dhcp_options          = { dns_servers = ["10.0.0.54"], tftp_server = "10.0.0.69", bootfile_name = "boot.ipxe" }
    allowed_address_pairs = [{ ip = "10.0.0.50" }, { ip = "10.0.0.64/28", mac = "02:00:5e:00:00:01" }]`,
  madeOfChanged: {
    ...{ name: 'port-2', hostname: 'web', node: 'hv1', admin_up: false, wildcard: true },
    ...{ vm: { id: '4711', name: 'web.example.org' }, fixed_ips: [{ ip: '10.0.0.15' }] },
  },
  // What the API decides of a port that says nothing stays as it is.
  again: { vm: null, node: null, dhcp_options: null, allowed_address_pairs: [], wildcard: false, qos_policy: null },
  drifts: [
    ...[...describedDrifts, { name: 'x' }, { wildcard: false }, { hostname: 'x', wildcard: true }, { admin_up: true }],
    ...[
      { node: null },
      { qos_policy: null },
      { dhcp_options: { dns_servers: ['10.0.0.55'] } },
      { allowed_address_pairs: [] },
    ],
    ...[{ vm: { id: '4712', name: 'web.example.org' } }, { security_groups: [] }],
    ...[{ port_security: false, security_groups: [] }, { fixed_ips: [{ ip: '10.0.0.16' }] }],
  ],
  replaced: {
    network: 'network = quantumnet_subnet.s2.network',
    project: `${PORT}\nproject = quantumnet_project.q.id`,
    type: `${PORT}\ntype = "virtual"`,
    mac: `${PORT}\nmac = "02-00-5E-00-00-01"`,
    // Its subnet is known only after apply, as when it is replaced.
    fixed_ips: `${PORT}\nfixed_ips = [{ subnet = timestamp() == "" ? "" : quantumnet_subnet.s.id }]`,
  },
}

export const coreCases: readonly KindCase[] = [
  project,
  network,
  networkOnWire,
  subnet,
  subnetOfPool,
  subnetOfIpv6,
  port,
]
