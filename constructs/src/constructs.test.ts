import { describe, expect, it } from '@jest/globals'
import type { TerraformStack } from 'cdktf'
import * as qn from './index.ts'
import { made } from './fixture.ts'

/** What each construct becomes, word for word. */

const ID = '01890a5d-ac96-774b-bcce-b302099a8057'
const project = qn.Project.fromProjectId(ID)
const network = qn.Network.fromNetworkId(ID)
const subnet = qn.Subnet.fromSubnetId(ID, network)

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
