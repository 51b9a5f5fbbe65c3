import { describe, expect, it } from '@jest/globals'
import { TerraformVariable, type TerraformStack } from 'cdktf'
import { makeStack } from './fixture.ts'
import * as qn from './index.ts'

/** What constructs refuse before Terraform is asked, and in which words. */

const ID = '01890a5d-ac96-774b-bcce-b302099a8057'
const network = qn.Network.fromNetworkId(ID)
const subnet = qn.Subnet.fromSubnetId(ID, network)

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
