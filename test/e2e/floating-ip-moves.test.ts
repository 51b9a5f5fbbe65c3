import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, expect, it } from '@jest/globals'
import { routes, type FloatingIp } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { describeScenarios, expectTraffic, useScene, type Tenant, type Vm } from './kit/index.ts'
import { Edge } from './routing/edge.ts'
import { lossesDuring } from './routing/losses.ts'
import { Outside } from './routing/outside.ts'

const ADDRESS = '203.0.113.50'
/** Programs are run to see OVN's flows and to announce: on a busy machine each takes some pings of 20 ms. OVN by itself loses 34 to 48. */
const FEW = 25

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

  /** How many of the pings of one process are lost, and how many come to a VM: all of one conversation. */
  const pingsDuring = async (to: Vm, happens: () => Promise<unknown>): Promise<{ lost: number; seen: number }> => {
    const seen = await to.capture('icmp[icmptype] == icmp-echo', { direction: 'in' })
    const pinging = outside.exec('ping', '-n', '-i', '0.02', '-c', '250', '-W', '1', ADDRESS)
    await pause(500)
    await happens()
    const received = Number(/(\d+) received/.exec((await pinging).stdout)?.[1] ?? 0)
    return { lost: 250 - received, seen: await seen.stop() }
  }

  /** The same while a floating IP is moved, with a TCP client beside it. */
  const movedDuring = async (what: string, to: Vm, change: Change): Promise<number> => {
    const connection = await outside.connect(ADDRESS, 80)
    const before = (await to.accepted(80)).length
    const { lost, seen } = await pingsDuring(to, async () => {
      ip = await edge.move(ip, change)
    })
    process.stderr.write(`${what}: ${String(lost)} of 250 pings of one process lost\n`)
    expect(seen).toBeGreaterThan(100)
    await connection.close()
    await expectTraffic({ passes: [outside.ping(ADDRESS), outside.tcp(ADDRESS, 80), to.ping(outside)] })
    expect((await to.accepted(80)).length).toBeGreaterThan(before)
    return lost
  }

  it('take a conversation along with one lost ping at most when they are central', async () => {
    expect(ip.placement).toBe('central')
    expect(await movedDuring('central', spare, { port: spare.id })).toBeLessThanOrEqual(1)
    expect(await movedDuring('central', web, { port: web.id })).toBeLessThanOrEqual(1)
  })

  it('end a TCP connection that was open: the client hears of it from the new VM, and reaches that one anew', async () => {
    const connection = await outside.connect(ADDRESS, 80)
    ip = await edge.move(ip, { port: spare.id })
    const gone = async (): Promise<true | undefined> => ((await connection.alive()) ? undefined : true)
    await eventually(gone, { what: 'the connection to the old VM ends', timeoutMs: 5_000 })
    await connection.close()
    const before = (await spare.accepted(80)).length
    await expectTraffic({ passes: [outside.tcp(ADDRESS, 80)] })
    expect((await spare.accepted(80)).length).toBeGreaterThan(before)
    ip = await edge.move(ip, { port: web.id })
  })

  it('take a conversation along to another hypervisor', async () => {
    ip = await edge.move(ip, { distributed: true })
    expect(ip.placement).toBe('distributed')
    // The change of who answers takes some pings with it; how many is measured below.
    const answers = async (): Promise<true | undefined> =>
      (await outside.ping(ADDRESS).attempt()) === 'passes' ? true : undefined
    await eventually(answers, { what: 'the distributed address answers', timeoutMs: 10_000 })
    expect(await movedDuring('distributed, hv1 to hv2', spare, { port: spare.id })).toBeLessThanOrEqual(FEW)
    expect(await movedDuring('distributed, hv2 to hv1', web, { port: web.id })).toBeLessThanOrEqual(FEW)
  })

  it('become central, and distributed again, on the chassis that has them', async () => {
    expect(await movedDuring('distributed to central', web, { distributed: false })).toBeLessThanOrEqual(FEW)
    expect(await outside.macOf(ADDRESS)).toBe(await outside.macOf(edge.ip))
    expect(await movedDuring('central to distributed', web, { distributed: true })).toBeLessThanOrEqual(FEW)
    expect(await outside.macOf(ADDRESS)).not.toBe(await outside.macOf(edge.ip))
  })

  it('lose little also for those who begin anew with each ping', async () => {
    const { lost, sent, gapMs } = await lossesDuring(outside, ADDRESS, {
      seconds: 4,
      happens: async () => {
        ip = await edge.move(ip, { port: spare.id })
      },
    })
    process.stderr.write(`distributed, single pings: ${String(lost)} of ${String(sent)} lost, ${String(gapMs)} ms\n`)
    expect(lost).toBeLessThanOrEqual(FEW)
    ip = await edge.move(ip, { port: web.id, distributed: false })
    await expectTraffic({ passes: [outside.ping(ADDRESS)] })
  })

  it('come to the new VM in a conversation that the old one left by going', async () => {
    const { lost, seen } = await pingsDuring(spare, async () => {
      await web.destroy()
      ip = await edge.move(ip, { port: spare.id })
    })
    process.stderr.write(`old VM gone: ${String(lost)} of 250 pings of one process lost\n`)
    expect(seen).toBeGreaterThan(50)
    expect(lost).toBeLessThan(200)
  })
})
