import { describe, expect, it } from '@jest/globals'
import { TerraformStack, TerraformVariable, Testing } from 'cdktf'
import { SubnetData } from './gen/subnet-data.ts'
import * as qn from './index.ts'
import { makeStack, resourcesOf } from './fixture.ts'

/** What each construct becomes, word for word. */

const ID = '01890a5d-ac96-774b-bcce-b302099a8057'
const project = qn.Project.fromProjectId(ID)
const network = qn.Network.fromNetworkId(ID)
const subnet = qn.Subnet.fromSubnetId(ID, network)

const made = (make: (stack: TerraformStack) => unknown): Readonly<Record<string, unknown>> => {
  const stack = makeStack()
  make(stack)
  return resourcesOf(stack)
}

describe('a construct becomes', () => {
  it.each<[string, (stack: TerraformStack) => unknown, Record<string, unknown>]>([
    [
      'a project',
      (s) => new qn.Project(s, 'shop', { dnsLabel: 'shop', labels: { 'example.org/teamName': 'core' } }),
      { 'project.shop': { name: 'shop', dns_label: 'shop', labels: { 'example.org/teamName': 'core' } } },
    ],
    [
      'a network',
      (s) =>
        new qn.Network(s, 'net', {
          ...{ project, mtu: 1400, sharedWith: [project] },
          dhcp: { leaseTime: 600, staticRoutes: [{ destination: '192.168.0.0/16', nextHop: '10.0.0.9' }] },
        }),
      {
        'network.net': {
          ...{ name: 'net', project: ID, mtu: 1400, shared_with: [ID] },
          dhcp: { lease_time: 600, static_routes: [{ destination: '192.168.0.0/16', next_hop: '10.0.0.9' }] },
        },
      },
    ],
    [
      'a subnet of a network',
      (s) => new qn.Network(s, 'net').addSubnet('vms', { cidr: '10.0.0.0/24', dnsAddress: 'none' }),
      {
        'network.net': { name: 'net' },
        'subnet.net_vms': {
          ...{ name: 'vms', network: '${quantumnet_network.net.id}', cidr: '10.0.0.0/24', dns_address: 'none' },
        },
      },
    ],
    [
      'a port',
      (s) => new qn.VmPort(s, 'vm1', { subnet, ip: '10.0.0.9', hypervisor: 'hv1', securityGroups: [] }),
      {
        'port.vm1': {
          ...{ network: ID, fixed_ips: [{ subnet: ID, ip: '10.0.0.9' }], vm: { name: 'vm1' } },
          ...{ security_groups: [], node: 'hv1' },
        },
      },
    ],
    [
      'a router with a route',
      (s) =>
        new qn.Router(s, 'edge', { externalNetwork: network, snat: false }).addRoute('r', '10.9.0.0/16', '10.0.0.9'),
      {
        'router.edge': { name: 'edge', external_gateway: { network: ID, snat: false } },
        'router_route.edge_r': {
          ...{ router: '${quantumnet_router.edge.id}', destination: '10.9.0.0/16', next_hop: '10.0.0.9' },
        },
      },
    ],
    [
      'an interface of a router that is made elsewhere',
      (s) =>
        new qn.RouterInterface(s, 'uplink', {
          ...{ router: qn.Router.fromRouterId(ID), subnet, ip: '10.0.0.2', description: 'to the hub' },
        }),
      { 'router_interface.uplink': { router: ID, subnet: ID, ip: '10.0.0.2', description: 'to the hub' } },
    ],
    [
      'a subnet from a pool',
      (s) => new qn.Subnet(s, 'vms', { network, pool: ID, prefixLength: 26, ipv6Mode: 'slaac', holdDown: 0 }),
      {
        'subnet.vms': {
          ...{ name: 'vms', network: ID, pool: ID, prefix_length: 26, ipv6_mode: 'slaac', hold_down: 0 },
        },
      },
    ],
    [
      'a security group with rules',
      (s) => {
        const web = new qn.SecurityGroup(s, 'web', { project, stateful: false, defaultEgress: 'deny' })
        web.connections.allowFrom(qn.Peer.cidr('10.0.0.0/8'), qn.Port.tcp(80, 81))
        web.connections.allowTo(qn.Peer.anyIpv6(), qn.Port.ping())
      },
      {
        'security_group.web': { name: 'web', project: ID, stateful: false, default_egress: 'deny' },
        'security_group_rule.web_ingress-ipv4-tcp-80-81-10000--8': {
          ...{ security_group: '${quantumnet_security_group.web.id}', direction: 'ingress', ethertype: 'ipv4' },
          ...{ protocol: 'tcp', port_min: 80, port_max: 81, remote_cidr: '10.0.0.0/8' },
        },
        'security_group_rule.web_egress-ipv6-ping-any': {
          ...{ security_group: '${quantumnet_security_group.web.id}', direction: 'egress', ethertype: 'ipv6' },
          ...{ protocol: 'icmpv6', icmp_type: 128 },
        },
      },
    ],
    [
      'a floating IP',
      (s) => new qn.FloatingIp(s, 'www', { network, project, address: '203.0.113.7' }),
      { 'floating_ip.www': { name: 'www', network: ID, project: ID, address: '203.0.113.7' } },
    ],
    [
      'a QoS policy',
      (s) => new qn.QosPolicy(s, 'gold', { egressMax: 100_000, dscp: 46 }),
      { 'qos_policy.gold': { name: 'gold', egress_max: 100_000, dscp: 46 } },
    ],
    [
      'a record',
      (s) => new qn.DnsRecord(s, 'mail', { type: 'MX', recordName: '@', values: ['10 mx.example.org.'] }),
      { 'dns_record.mail': { name: '@', type: 'MX', values: ['10 mx.example.org.'] } },
    ],
    [
      'a load balancer with a listener and a member',
      (s) => {
        const lb = new qn.LoadBalancer(s, 'lb', { subnet })
        lb.addListener('http', { port: 80, healthCheck: { interval: 10 } }).addMembers(
          [new qn.VmPort(s, 'vm1', { subnet })],
          { port: 8080 },
        )
      },
      {
        'load_balancer.lb': { name: 'lb', vip: { subnet: ID } },
        'load_balancer_pool.lb_http_pool': {
          ...{ name: 'http', load_balancer: '${quantumnet_load_balancer.lb.id}', health_check: { interval: 10 } },
        },
        'load_balancer_listener.lb_http': {
          ...{ name: 'http', load_balancer: '${quantumnet_load_balancer.lb.id}', port: 80, protocol: 'tcp' },
          pool: '${quantumnet_load_balancer_pool.lb_http_pool.id}',
        },
        'load_balancer_member.lb_http_member-stack--vm1': {
          pool: '${quantumnet_load_balancer_pool.lb_http_pool.id}',
          target: { port: '${quantumnet_port.vm1.id}', port_number: 8080 },
        },
        'port.vm1': { network: ID, fixed_ips: [{ subnet: ID }], vm: { name: 'vm1' } },
      },
    ],
  ])('%s', (_what, make, expected) => {
    expect(made(make)).toEqual(expected)
  })

  it('an id, where it is made elsewhere', () => {
    expect([
      qn.DnsRecord.fromDnsRecordId(ID),
      qn.FloatingIp.fromFloatingIpId(ID),
      qn.LoadBalancer.fromLoadBalancerId(ID),
      qn.Network.fromNetworkId(ID),
      qn.Project.fromProjectId(ID),
      qn.QosPolicy.fromQosPolicyId(ID),
      qn.Router.fromRouterId(ID),
      qn.SecurityGroup.fromSecurityGroupId(ID),
      qn.Subnet.fromSubnetId(ID, network),
      qn.VmPort.fromPortId(ID),
    ]).toMatchObject([
      { dnsRecordId: ID },
      { floatingIpId: ID },
      { loadBalancerId: ID },
      { networkId: ID },
      { projectId: ID },
      { qosPolicyId: ID },
      { routerId: ID },
      { securityGroupId: ID },
      { subnetId: ID, networkId: ID },
      { portId: ID },
    ])
  })

  it('a floating IP of a port, after the routers of its subnet, whichever is said first', () => {
    const shown = made((s) => {
      const vms = new qn.Network(s, 'net').addSubnet('vms', { cidr: '10.0.0.0/24' })
      new qn.VmPort(s, 'vm1', { subnet: vms }).assignFloatingIp(qn.FloatingIp.fromFloatingIpId(ID))
      new qn.Router(s, 'edge').attach(vms)
    })
    expect(shown['floating_ip_association.vm1_floating-ip']).toEqual({
      ...{ floating_ip: ID, port: '${quantumnet_port.vm1.id}' },
      depends_on: ['quantumnet_router_interface.edge_interface-stack--net--vms'],
    })
  })
})

