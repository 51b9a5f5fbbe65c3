import type { Pools } from '@quantumnet/provider/framework/testing'

/** Values that attributes of random configurations have, by name; where kinds differ, by kind. */

export const PARENTS = {
  project: '01890a5d-ac96-774b-bcce-b302099a8057',
  network: '01890a5d-ac96-774b-bcce-b302099a8058',
  subnet: '01890a5d-ac96-774b-bcce-b302099a8059',
}
export const GROUPS = { one: '01890a5d-ac96-774b-bcce-b302099a805a', two: '01890a5d-ac96-774b-bcce-b302099a805b' }
const ids = [GROUPS.one, GROUPS.two.toUpperCase()] as const

export const pools: Pools = {
  project: [PARENTS.project],
  network: [PARENTS.network],
  subnet: [PARENTS.subnet],
  name: ['n1', 'n2', 'Web.3'],
  dns_label: ['one', 'two'],
  quotas: [{}, { port: 5 }, { network: 2, port: 7 }],
  mtu: [576, 1442, 8942],
  lease_time: [60, 86_400],
  // Which of these fit together, validate.test.ts and test/acceptance show.
  type: [null],
  physical_network: [null],
  segment_id: [null],
  ipv6_mode: [null],
  address: [null],
  port_security: [true],
  domain_name: ['corp.example'],
  destination: ['192.168.0.0/16'],
  next_hop: ['10.1.0.7', '10.9.0.7'],
  ntp_servers: [['10.9.0.123'], ['10.9.0.123', 'FD00::123']],
  dns_servers: [['10.9.0.53', 'fd00::53']],
  shared_with: [[], [GROUPS.one.toUpperCase(), GROUPS.two]],
  security_groups: [[], [GROUPS.one], [GROUPS.two, GROUPS.one.toUpperCase()]],
  qos_policy: [GROUPS.one],
  reserved_ranges: [[], [{ start: '10.1.0.200', end: '10.1.0.209' }]],
  pool: [GROUPS.one],
  prefix_length: [24, 26],
  cidr: ['10.1.0.0/24'],
  gateway: ['10.1.0.1', '10.1.0.9', 'none'],
  dns_address: ['10.1.0.2', '10.1.0.3', 'none'],
  allocation_ranges: [
    [{ start: '10.1.0.20', end: '10.1.0.29' }],
    [
      { start: '10.1.0.50', end: '10.1.0.50' },
      { start: '10.1.0.60', end: '10.1.0.69' },
    ],
  ],
  ip: ['10.9.0.10', '10.9.0.11', '10.9.0.12'],
  mac: ['02:00:00:00:00:0a', '02-00-00-00-00-0A', '02:00:00:00:00:0B'],
  hostname: ['h1', 'h2'],
  node: ['hv1', 'hv2'],
  create: ['1m'],
  update: ['90s'],
  delete: ['1h30m'],
}

const rule: Pools = {
  security_group: ids,
  policy: ids,
  direction: ['ingress', 'egress'],
  ethertype: ['ipv4'],
  protocol: ['tcp', 'UDP', '6', 'any', 'icmp'],
  // Most rules have none of these: they would not go together.
  port_min: [null, null, 80, 443],
  port_max: [null, null, 443, 8443],
  icmp_type: [null, null, null, 8],
  icmp_code: [null, null, null, 0],
  remote_cidr: [null, null, '192.0.2.0/24'],
  remote_group: [null, null, ...ids],
  remote_address_group: [null, null, ...ids],
  action: ['allow', 'drop', 'reject'],
  position: [0, 100, 332],
}
const expiry = ['2036-09-01T00:00:00Z', '2036-09-01T00:00:00.000Z'] as const
const fixedIp = ['10.9.0.10', '10.9.0.11'] as const

export const poolsByType: Readonly<Record<string, Pools>> = {
  quantumnet_subnet_pool: {
    prefixes: [['10.64.0.0/12'], ['10.64.0.0/12', '10.96.0.0/14']],
    default_prefix_length: [24],
    min_prefix_length: [16],
    max_prefix_length: [28],
  },
  quantumnet_security_group: { default_egress: ['allow', 'deny'] },
  quantumnet_security_group_rule: rule,
  quantumnet_policy_rule: rule,
  quantumnet_security_group_rules_exclusive: { ...rule, security_group: [GROUPS.one] },
  quantumnet_floating_ip_association: { floating_ip: [GROUPS.one], port: ids, fixed_ip: fixedIp },
  quantumnet_address_group: { cidrs: [[], ['10.0.0.0/8', '2001:DB8::/32'], ['192.0.2.0/24']] },
  quantumnet_policy: { scope: ['all', 'projects'], projects: [[], [GROUPS.one], [GROUPS.two, GROUPS.one]] },
  quantumnet_router: { gateway_nodes: [[], ['hv1'], ['hv2', 'hv1']], fixed_ips: [[{ subnet: null, ip: '10.9.0.9' }]] },
  quantumnet_router_interface: { router: ids, port: ids, ip: fixedIp },
  quantumnet_router_route: { router: ids },
  quantumnet_router_policy_route: {
    router: ids,
    priority: [1, 29_999],
    action: ['drop', 'allow', 'reroute'],
    next_hops: [[], ['10.9.0.7', '10.9.0.8']],
    source: ['10.0.0.0/8', '2001:DB8::/32'],
    protocol: ['tcp', 'any', '17'],
    inbound_interface: ids,
    min: [1, 80],
    max: [80, 65_535],
  },
  quantumnet_floating_ip: { port: [...ids, 'none'], fixed_ip: fixedIp, address: ['203.0.113.9'] },
  quantumnet_port_forward: {
    floating_ip: ids,
    protocol: ['tcp', 'udp'],
    external_port: [80, 443],
    port: ids,
    port_number: [80],
    fixed_ip: fixedIp,
  },
  quantumnet_load_balancer: { floating_ip: ids, address: ['10.9.0.80'] },
  quantumnet_load_balancer_listener: { load_balancer: ids, protocol: ['tcp', 'sctp'], port: [80, 443] },
  quantumnet_load_balancer_pool: { load_balancer: ids, interval: [5], timeout: [3], success: [1], failure: [9] },
  quantumnet_load_balancer_member: { port: ids, port_number: [80], fixed_ip: fixedIp },
  quantumnet_qos_policy: {
    egress_max: [1000, 100],
    egress_burst: [null, null, 80, 250],
    ingress_max: [1000],
    ingress_burst: [null, null, 72],
    min: [5],
    dscp: [0, 63],
  },
  quantumnet_dns_zone: { name: ['corp.example', 'Corp.Example.', 'other.example'] },
  quantumnet_dns_record: {
    zone: ids,
    name: ['@', 'www', 'WWW', '*.a'],
    type: ['TXT'],
    values: [['a'], ['b', 'A']],
    ttl: [0, 60],
  },
  quantumnet_dns_forwarder: {
    domain: ['Office.Example.', 'office.example'],
    servers: [['192.0.2.53'], ['192.0.2.53:53', '[2001:DB8::53]:5353']],
  },
  quantumnet_token: { role: ['viewer', 'admin'], expires_at: expiry },
  quantumnet_role_binding: { token: ids, role: ['viewer', 'admin'] },
  quantumnet_join_token: { usage: ['one_off', 'reusable'], expires_at: expiry },
}
