import { expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import { run } from '@quantumnet/platform'
import { floodUdp } from './clients/throughput.ts'
import { describeScenarios, useScene, type Tenant, type Vm } from './kit/index.ts'

/** What one VM does to ovn-controller, which answers for all VMs of a hypervisor. Packets per second. */
const FLOOD = 10_000
/** What the deployment takes of packets that are answered with a rejection, in a second. */
const REJECTIONS = 200

describeScenarios('Control-plane policing', () => {
  const scene = useScene()

  /** Packets that ovn-controller has taken so far. */
  const taken = async (vm: Vm): Promise<number> => {
    const env = `OVN_RUNDIR=${vm.hypervisor.controllerRunDir}`
    const counters = await run(['env', env, 'ovn-appctl', '-t', 'ovn-controller', 'coverage/show'])
    return Number(/^pinctrl_total_pin_pkts .*total: (\d+)$/m.exec(counters)?.[1] ?? 0)
  }

  /** Three VMs beside it boot and get their leases: what ovn-controller takes meanwhile. */
  const beside = async (
    attacker: Vm,
    calm: Tenant,
  ): Promise<{ readonly packets: number; readonly seconds: number }> => {
    const [before, started] = [await taken(attacker), performance.now()]
    for (const name of ['one', 'two', 'three']) expect(await (await calm.vm(name)).lease()).toBeDefined()
    const packets = (await taken(attacker)) - before
    const seconds = (performance.now() - started) / 1000
    process.stderr.write(`three VMs boot beside it in ${seconds.toFixed(1)} s, ${String(packets)} packets are taken\n`)
    return { packets, seconds }
  }

  it('a flood of packets that are to be rejected is held back, and other VMs get their leases', async () => {
    const [loud, calm] = [await scene().tenant('loud'), await scene().tenant('calm')]
    const { id: group } = await scene().client.call(routes.securityGroups.create, {
      ...{ body: { project: loud.project.id, name: 'rejecting' }, query: { wait: 'applied' } },
    })
    await scene().client.call(routes.securityGroupRules.create, {
      body: {
        ...{ security_group: group, direction: 'egress', ethertype: 'ipv4', protocol: 'udp', action: 'reject' },
        ...{ port_min: 9, port_max: 9, remote_cidr: '10.0.0.0/24' },
      },
      query: { wait: 'applied' },
    })
    const attacker = await loud.vm('attacker', { security_groups: [group] })
    const victim = await loud.vm('victim')
    const flood = floodUdp(attacker, { host: victim.ip, port: 9, fromPort: 0 }, FLOOD)
    try {
      await attacker.exec('sleep', '2')
      const { packets, seconds } = await beside(attacker, calm)
      // Leases and neighbours of those that boot count, too, and the counter is up to a second behind.
      expect(packets).toBeLessThan(REJECTIONS * 2 * (seconds + 1))
    } finally {
      flood.stop()
    }
  }, 120_000)

  // Open vSwitch 3.1 does not meter what waits for an answer to go on, as DHCP does (ADR 39): ovn-controller takes it all.
  it('a flood of DHCP requests keeps no other VM from its lease', async () => {
    const [loud, calm] = [await scene().tenant('loud-dhcp'), await scene().tenant('calm-dhcp')]
    const attacker = await loud.vm('attacker')
    const flood = floodUdp(attacker, { host: '255.255.255.255', port: 67, fromPort: 68 }, FLOOD)
    try {
      await attacker.exec('sleep', '2')
      await beside(attacker, calm)
    } finally {
      flood.stop()
    }
  }, 120_000)
})