describe('a construct refuses, with what is allowed and what to do,', () => {
  it.each<[string, (stack: TerraformStack) => unknown, string]>([
    [
      'a block with host bits',
      (s) => new qn.Subnet(s, 'a', { network, cidr: '10.0.0.1/24' }),
      'Subnet "stack/a": cidr is "10.0.0.1/24": has host bits set; the block is 10.0.0.0/24',
    ],
    [
      'a subnet without addresses',
      (s) => new qn.Subnet(s, 'a', { network }),
      'Subnet "stack/a": must have either cidr, such as "10.0.0.0/24", or pool, from which a block is carved',
    ],
    [
      'an MTU that no wire has',
      (s) => new qn.Network(s, 'a', { mtu: 9000 }),
      'Network "stack/a": mtu is 9000: must be at most 8942',
    ],
    [
      'a nested value',
      (s) => new qn.Network(s, 'a', { dhcp: { ntpServers: ['ntp'] } }),
      'dhcp is {"ntpServers":["ntp"]}: ntp_servers.0: must be an IPv4 or IPv6 address such as 10.0.0.10 or 2001:db8::10',
    ],
    [
      'a construct’s id that is no name',
      (s) => new qn.Project(s, 'my shop'),
      'name is "my shop": must be 1 to 63 letters, digits, ".", "_" or "-", beginning with a letter or digit',
    ],
    [
      'a multicast MAC',
      (s) => new qn.VmPort(s, 'a', { subnet, mac: '01:00:5e:00:00:01' }),
      'VmPort "stack/a": mac is "01:00:5e:00:00:01": must be a unicast address (second digit even)',
    ],
    [
      'an address that is none',
      (s) => new qn.FloatingIp(s, 'a', { network, address: '203.0.113' }),
      'FloatingIp "stack/a": address is "203.0.113": must be an IPv4 or IPv6 address such as 10.0.0.10 or 2001:db8::10',
    ],
    [
      'a mark that no packet has',
      (s) => new qn.QosPolicy(s, 'a', { dscp: 64 }),
      'QosPolicy "stack/a": dscp is 64: must be at most 63',
    ],
    [
      'a gateway outside of the block',
      (s) => new qn.Subnet(s, 'a', { network, cidr: '10.0.0.0/24', gateway: '10.0.1.1', dnsAddress: 'none' }),
      'Subnet "stack/a": gateway is "10.0.1.1": must be an address of 10.0.0.0/24, from 10.0.0.1 to 10.0.0.254',
    ],
    [
      'a range that ends outside of the block',
      (s) =>
        new qn.Subnet(s, 'a', {
          ...{ network, cidr: '2001:db8::/64', reservedRanges: [{ start: '2001:db8::9', end: '2001:db9::' }] },
        }),
      'Subnet "stack/a": reservedRanges.end is "2001:db9::": must be an address of 2001:db8::/64, from',
    ],
    [
      'addresses of another subnet',
      (s) => {
        const vms = new qn.Network(s, 'net').addSubnet('vms', { cidr: '10.0.0.0/24' })
        expect(() => new qn.Router(s, 'edge').attach(vms, '2001:db8::1')).toThrow('ip is "2001:db8::1": must be an')
        expect(() => new qn.LoadBalancer(s, 'lb', { subnet: vms, address: '10.0.0.255' })).toThrow('from 10.0.0.1 to')
        new qn.VmPort(s, 'a', { subnet: vms, ip: '10.0.9.1' })
      },
      'VmPort "stack/a": ip is "10.0.9.1": must be an address of 10.0.0.0/24, from 10.0.0.1 to 10.0.0.254',
    ],
    [
      'a burst above no limit',
      (s) => new qn.QosPolicy(s, 'a', { ingressBurst: 9000 }),
      'QosPolicy "stack/a": ingressBurst is 9000, but there is no ingressMax above which it may pass: give that too, or leave it out',
    ],
    [
      'a router’s address that is none',
      (s) => new qn.Router(s, 'a').attach(subnet, '10.0.0'),
      `RouterInterface "stack/a/interface-${ID}": ip is "10.0.0": must be an IPv4 or IPv6 address`,
    ],
    [
      'a listener’s port',
      (s) => new qn.LoadBalancer(s, 'a', { subnet }).addListener('http', { port: 0 }),
      'Listener "stack/a/http": port is 0: must be at least 1',
    ],
    [
      'a description that is too long',
      (s) => new qn.SecurityGroup(s, 'a', { description: 'x'.repeat(1001) }),
      `SecurityGroup "stack/a": description is "${'x'.repeat(199)}…: must have at most 1000 characters`,
    ],
    [
      'a label key',
      (s) => new qn.Router(s, 'a', { labels: { 'bad key': 'x' } }),
      'Router "stack/a": labels is {"bad key":"x"}: bad key: ',
    ],
    [
      'a route to a block with host bits',
      (s) => new qn.Router(s, 'a').addRoute('r', '10.9.0.1/16', '10.0.0.9'),
      'Router "stack/a": destination is "10.9.0.1/16": has host bits set; the block is 10.9.0.0/16',
    ],
    [
      'SNAT to nowhere',
      (s) => new qn.Router(s, 'a', { snat: true }),
      'Router "stack/a": snat is true, but there is no way out: give externalNetwork, or leave snat out',
    ],
    [
      'a load balancer without an address',
      (s) => new qn.LoadBalancer(s, 'a', {}),
      'LoadBalancer "stack/a": must have either subnet or floatingIp, from which its address comes',
    ],
    [
      'a record of another type',
      (s) => new qn.DnsRecord(s, 'a', { type: 'A', values: ['2001:db8::1'] }),
      'DnsRecord "stack/a": values is ["2001:db8::1"]: ',
    ],
  ])('%s', (_what, make, expected) => {
    expect(() => make(makeStack())).toThrow(expected)
  })

  it('a second interface in a subnet, a second floating IP, and a member twice', () => {
    const stack = makeStack()
    const vms = new qn.Network(stack, 'net').addSubnet('vms', { cidr: '10.0.0.0/24' })
    const router = new qn.Router(stack, 'edge')
    router.attach(vms)
    expect(() => router.attach(vms)).toThrow('Router "stack/edge": has an interface in "stack/net/vms" already')
    const vm = new qn.VmPort(stack, 'vm', { subnet: vms })
    vm.assignFloatingIp(qn.FloatingIp.fromFloatingIpId(ID))
    expect(() => vm.assignFloatingIp(qn.FloatingIp.fromFloatingIpId(ID))).toThrow('has a floating IP already')
    const listener = new qn.LoadBalancer(stack, 'lb', { subnet: vms }).addListener('l', { port: 80 })
    expect(() => listener.addMembers([vm, vm])).toThrow('has "stack/vm" as a member already')
  })

  it('a rule that would have another name in each run', () => {
    const stack = makeStack()
    expect(() => qn.Port.tcp(new TerraformVariable(stack, 'port', { type: 'number' }).numberValue)).toThrow(
      'a rule is named by its port',
    )
  })
})

