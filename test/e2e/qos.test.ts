import { beforeAll, expect, it } from '@jest/globals'
import { routes, type QosPolicy } from '@quantumnet/api'
import { eventually, ovsVsctl } from '@quantumnet/platform'
import { throughput } from './clients/throughput.ts'
import { describeScenarios, expectGolden, useScene, type Tenant, type Vm } from './kit/index.ts'

/** What QoS policies do to real TCP and UDP between two hypervisors. Limits are kept within a tenth above and a quarter below. */
const LIMIT_KBIT = 10_000
const least = (LIMIT_KBIT / 1000) * 0.75
const most = (LIMIT_KBIT / 1000) * 1.1
/** Far from any limit: what the userspace datapath carries on a busy machine. */
const FREE_MBIT = 30

describeScenarios('QoS', () => {
  const scene = useScene()
  let tenant: Tenant
  let near: Vm
  let far: Vm

  const policy = async (name: string, limits: object): Promise<QosPolicy> =>
    await scene().client.call(routes.qosPolicies.create, {
      body: { project: tenant.project.id, name, ...limits },
      query: { wait: 'applied' },
    })
  const use = async (vm: Vm, id: QosPolicy['id'] | null): Promise<void> => {
    await vm.update({ qos_policy: id })
  }

  beforeAll(async () => {
    tenant = await scene().tenant('qos')
    near = await tenant.vm('near', { ip: '10.0.0.10' })
    far = await tenant.vm('far', { ip: '10.0.0.11', on: 'hv2' })
  }, 60_000)

  it('without a policy nothing is held back', async () => {
    expect(await throughput(near, far)).toBeGreaterThan(FREE_MBIT)
  }, 60_000)

  it('egress_max holds what a VM sends, and not what it receives', async () => {
    const { id } = await policy('sends-10', { egress_max: LIMIT_KBIT })
    await use(near, id)
    await expectGolden(scene(), 'qos-egress', { of: [tenant] })
    const [tcp, udp, back] = [
      await throughput(near, far),
      await throughput(near, far, 3 * LIMIT_KBIT),
      await throughput(far, near),
    ]
    expect(tcp).toBeGreaterThan(least)
    expect(tcp).toBeLessThan(most)
    expect(udp).toBeGreaterThan(least)
    expect(udp).toBeLessThan(most)
    expect(back).toBeGreaterThan(FREE_MBIT)
  }, 90_000)

  it('a policy that changes is changed for who uses it, and goes with them', async () => {
    const { id } = await policy('grows', { egress_max: 2_000 })
    await use(near, id)
    expect(await throughput(near, far)).toBeLessThan(2.2)
    const changed = await scene().client.call(routes.qosPolicies.update, {
      ...{ params: { id }, body: { egress_max: LIMIT_KBIT }, query: { wait: 'realized' } },
    })
    expect(changed.status.state).toBe('realized')
    const grown = await throughput(near, far)
    expect(grown).toBeGreaterThan(least)
    expect(grown).toBeLessThan(most)
    await use(near, null)
    expect(await throughput(near, far)).toBeGreaterThan(FREE_MBIT)
  }, 120_000)

  it('ingress_max holds what is sent to a VM, by a queue on its interface', async () => {
    const { id } = await policy('receives-10', { ingress_max: LIMIT_KBIT })
    await use(near, id)
    const queues = async (): Promise<string> => await ovsVsctl(near.hypervisor, 'list', 'Queue')
    await eventually(async () => ((await queues()).includes('max-rate') ? true : undefined), {
      what: 'the agent has shaped it',
      timeoutMs: 10_000,
    })
    const [tcp, udp, out] = [
      await throughput(far, near),
      await throughput(far, near, 3 * LIMIT_KBIT),
      await throughput(near, far),
    ]
    expect(tcp).toBeGreaterThan(least)
    expect(tcp).toBeLessThan(most)
    expect(udp).toBeGreaterThan(least)
    expect(udp).toBeLessThan(most)
    expect(out).toBeGreaterThan(FREE_MBIT)
    await use(near, null)
    await eventually(async () => ((await queues()).trim() === '' ? true : undefined), {
      what: 'nothing of it is left',
      timeoutMs: 10_000,
    })
  }, 120_000)

  it('dscp marks what a VM sends, whatever it said itself', async () => {
    const { id } = await policy('marks', { dscp: 46 })
    await use(near, id)
    const capture = await far.captureTap('icmp[0] == 8', { direction: 'out', verbose: true })
    await near.exec('ping', '-c', '2', '-Q', '0x20', far.ip)
    await capture.until(2, 5_000)
    await capture.stop()
    expect(capture.lines.join('\n')).toMatch(/tos 0xb8/)
    expect(capture.lines.join('\n')).not.toMatch(/tos 0x20/)
  }, 60_000)
})
