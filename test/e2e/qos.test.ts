import { beforeAll, expect, it } from '@jest/globals'
import { routes, type QosPolicy } from '@quantumnet/api'
import { eventually, ovsVsctl } from '@quantumnet/platform'
import { throughput } from './clients/throughput.ts'
import { describeScenarios, expectGolden, useScene, type Tenant, type Vm } from './kit/index.ts'

/**
 * What QoS policies do to real TCP and UDP between two hypervisors. A limit holds, and without one more goes through; how near one comes to a limit is
 * a figure that is printed, since it depends on the machine.
 */
const LIMIT_KBIT = 10_000
/** Mbit/s. What is held back by the limit, with a burst's worth above it, as it is seen by a receiver that is late now and then. */
const HELD = { least: 1, most: (LIMIT_KBIT / 1000) * 1.25 }
const FREE = { least: HELD.most * 1.2, most: Infinity }

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

  /** Measures until it is so: a machine that had no time for a moment has measured that. */
  const carries = async (
    [from, to, udpKbit]: readonly [Vm, Vm, number?],
    { least, most }: { readonly least: number; readonly most: number },
  ): Promise<void> => {
    const what = `${udpKbit === undefined ? 'TCP' : 'UDP'} from ${from.name} to ${to.name}`
    const isSo = async (): Promise<true | undefined> => {
      const mbit = await throughput(from, to, udpKbit)
      process.stderr.write(`${what}: ${mbit.toFixed(1)} Mbit/s\n`)
      return mbit > least && mbit < most ? true : undefined
    }
    await eventually(isSo, { what: `${what}, from ${String(least)} to ${String(most)} Mbit/s`, timeoutMs: 30_000 })
  }

  beforeAll(async () => {
    tenant = await scene().tenant('qos')
    near = await tenant.vm('near', { ip: '10.0.0.10' })
    far = await tenant.vm('far', { ip: '10.0.0.11', on: 'hv2' })
  }, 60_000)

  it('without a policy nothing is held back', async () => {
    await carries([near, far], FREE)
  }, 60_000)

  it('egress_max holds what a VM sends, and not what it receives', async () => {
    const { id } = await policy('sends-10', { egress_max: LIMIT_KBIT })
    await use(near, id)
    await expectGolden(scene(), 'qos-egress', { of: [tenant] })
    await carries([near, far], HELD)
    await carries([near, far, 3 * LIMIT_KBIT], HELD)
    await carries([far, near], FREE)
  }, 120_000)

  it('a policy that changes is changed for who uses it, and goes with them', async () => {
    const { id } = await policy('grows', { egress_max: 2_000 })
    await use(near, id)
    const before = { least: 0, most: 4 }
    await carries([near, far], before)
    const changed = await scene().client.call(routes.qosPolicies.update, {
      ...{ params: { id }, body: { egress_max: LIMIT_KBIT }, query: { wait: 'realized' } },
    })
    expect(changed.status.state).toBe('realized')
    await carries([near, far], { least: before.most, most: HELD.most })
    await use(near, null)
    await carries([near, far], FREE)
  }, 150_000)

  it('ingress_max holds what is sent to a VM, by a queue on its interface', async () => {
    const { id } = await policy('receives-10', { ingress_max: LIMIT_KBIT })
    await use(near, id)
    const queues = async (): Promise<string> => await ovsVsctl(near.hypervisor, 'list', 'Queue')
    await eventually(async () => ((await queues()).includes('max-rate') ? true : undefined), {
      what: 'the agent has shaped it',
      timeoutMs: 20_000,
    })
    await carries([far, near], HELD)
    await carries([far, near, 3 * LIMIT_KBIT], HELD)
    await carries([near, far], FREE)
    await use(near, null)
    await eventually(async () => ((await queues()).trim() === '' ? true : undefined), {
      what: 'nothing of it is left',
      timeoutMs: 20_000,
    })
  }, 150_000)

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