describe('what only Terraform knows', () => {
  it('is passed on where a value would be checked, also beside values that are', () => {
    const shown = made((s) => {
      const cidr = new TerraformVariable(s, 'block', { type: 'string' }).stringValue
      const mtu = new TerraformVariable(s, 'mtu', { type: 'number' }).numberValue
      new qn.Network(s, 'net', { mtu, labels: { team: cidr } }).addSubnet('vms', {
        ...{ cidr, reservedRanges: [{ start: cidr, end: '10.0.0.9' }] },
      })
      new qn.DnsRecord(s, 'www', { type: 'A', values: [cidr] })
    })
    expect(shown).toMatchObject({
      'network.net': { mtu: '${var.mtu}', labels: { team: '${var.block}' } },
      'subnet.net_vms': {
        cidr: '${var.block}',
        reserved_ranges: [{ start: '${var.block}', end: '10.0.0.9' }],
      },
      'dns_record.www': { values: ['${var.block}'] },
    })
  })

  it('names relations by what Terraform calls it, which is the same in each run', () => {
    const stack = makeStack()
    const variable = new TerraformVariable(stack, 'given', { type: 'string' }).stringValue
    const found = new SubnetData(stack, 'found', { name: 'found' })
    const router = new qn.Router(stack, 'edge')
    for (const id of [ID, variable, found.id]) router.attach(qn.Subnet.fromSubnetId(id, network))
    const interfaces = Object.entries(resourcesOf(stack)).filter(([address]) => address.startsWith('router_interface.'))
    expect(Object.fromEntries(interfaces)).toEqual({
      [`router_interface.edge_interface-${ID}`]: { router: '${quantumnet_router.edge.id}', subnet: ID },
      'router_interface.edge_interface-vargiven': { router: '${quantumnet_router.edge.id}', subnet: '${var.given}' },
      'router_interface.edge_interface-dataquantumnet_subnetfoundid': {
        ...{ router: '${quantumnet_router.edge.id}', subnet: '${data.quantumnet_subnet.found.id}' },
      },
    })
  })
})

