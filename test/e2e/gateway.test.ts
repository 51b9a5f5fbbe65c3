import { beforeAll, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import {
  describeScenarios,
  expectGolden,
  expectTraffic,
  useScene,
  type Net,
  type Tenant,
  type Vm,
} from './kit/index.ts'
import { Balancer } from './balancing/balancer.ts'
import { Edge } from './routing/edge.ts'
import { lossesDuring, sayLosses } from './routing/losses.ts'
import { Outside } from './routing/outside.ts'

/** VMs on hv1; gateways on hv2 and hv3, which can die. */
describeScenarios('gateways', () => {
  const scene = useScene({ hypervisors: 3 })
  let outside: Outside
  let red: { tenant: Tenant; back: Net; edge: Edge; web: Vm; db: Vm }
  let blue: { tenant: Tenant; back: Net; edge: Edge; web: Vm; db: Vm }

  beforeAll(async () => {
    const cidrs = ['10.0.1.0/24']
    const tenants = [await scene().tenant('red', { cidrs }), await scene().tenant('blue', { cidrs })] as const
    outside = await Outside.open(scene(), tenants)
    const estate = async (tenant: Tenant, ip: string, distributed: boolean): Promise<typeof red> => {
      const back = await tenant.net('back', { cidrs: ['10.0.2.0/24'] })
      const nodes = { gateway_nodes: ['hv2', 'hv3'], distributed }
      const edge = await Edge.make(scene(), tenant, { outside, ips: [ip], nets: [tenant.main, back], ...nodes })
      return {
        ...{ tenant, back, edge },
        web: await tenant.vm('web', { on: 'hv1' }),
        db: await tenant.vm('db', { on: 'hv1', net: back }),
      }
    }
    red = await estate(tenants[0], '203.0.113.10', true)
    blue = await estate(tenants[1], '203.0.113.20', false)
  }, 120_000)

  /** Whether what a VM sends another one on its own hypervisor passes a gateway. */
  const passesGateway = async (from: Vm, to: Vm): Promise<boolean> => {
    const seen = await scene().captureAt('hv2', 'underlay', 'udp port 6081 and not host 172.30.0.3')
    await expectTraffic({ passes: [from.ping(to, { count: 5 })] })
    await seen.stop()
    return seen.lines.some((line) => line.includes('ICMP echo request'))
  }

  it('are passed by all that a router routes when it is not distributed, and only by what leaves when it is', async () => {
    expect(await passesGateway(red.web, red.db)).toBe(false)
    expect(await passesGateway(blue.web, blue.db)).toBe(true)
    await expectTraffic({
      passes: [red.web.ping(outside), blue.web.ping(outside)],
      blocked: [outside.ping('203.0.113.99')],
    })
    await expectGolden(scene(), 'gateways')
  })

  it('translate what leaves, and nothing between a tenant’s own subnets', async () => {
    for (const { web, db, edge } of [red, blue]) {
      const seen = await outside.capture('icmp[icmptype] == icmp-echo', { direction: 'in' })
      const inside = await db.capture('icmp[icmptype] == icmp-echo', { direction: 'in' })
      await expectTraffic({ passes: [web.ping(outside), web.ping(db), web.tcp(db, 80)] })
      await Promise.all([seen.stop(), inside.stop()])
      expect(seen.lines[0]).toContain(`${edge.ip} > ${outside.ip}`)
      expect(inside.lines[0]).toContain(`${web.ip} > ${db.ip}`)
    }
  })

  it('answer for floating IPs of a router that is not distributed, whatever is asked for', async () => {
    const ip = await blue.edge.floatingIp('www', outside, blue.web, { address: '203.0.113.60', distributed: true })
    expect(ip.placement).toBe('central')
    const seen = await outside.capture('icmp[icmptype] == icmp-echo', { direction: 'in' })
    await expectTraffic({ passes: [blue.web.ping(outside)], blocked: [outside.ping(ip.address)] })
    await seen.stop()
    expect(seen.lines[0]).toContain(`${ip.address} > ${outside.ip}`)
    expect(await outside.macOf(ip.address)).toBe(await outside.macOf(blue.edge.ip))
    // Between the tenant's own subnets it is not in the way: rules that name members hold.
    await expectTraffic({ passes: [blue.web.ping(blue.db), blue.db.ping(blue.web), blue.db.ping(ip.address)] })
  })

  /** One on a floating IP and one inside, which the wire must never hear of. */
  const balance = async (): Promise<string> => {
    const { client } = scene()
    const group = await client.call(routes.securityGroups.create, {
      body: { project: red.tenant.project.id, name: 'served' },
    })
    const rule = { direction: 'ingress', ethertype: 'ipv4', protocol: 'tcp', port_min: 8080, port_max: 8080 } as const
    await client.call(routes.securityGroupRules.create, { body: { security_group: group.id, ...rule } })
    const shop = await red.tenant.vm('shop', { on: 'hv1', security_groups: [group.id] })
    await shop.serve(8080)
    const { id, address } = await red.edge.floatingIp('shop', outside, undefined, { address: '203.0.113.70' })
    const [subnet] = red.tenant.main.subnets
    for (const vip of [{ floating_ip: id }, { address: '10.0.1.100', ...(subnet && { subnet: subnet.id }) }]) {
      const name = 'floating_ip' in vip ? 'outside' : 'inside'
      const balancer = await Balancer.make(scene(), red.tenant, { name, vip, servers: [shop], port: 8080 })
      await balancer.listen({ name: 'http', port: 80 })
    }
    return address
  }

  it('go to the second chassis when the first dies', async () => {
    const balanced = await balance()
    await expectTraffic({ passes: [outside.tcp(balanced, 80), red.web.tcp('10.0.1.100', 80)] })
    const announced = await outside.capture('arp[6:2] == 1 and ether broadcast', { direction: 'in' })
    const { supervisor } = scene().platform
    const parts = ['hv2-ovn-controller', 'hv2-vswitchd']
    const first = await scene().captureAt('hv2', 'external', 'icmp')
    await expectTraffic({ passes: [red.web.ping(outside)] })
    expect(await first.stop()).toBeGreaterThan(0)
    const losses = await lossesDuring(red.web, outside.ip, {
      seconds: 15,
      happens: async () => {
        for (const part of parts) supervisor.signal(part, 'SIGKILL')
        for (const part of parts) await supervisor.stop(part)
      },
    })
    sayLosses('gateway killed', losses)
    const answered = async (): Promise<true | undefined> =>
      (await red.web.ping(outside).attempt()) === 'passes' ? true : undefined
    await eventually(answered, { what: 'the second chassis has the gateway', timeoutMs: 30_000 })
    const carried = await scene().captureAt('hv3', 'external', 'icmp')
    await expectTraffic({
      passes: [red.web.ping(outside), red.web.ping(red.db)],
      blocked: [red.web.ping('203.0.113.99')],
    })
    expect(await carried.stop()).toBeGreaterThan(0)
    await expectTraffic({ passes: [outside.tcp(balanced, 80)], blocked: [outside.tcp(balanced, 81)] })
    // OVN would announce addresses of load balancers, those that tenants choose inside as well (ADR 49).
    await announced.stop()
    const who = new Set(announced.lines.flatMap((line) => / tell ([\d.]+)/.exec(line)?.[1] ?? []))
    expect([who.has(red.edge.ip), who.has('10.0.1.100')]).toEqual([true, false])
  })

  it('of a router that is not distributed go elsewhere when their node is drained', async () => {
    await expectTraffic({ passes: [red.web.ping(outside)], blocked: [blue.web.ping(outside), blue.web.ping(blue.db)] })
    await scene().client.call(routes.nodes.drain, { params: { name: 'hv2' } })
    const answered = async (): Promise<true | undefined> =>
      (await blue.web.ping(outside).attempt()) === 'passes' ? true : undefined
    await eventually(answered, { what: 'the other node routes', timeoutMs: 30_000 })
    await expectTraffic({ passes: [blue.web.ping(blue.db), blue.web.ping(outside)] })
  })
})
