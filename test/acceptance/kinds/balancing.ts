import { routes } from '@quantumnet/api'
import type { Drift, KindCase } from './case.ts'
import { DESCRIBED, describedDrifts, NETWORK, OTHER_PROJECT, port, ROUTED, SECOND_NETWORK } from './common.ts'

const VIP = 'project = quantumnet_project.p.id\nvip = { subnet = quantumnet_subnet.s.id }'

const loadBalancer: KindCase = {
  kind: 'load_balancer',
  routes: routes.loadBalancers,
  base: `${NETWORK}${SECOND_NETWORK}${OTHER_PROJECT}`,
  minimal: `name = "web"\n${VIP}`,
  made: { vip: { address: '10.0.0.3', floating_ip: null }, listeners: [], pools: [] },
  changed: `name = "web-2"\n${VIP}${DESCRIBED}`,
  madeOfChanged: { name: 'web-2', vip: { address: '10.0.0.3' } },
  drifts: [...describedDrifts, { name: 'x' }],
  replaced: {
    project: 'name = "web-2"\nproject = quantumnet_project.q.id\nvip = { subnet = quantumnet_subnet.s.id }',
    vip: 'name = "web-2"\nproject = quantumnet_project.p.id\nvip = { network = quantumnet_subnet.s2.network }',
  },
}

const onFloatingIp: KindCase = {
  ...loadBalancer,
  base: `${ROUTED}
resource "quantumnet_floating_ip" "f" {
  project = quantumnet_project.p.id
  network = quantumnet_subnet.ext.network
  name    = "f"
}`,
  minimal:
    'name = "web"\nproject = quantumnet_project.p.id\nvip = { floating_ip = quantumnet_floating_ip.f.id }\ndepends_on = [quantumnet_router_interface.i]',
  made: { vip: { network: null, subnet: null } },
  changed:
    'name = "web-2"\nproject = quantumnet_project.p.id\nvip = { floating_ip = quantumnet_floating_ip.f.id }\ndepends_on = [quantumnet_router_interface.i]',
  madeOfChanged: { name: 'web-2' },
  drifts: [{ name: 'x' }],
  replaced: {},
}

const BALANCER = `${NETWORK}${port('vm1')}
resource "quantumnet_load_balancer" "l" {
  project = quantumnet_project.p.id
  name    = "web"
  vip     = { subnet = quantumnet_subnet.s.id, address = "10.0.0.80" }
}
resource "quantumnet_load_balancer" "l2" {
  project = quantumnet_project.p.id
  name    = "web-2"
  vip     = { subnet = quantumnet_subnet.s.id, address = "10.0.0.82" }
}
`
const POOL = `${BALANCER}
resource "quantumnet_load_balancer_pool" "m" {
  load_balancer = quantumnet_load_balancer.l.id
  name          = "pool"
}
resource "quantumnet_load_balancer_pool" "m2" {
  load_balancer = quantumnet_load_balancer.l.id
  name          = "pool-2"
}
`

const pool: KindCase = {
  kind: 'load_balancer_pool',
  routes: routes.loadBalancerPools,
  base: BALANCER,
  minimal: 'load_balancer = quantumnet_load_balancer.l.id\nname = "web"',
  made: { health_check: null, member_counts: { total: 0 } },
  changed: `load_balancer = quantumnet_load_balancer.l.id\nname = "web-2"\nhealth_check = { interval = 7, failure = 5 }${DESCRIBED}`,
  madeOfChanged: { health_check: { interval: 7, timeout: 3, success: 2, failure: 5 } },
  drifts: [...describedDrifts, { name: 'x' }, { health_check: { interval: 9 } }, { health_check: null }],
  replaced: {
    load_balancer: 'load_balancer = quantumnet_load_balancer.l2.id\nname = "web-2"',
  },
}

const LISTENER = 'load_balancer = quantumnet_load_balancer.l.id\nname = "https"\nprotocol = "tcp"'

const toOtherPool: Drift = (_answer, idOf) => ({ pool: idOf('quantumnet_load_balancer_pool.m') })

const listener: KindCase = {
  kind: 'load_balancer_listener',
  routes: routes.loadBalancerListeners,
  base: POOL,
  minimal: `${LISTENER}\nport = 443\npool = quantumnet_load_balancer_pool.m.id`,
  made: { hairpin: true, session_affinity: false },
  changed: `load_balancer = quantumnet_load_balancer.l.id\nname = "http"\nprotocol = "udp"\nport = 80\npool = quantumnet_load_balancer_pool.m2.id
    hairpin = false\nsession_affinity = true${DESCRIBED}`,
  madeOfChanged: { port: 80, protocol: 'udp', hairpin: false, session_affinity: true },
  drifts: [
    ...[...describedDrifts, { name: 'x' }, { protocol: 'tcp' }, { port: 81 }, { hairpin: true }],
    toOtherPool,
    { session_affinity: false },
  ],
  replaced: {
    load_balancer: `load_balancer = quantumnet_load_balancer.l2.id\nname = "http"\nprotocol = "udp"\nport = 80\npool = quantumnet_load_balancer_pool.m2.id`,
  },
}

const TARGET = 'target = { port = quantumnet_port.vm1.id, port_number = 8443 }'

const member: KindCase = {
  kind: 'load_balancer_member',
  routes: routes.loadBalancerMembers,
  base: POOL,
  minimal: `pool = quantumnet_load_balancer_pool.m.id\n${TARGET}`,
  made: { enabled: true, draining: false, health: 'unknown', target: { ip: null, port_number: 8443 } },
  changed: `pool = quantumnet_load_balancer_pool.m.id\n${TARGET}\nenabled = false\ndraining = true${DESCRIBED}`,
  madeOfChanged: { enabled: false, draining: true },
  drifts: [...describedDrifts, { enabled: true }, { draining: false }],
  replaced: {
    pool: `pool = quantumnet_load_balancer_pool.m2.id\n${TARGET}`,
    target: 'pool = quantumnet_load_balancer_pool.m.id\ntarget = { ip = "192.0.2.7", port_number = 8443 }',
  },
}

const outsideMember: KindCase = {
  ...member,
  minimal: 'pool = quantumnet_load_balancer_pool.m.id\ntarget = { ip = "192.0.2.7", port_number = 80 }',
  made: { target: { port: null, fixed_ip: null, ip: '192.0.2.7', port_number: 80 } },
  changed:
    'pool = quantumnet_load_balancer_pool.m.id\ntarget = { ip = "192.0.2.7", port_number = 80 }\ndraining = true',
  madeOfChanged: { draining: true },
  drifts: [{ draining: false }],
  replaced: {},
}

export const balancingCases: readonly KindCase[] = [loadBalancer, onFloatingIp, pool, listener, member, outsideMember]