describe('what is in another stack', () => {
  const makeTwo = (): { base: TerraformStack; top: TerraformStack } => {
    const app = Testing.app()
    const [base, top] = ['base', 'top'].map((name) => {
      const stack = new TerraformStack(app, name)
      new qn.QuantumnetProvider(stack, 'quantumnet')
      return stack
    }) as [TerraformStack, TerraformStack]
    return { base, top }
  }
  const ofBase: unknown = expect.stringMatching(/^\$\{data\.terraform_remote_state\..*base.*\}$/)

  it('is referred to by its output', () => {
    const { base, top } = makeTwo()
    const shared = new qn.Network(base, 'net')
    new qn.Subnet(top, 'vms', { network: shared, cidr: '10.0.0.0/24' })
    // What an app does before it synthesises its stacks: an output appears once the other stack has asked for it.
    top.prepareStack()
    expect(resourcesOf(top)).toMatchObject({ 'subnet.vms': { network: ofBase } })
    expect(Testing.synth(base)).toContain('"value": "${quantumnet_network.net.id}"')
  })

  it('is related to in the stack of the one that asks, and not waited for by name', () => {
    const { base, top } = makeTwo()
    const vms = new qn.Network(base, 'net').addSubnet('vms', { cidr: '10.0.0.0/24' })
    new qn.Router(base, 'edge').attach(vms)
    const db = new qn.SecurityGroup(base, 'db')
    const web = new qn.SecurityGroup(top, 'web')
    new qn.Router(top, 'second').attach(vms, '10.0.0.2')
    web.connections.allowFrom(db, qn.Port.tcp(80))
    new qn.VmPort(top, 'vm', { subnet: vms, securityGroups: [web, db] }).assignFloatingIp(
      qn.FloatingIp.fromFloatingIpId(ID),
    )
    top.prepareStack()
    expect(resourcesOf(top)).toMatchObject({
      'router_interface.second_interface-base--net--vms': { subnet: ofBase, ip: '10.0.0.2' },
      'security_group_rule.web_ingress-ipv4-tcp-80-base--db': { remote_group: ofBase },
      'port.vm': {
        network: ofBase,
        fixed_ips: [{ subnet: ofBase }],
        security_groups: ['${quantumnet_security_group.web.id}', ofBase],
      },
      'floating_ip_association.vm_floating-ip': {
        depends_on: ['quantumnet_router_interface.second_interface-base--net--vms'],
      },
    })
  })
})
