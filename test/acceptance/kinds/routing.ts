import { routes } from '@quantumnet/api'
import type { Drift, KindCase } from './case.ts'
import { DESCRIBED, describedDrifts, EXTERNAL, NETWORK, OTHER_PROJECT, port, ROUTED, SECOND_NETWORK } from './common.ts'

const SECOND_ROUTER = `
resource "quantumnet_router" "r2" {
  project = quantumnet_project.p.id
  name    = "second"
}
`
const gateway = (more: string): string => `external_gateway = {\n network = quantumnet_subnet.ext.network\n ${more}\n}`

const router: KindCase = {
  kind: 'router',
  routes: routes.routers,
  base: `${NETWORK}${EXTERNAL}${OTHER_PROJECT}`,
  minimal: 'project = quantumnet_project.p.id\nname = "edge"',
  made: { distributed: true, gateway_nodes: [], external_gateway: null, interfaces: [], routes: [], policy_routes: [] },
  changed: `project = quantumnet_project.p.id\nname = "edge-2"\ndistributed = false\ngateway_nodes = ["hv2", "hv1"]${DESCRIBED}
    ${gateway('fixed_ips = [{ ip = "203.0.113.9" }]\nsnat = false')}`,
  madeOfChanged: {
    ...{ name: 'edge-2', distributed: false, gateway_nodes: ['hv2', 'hv1'] },
    external_gateway: { fixed_ips: [{ ip: '203.0.113.9' }], snat: false },
  },
  drifts: [
    ...[...describedDrifts, { name: 'x' }, { distributed: true }, { gateway_nodes: ['hv1'] }],
    { external_gateway: null },
  ],
  replaced: { project: 'project = quantumnet_project.q.id\nname = "edge-2"' },
}

const routerInterface: KindCase = {
  kind: 'router_interface',
  routes: routes.routerInterfaces,
  base: `${NETWORK}${SECOND_NETWORK}${SECOND_ROUTER}
resource "quantumnet_router" "r" {
  project = quantumnet_project.p.id
  name    = "edge"
}
resource "quantumnet_port" "i" {
  network       = quantumnet_network.n2.id
  fixed_ips     = [{ subnet = quantumnet_subnet.s2.id, ip = "10.0.1.77" }]
}`,
  minimal: 'router = quantumnet_router.r.id\nsubnet = quantumnet_subnet.s.id',
  made: { ip: '10.0.0.1', port: null },
  changed: `router = quantumnet_router.r.id\nsubnet = quantumnet_subnet.s.id${DESCRIBED}`,
  madeOfChanged: { ip: '10.0.0.1', description: 'for tests' },
  drifts: describedDrifts,
  replaced: {
    router: 'router = quantumnet_router.r2.id\nsubnet = quantumnet_subnet.s.id',
    subnet: 'router = quantumnet_router.r.id\nsubnet = quantumnet_subnet.s2.id',
    port: 'router = quantumnet_router.r.id\nport = quantumnet_port.i.id',
    ip: 'router = quantumnet_router.r.id\nsubnet = quantumnet_subnet.s.id\nip = "10.0.0.7"',
  },
}

const ROUTE_BASE = `${NETWORK}${SECOND_NETWORK}
resource "quantumnet_router" "r" {
  project = quantumnet_project.p.id
  name    = "edge"
}
resource "quantumnet_router_interface" "i" {
  router = quantumnet_router.r.id
  subnet = quantumnet_subnet.s.id
}
resource "quantumnet_router" "r2" {
  project = quantumnet_project.p.id
  name    = "second"
}
`
const ON_ROUTER = 'router = quantumnet_router_interface.i.router'

const routerRoute: KindCase = {
  kind: 'router_route',
  routes: routes.routerRoutes,
  base: ROUTE_BASE,
  minimal: `${ON_ROUTER}\ndestination = "192.168.0.0/16"\nnext_hop = "10.0.0.200"`,
  made: { bfd: false, next_hop: '10.0.0.200' },
  changed: `${ON_ROUTER}\ndestination = "192.168.0.0/16"\nnext_hop = "10.0.0.201"\nbfd = true${DESCRIBED}`,
  madeOfChanged: { bfd: true, next_hop: '10.0.0.201' },
  drifts: [...describedDrifts, { next_hop: '10.0.0.202' }, { bfd: false }],
  replaced: {
    router: 'router = quantumnet_router.r2.id\ndestination = "192.168.0.0/16"\nnext_hop = "10.0.0.201"',
    destination: `${ON_ROUTER}\ndestination = "172.16.0.0/12"\nnext_hop = "10.0.0.201"`,
  },
}

const routerPolicyRoute: KindCase = {
  kind: 'router_policy_route',
  routes: routes.routerPolicyRoutes,
  base: ROUTE_BASE,
  minimal: `${ON_ROUTER}\npriority = 100\naction = "drop"\nmatch = {}`,
  made: { next_hops: [], match: { source: null, destination: null, protocol: 'any', source_ports: null } },
  changed: `${ON_ROUTER}\npriority = 200\naction = "reroute"\nnext_hops = ["10.0.0.201", "10.0.0.200"]${DESCRIBED}
    match = {
      source            = "10.0.0.0/24"
      destination       = "192.0.2.0/24"
      protocol          = "tcp"
      source_ports      = { min = 1024, max = 65535 }
      destination_ports = { min = 80, max = 80 }
      inbound_interface = quantumnet_router_interface.i.id
    }`,
  madeOfChanged: {
    ...{ priority: 200, action: 'reroute', next_hops: ['10.0.0.200', '10.0.0.201'] },
    match: { source: '10.0.0.0/24', destination_ports: { min: 80, max: 80 } },
  },
  drifts: [
    ...[...describedDrifts, { priority: 201 }, { match: {} }, { next_hops: ['10.0.0.202'] }],
    { action: 'drop', next_hops: [] },
  ],
  replaced: { router: 'router = quantumnet_router.r2.id\npriority = 100\naction = "drop"\nmatch = {}' },
}

