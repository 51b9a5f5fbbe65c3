import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import * as qn from '@quantumnet/constructs'
import { NetworkResource } from '@quantumnet/constructs/bindings'
import { quantumnetMatchers, type QuantumnetMatchers } from '@quantumnet/constructs/testing'
import { type App, TerraformStack, TerraformVariable, Testing } from 'cdktf'
import { defaultBinary } from './cores.ts'
import { buildMirror, type Mirror } from './mirror.ts'

declare module 'expect' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- jest's way to say which matchers there are
  interface Matchers<R extends void | Promise<void>> extends QuantumnetMatchers<R> {}
}

/** The matcher toBeValidTerraform, and by it: what constructs become is what the real provider takes. */

jest.setTimeout(120_000)

let mirror: Mirror
beforeAll(() => {
  mirror = buildMirror('022')
  expect.extend(quantumnetMatchers({ terraform: defaultBinary(), mirror: mirror.folder }))
})
afterAll(() => {
  mirror.remove()
})

const makeStack = (app: App, name: string): TerraformStack => {
  const stack = new TerraformStack(app, name)
  new qn.QuantumnetProvider(stack, 'quantumnet', { defaultLabels: { madeBy: 'test' } })
  return stack
}

/** Every construct, with every property that stands in a file and not in a reference. */
const makeEverything = (stack: TerraformStack): void => {
  const variable = (name: string): string => new TerraformVariable(stack, name, { type: 'string' }).stringValue
  qn.Labels.of(stack).add('env', variable('env'))
  const internet = qn.Network.fromNetworkId(variable('internet'))
  const project = new qn.Project(stack, 'shop', { dnsLabel: 'shop', quotas: { port: 100 } })
  const qosPolicy = new qn.QosPolicy(stack, 'gold', { project, egressMax: 100_000, egressBurst: 50_000, dscp: 46 })
  const network = new qn.Network(stack, 'net', { project, mtu: 1400, multicast: true, dhcp: { leaseTime: 600 } })
  const subnet = network.addSubnet('v4', {
    ...{ cidr: '10.0.0.0/24', gateway: '10.0.0.254', dnsAddress: 'none', holdDown: 60, dnsServers: ['10.0.0.2'] },
    ...{ reservedRanges: [{ start: '10.0.0.10', end: '10.0.0.20' }], labels: { tier: 'web' } },
    staticRoutes: [{ destination: '192.168.0.0/16', nextHop: '10.0.0.9' }],
  })
  const six = network.addSubnet('v6', { cidr: '2001:db8::/64', ipv6Mode: 'dhcpv6-stateless' })
  const router = new qn.Router(stack, 'edge', { project, externalNetwork: internet, snat: true, distributed: false })
  router.attach(subnet)
  router.attach(six)
  router.attach(qn.Subnet.fromSubnetId(variable('other'), internet), '10.9.0.1')
  router.addRoute('back', '10.8.0.0/16', '10.0.0.9')
  const web = new qn.SecurityGroup(stack, 'web', { project, stateful: true })
  const db = new qn.SecurityGroup(stack, 'db', { project, defaultEgress: 'deny' })
  const partner = qn.SecurityGroup.fromSecurityGroupId(variable('partner'))
  const vm = new qn.VmPort(stack, 'vm', {
    ...{ subnet, ip: '10.0.0.9', mac: '02:00:00:00:00:09', hostname: 'vm', qosPolicy, securityGroups: [web, partner] },
    allowedAddressPairs: [{ ip: '10.0.0.100' }],
  })
  vm.assignFloatingIp(new qn.FloatingIp(stack, 'www', { project, network: internet }))
  const lb = new qn.LoadBalancer(stack, 'lb', { project, subnet, clients: [qn.Peer.anyIpv4(), partner] })
  lb.addListener('http', { port: 80, sessionAffinity: true, healthCheck: { interval: 10 } }).addMembers([vm], {
    port: 81,
  })
  web.connections.allowFrom(lb, qn.Port.tcp(81))
  web.connections.allowInternally(qn.Port.ping())
  db.connections.allowFrom(vm, qn.Port.tcp(5432, 5433))
  db.connections.allowTo(partner, qn.Port.udp())
  new qn.DnsRecord(stack, 'mail', { project, type: 'MX', recordName: '@', values: ['10 mx.example.org.'], ttl: 60 })
}

describe('toBeValidTerraform', () => {
  it('holds for every construct, asked of Terraform and the provider', () => {
    const stack = makeStack(Testing.app(), 'all')
    makeEverything(stack)
    expect(stack).toBeValidTerraform()
  })

  it('holds for each stack of an app, with references between them', () => {
    const app = Testing.app()
    const network = new qn.Network(makeStack(app, 'base'), 'net')
    const top = makeStack(app, 'top')
    new qn.Subnet(top, 'vms', { network, cidr: '10.0.0.0/24' })
    expect(app).toBeValidTerraform()
    expect(top).toBeValidTerraform()
  })

  it('does not hold for what the provider refuses, and says what and where', () => {
    const stack = makeStack(Testing.app(), 'wrong')
    new NetworkResource(stack, 'slim', { name: 'slim', mtu: 1 })
    expect(stack).not.toBeValidTerraform()
    expect(() => {
      expect(stack).toBeValidTerraform()
    }).toThrow(
      /Terraform finds wrong:\nresource\.quantumnet_network\.slim: "mtu": 1: Invalid value: must be at least 576/,
    )
  })

  it('is no answer, but an error, when the provider can’t be installed', () => {
    const { toBeValidTerraform } = quantumnetMatchers({ terraform: defaultBinary(), mirror: '/nonexistent' })
    expect(() => toBeValidTerraform(makeStack(Testing.app(), 'all'))).toThrow(
      'init failed, so nothing is known of the stack. Where the provider is in no registry, name a mirror by',
    )
  })
})
