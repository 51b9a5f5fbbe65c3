import { beforeAll, expect, it } from '@jest/globals'
import { routes, type FloatingIp } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { describeScenarios, expectTraffic, useScene, type Tenant, type Vm } from './kit/index.ts'
import { Edge } from './routing/edge.ts'
import { converse, sayLosses } from './routing/losses.ts'
import { Outside } from './routing/outside.ts'

const ADDRESS = '203.0.113.50'
/** Answers after a move by which a conversation goes on. */
const ENOUGH = 25

/** Floating IPs that move while somebody outside goes on: one ping process, one TCP client. */
describeScenarios('floating IPs that move', () => {
  const scene = useScene()
  let outside: Outside
  let tenant: Tenant
  let edge: Edge
  let web: Vm
  let spare: Vm
  let ip: FloatingIp

  beforeAll(async () => {
    tenant = await scene().tenant('red', { cidrs: ['10.0.1.0/24'] })
    outside = await Outside.open(scene(), [tenant])
    edge = await Edge.make(scene(), tenant, { outside, ips: ['203.0.113.10'], gateway_nodes: ['hv1', 'hv2'] })
    const { client } = scene()
    const group = await client.call(routes.securityGroups.create, {
      body: { project: tenant.project.id, name: 'from-outside', default_egress: 'allow' },
    })
    const rule = { security_group: group.id, direction: 'ingress', ethertype: 'ipv4' } as const
    await client.call(routes.securityGroupRules.create, { body: { ...rule, protocol: 'icmp' } })
    await client.call(routes.securityGroupRules.create, {
      body: { ...rule, protocol: 'tcp', port_min: 80, port_max: 80 },
    })
    const options = { security_groups: [group.id] }
    web = await tenant.vm('web', { ...options, on: 'hv1' })
    spare = await tenant.vm('spare', { ...options, on: 'hv2' })
    for (const vm of [web, spare]) await vm.serve(80)
    ip = await edge.floatingIp('www', outside, web, { address: ADDRESS })
    await expectTraffic({ passes: [outside.ping(ADDRESS), outside.tcp(ADDRESS, 80)] })
  }, 120_000)

  type Change = Parameters<Edge['move']>[1]

  /**
   * Changes the floating IP while a conversation and a TCP client go on: both must find the VM that has it then, and are not asked how long it took
   * (test/bench/ovn/moves.ts is).
   */
  const moved = async (what: string, to: Vm, change: Change): Promise<void> => {
    const before = (await to.accepted(80)).length
    const connection = await outside.connect(ADDRESS, 80)
    const pinging = await converse(outside, ADDRESS)
    const reached = await to.capture('icmp[icmptype] == icmp-echo', { direction: 'in' })
    ip = await edge.move(ip, change)
    const enough = reached.packets + ENOUGH
    expect(await reached.until(enough, 30_000)).toBeGreaterThanOrEqual(enough)
    await pinging.hears(ENOUGH)
    sayLosses(what, await pinging.stop())
    await Promise.all([reached.stop(), connection.close()])
    await expectTraffic({ passes: [outside.ping(ADDRESS), outside.tcp(ADDRESS, 80), to.ping(outside)] })
    expect((await to.accepted(80)).length).toBeGreaterThan(before)
  }

  it('take a conversation along when they are central', async () => {
    expect(ip.placement).toBe('central')
    await moved('central', spare, { port: spare.id })
    await moved('central', web, { port: web.id })
  })

  it('end a TCP connection that was open: the client hears of it from the new VM, and reaches that one anew', async () => {
    const connection = await outside.connect(ADDRESS, 80)
    ip = await edge.move(ip, { port: spare.id })
    const gone = async (): Promise<true | undefined> => ((await connection.alive()) ? undefined : true)
    await eventually(gone, { what: 'the connection to the old VM ends', timeoutMs: 20_000 })
    await connection.close()
    const before = (await spare.accepted(80)).length
    await expectTraffic({ passes: [outside.tcp(ADDRESS, 80)] })
    expect((await spare.accepted(80)).length).toBeGreaterThan(before)
    ip = await edge.move(ip, { port: web.id })
  })

  it('take a conversation along to another hypervisor, which announces them', async () => {
    ip = await edge.move(ip, { distributed: true })
    expect(ip.placement).toBe('distributed')
    const mac = await eventually(
      async () => {
        const answering = await outside.macOf(ADDRESS)
        return answering === (await outside.macOf(edge.ip)) ? undefined : answering
      },
      { what: 'the address has a MAC address of its own', timeoutMs: 10_000 },
    )
    const announced = await scene().captureAt('hv2', 'external', `arp src host ${ADDRESS} and arp dst host ${ADDRESS}`)
    await moved('distributed, hv1 to hv2', spare, { port: spare.id })
    expect(await announced.until(1, 10_000)).toBeGreaterThan(0)
    await announced.stop()
    expect(announced.lines[0]).toContain(`${mac} > ff:ff:ff:ff:ff:ff`)
    await moved('distributed, hv2 to hv1', web, { port: web.id })
    expect(await outside.macOf(ADDRESS)).toBe(mac)
  })

  it('become central, and distributed again, on the chassis that has them', async () => {
    await moved('distributed to central', web, { distributed: false })
    expect(await outside.macOf(ADDRESS)).toBe(await outside.macOf(edge.ip))
    await moved('central to distributed', web, { distributed: true })
    expect(await outside.macOf(ADDRESS)).not.toBe(await outside.macOf(edge.ip))
  })

  it('come to the new VM in a conversation that the old one left by going', async () => {
    ip = await edge.move(ip, { distributed: false })
    await expectTraffic({ passes: [outside.ping(ADDRESS)] })
    const pinging = await converse(outside, ADDRESS)
    await web.destroy()
    ip = await edge.move(ip, { port: spare.id })
    await pinging.hears(ENOUGH)
    sayLosses('old VM gone', await pinging.stop())
  })
})