const FLOATING_BASE = `${ROUTED}${OTHER_PROJECT}${port('vm1')}${port('vm2')}
resource "quantumnet_network" "ext2" {
  project          = quantumnet_project.p.id
  name             = "ext2"
  type             = "external"
  physical_network = "ext2"
}
resource "quantumnet_subnet" "ext2" {
  network = quantumnet_network.ext2.id
  name    = "ext2"
  cidr    = "198.51.100.0/24"
}
`
const FLOATING = 'project = quantumnet_project.p.id\nnetwork = quantumnet_subnet.ext.network'
const ON_PORT = 'port = quantumnet_port.vm1.id\ndepends_on = [quantumnet_router_interface.i]'

const floatingIp: KindCase = {
  kind: 'floating_ip',
  routes: routes.floatingIps,
  base: FLOATING_BASE,
  minimal: `${FLOATING}\nname = "www"\nport = "none"`,
  made: { port: 'none', fixed_ip: null, router: null, distributed: false, placement: 'central' },
  changed: `${FLOATING}\nname = "www-2"\ndistributed = true\n${ON_PORT}${DESCRIBED}`,
  madeOfChanged: { distributed: true, placement: 'distributed' },
  drifts: [...describedDrifts, { name: 'x' }, { distributed: false }, { port: null }],
  replaced: {
    project: 'project = quantumnet_project.q.id\nnetwork = quantumnet_subnet.ext.network\nname = "www-2"',
    network: 'project = quantumnet_project.p.id\nnetwork = quantumnet_subnet.ext2.network\nname = "www-2"',
    subnet: `${FLOATING}\nname = "www-2"\nsubnet = quantumnet_subnet.ext2.id`,
    address: `${FLOATING}\nname = "www-2"\naddress = "203.0.113.99"`,
  },
}

const TWO_ADDRESSES = `${ROUTED}
resource "quantumnet_port" "two" {
  network   = quantumnet_network.n.id
  fixed_ips = [{ ip = "10.0.0.50" }, { ip = "10.0.0.51" }]
  depends_on = [quantumnet_subnet.s]
}
`
const ON_TWO = 'port = quantumnet_port.two.id\ndepends_on = [quantumnet_router_interface.i]'

const floatingIpOfAddress: KindCase = {
  ...floatingIp,
  base: TWO_ADDRESSES,
  minimal: `${FLOATING}\nname = "www"\n${ON_TWO}\nfixed_ip = "10.0.0.50"`,
  made: { fixed_ip: '10.0.0.50' },
  changed: `${FLOATING}\nname = "www"\n${ON_TWO}\nfixed_ip = "10.0.0.51"`,
  madeOfChanged: { fixed_ip: '10.0.0.51' },
  drifts: [{ fixed_ip: '10.0.0.50' }],
  replaced: { address: `${FLOATING}\nname = "www"\n${ON_TWO}\naddress = "203.0.113.99"` },
}

const FORWARD = 'floating_ip = quantumnet_floating_ip.f.id\nname = "ssh"'

const toOtherNumber: Drift = ({ target }) => ({ target: { ...(target as object), port_number: 99 } })

const portForward: KindCase = {
  kind: 'port_forward',
  routes: routes.portForwards,
  base: `${ROUTED}${port('vm1')}${port('vm2')}
resource "quantumnet_floating_ip" "f" {
  ${FLOATING}
  name = "f"
}
resource "quantumnet_floating_ip" "f2" {
  ${FLOATING}
  name = "f2"
}`,
  minimal: `${FORWARD}\nprotocol = "tcp"\nexternal_port = 2222\ntarget = { port = quantumnet_port.vm1.id, port_number = 22 }\ndepends_on = [quantumnet_router_interface.i]`,
  made: { external_port: 2222, target: { port_number: 22 } },
  changed: `floating_ip = quantumnet_floating_ip.f.id\nname = "ssh-2"\nprotocol = "udp"\nexternal_port = 2223${DESCRIBED}
    target = { port = quantumnet_port.vm2.id, port_number = 23 }\ndepends_on = [quantumnet_router_interface.i]`,
  madeOfChanged: { protocol: 'udp', external_port: 2223, target: { port_number: 23 } },
  drifts: [...[...describedDrifts, { name: 'x' }, { protocol: 'tcp' }, { external_port: 2224 }], toOtherNumber],
  replaced: {
    floating_ip: `floating_ip = quantumnet_floating_ip.f2.id\nname = "ssh-2"\nprotocol = "udp"\nexternal_port = 2223
      target = { port = quantumnet_port.vm2.id, port_number = 23 }\ndepends_on = [quantumnet_router_interface.i]`,
  },
}

export const routingCases: readonly KindCase[] = [
  router,
  routerInterface,
  routerRoute,
  routerPolicyRoute,
  floatingIp,
  floatingIpOfAddress,
  portForward,
]
