import { beforeAll, expect, it } from '@jest/globals'
import { routes, type Subnet } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { Balancer, spread } from './balancing/balancer.ts'
import { describeScenarios, expectGolden, expectTraffic, useScene, type Tenant, type Vm } from './kit/index.ts'
import { Edge } from './routing/edge.ts'
import { Outside } from './routing/outside.ts'

/** A load balancer whose address is a floating IP, with members that let in what comes from outside, over TCP, UDP and IPv6. */
describeScenarios('a load balancer for the outside', () => {
  const scene = useScene()
  let outside: Outside
  let tenant: Tenant
  let edge: Edge
  let one: Vm
  let two: Vm
  let client: Vm
  let six: Subnet
  const address = '203.0.113.60'
  let balancer: Balancer

  beforeAll(async () => {
    tenant = await scene().tenant('shop', { cidrs: ['10.0.1.0/24'] })
    six = await tenant.subnet(tenant.main, 'v6', { cidr: 'fd00:1::/64', ipv6_mode: 'dhcpv6-stateful' })
    outside = await Outside.open(scene(), [tenant])
    edge = await Edge.make(scene(), tenant, { outside, ips: ['203.0.113.10'] })
    await edge.join(six)
    const { id: group } = await scene().client.call(routes.securityGroups.create, {
      body: { project: tenant.project.id, name: 'served' },
    })
    for (const ethertype of ['ipv4', 'ipv6'] as const)
      for (const protocol of ['tcp', 'udp'] as const)
        await scene().client.call(routes.securityGroupRules.create, {
          body: { security_group: group, direction: 'ingress', ethertype, protocol, port_min: 8080, port_max: 8080 },
        })
    const on = (node: string, ...ip: string[]): Parameters<Tenant['vm']>[1] => ({ on: node, ip })
    one = await tenant.vm('one', { ...on('hv1', '10.0.1.11', 'fd00:1::11'), security_groups: [group] })
    two = await tenant.vm('two', { ...on('hv2', '10.0.1.12', 'fd00:1::12'), security_groups: [group] })
    client = await tenant.vm('client', on('hv1', '10.0.1.10', 'fd00:1::10'))
    for (const vm of [one, two, client]) await vm.addAddress(`${vm.ip6}/64`)
    for (const server of [one, two]) await server.serve(8080)
    const { id } = await edge.floatingIp('www', outside, undefined, { address })
    balancer = await Balancer.make(scene(), tenant, {
      ...{ name: 'web', vip: { floating_ip: id }, servers: [one, two], port: 8080 },
    })
    await balancer.listen({ name: 'http', port: 80 })
  }, 120_000)

  it('spreads connections from outside, whose sources its members see, and from inside', async () => {
    await expectTraffic({
      passes: [outside.tcp(address, 80), client.tcp(address, 80)],
      blocked: [outside.tcp(address, 8080), outside.tcp('10.0.1.11', 8080)],
    })
    for (const from of [outside, client]) {
      const [first = 0, second = 0] = await spread(from, { address, port: 80 }, [one, two], { serving: 8080 })
      expect([first > 0, second > 0, first + second]).toEqual([true, true, 20])
    }
    expect(await one.accepted(8080)).toContain(outside.ip)
    await expectGolden(scene(), 'load-balancer-outside', { of: [tenant] })
  })

  it('counts connections from outside where they come in, and those from inside', async () => {
    const open = []
    for (const from of [outside, outside, outside, client]) open.push(await from.connect(address, 80))
    const counted = async (): Promise<true | undefined> => {
      const [first = 0, second = 0] = await balancer.connections([one, two])
      return first + second === 4 ? true : undefined
    }
    await eventually(counted, { what: 'four connections are counted', timeoutMs: 40_000 })
    for (const connection of open) await connection.close()
  }, 60_000)

  it('serves UDP at the same port number', async () => {
    await balancer.listen({ name: 'dns', protocol: 'udp', port: 80 })
    const text = 'asked by name'
    for (const server of [one, two]) await server.joins(8080)
    const came = async (): Promise<true | undefined> => {
      await outside.sendDatagrams(address, 80, { text, count: 5 })
      const counts = await Promise.all([one, two].map(async (server) => await server.datagrams(8080, text)))
      return counts.reduce((sum, each) => sum + each, 0) >= 5 ? true : undefined
    }
    await eventually(came, { what: 'five datagrams have come', timeoutMs: 20_000 })
  })

  it('keeps serving when a member has a floating IP of its own', async () => {
    const own = await edge.floatingIp('one', outside, one, { address: '203.0.113.61' })
    expect(own.placement).toBe('central')
    await expectTraffic({ passes: [outside.tcp(address, 80), outside.tcp('203.0.113.61', 8080)] })
    const [first = 0] = await spread(outside, { address, port: 80 }, [one, two], { serving: 8080 })
    expect(first).toBeGreaterThan(0)
  })

  it('has an IPv6 address in the members’ subnet', async () => {
    const balancer6 = await Balancer.make(scene(), tenant, {
      ...{ name: 'six', servers: [one, two], port: 8080 },
      vip: { subnet: six.id, address: 'fd00:1::100' },
    })
    await balancer6.listen({ name: 'http', port: 80 })
    await expectTraffic({ passes: [client.tcp('fd00:1::100', 80)], blocked: [client.tcp('fd00:1::100', 81)] })
    const [first = 0, second = 0] = await spread(client, { address: 'fd00:1::100', port: 80 }, [one, two], {
      serving: 8080,
    })
    expect([first > 0, second > 0]).toEqual([true, true])
  })

  it('is gone with its load balancer: the address answers no more', async () => {
    await scene().client.call(routes.loadBalancers.delete, {
      params: { id: balancer.made.id },
      query: { wait: 'realized' },
    })
    await expectTraffic({ passes: [outside.tcp('203.0.113.61', 8080)], blocked: [outside.tcp(address, 80)] })
  })
})
