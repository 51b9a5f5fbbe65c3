import { beforeAll, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import {
  describeScenarios,
  expectGolden,
  expectTraffic,
  useScene,
  type NetOptions,
  type Tenant,
  type Vm,
} from './kit/index.ts'

/** Networks on a wire: VMs on two hypervisors, and machines outside that OVN knows nothing of. */
describeScenarios('a network on a wire', () => {
  const scene = useScene()
  let tenant: Tenant

  beforeAll(async () => {
    tenant = await scene().tenant('wire', false)
    const group = await scene().client.call(routes.securityGroups.list, { query: { project: tenant.project.id } })
    const body = { security_group: group.items[0]?.id as never, direction: 'ingress', ethertype: 'ipv4' } as const
    await scene().client.call(routes.securityGroupRules.create, { query: { wait: 'applied' }, body })
  }, 60_000)

  /** A VM on each hypervisor. */
  const vmsOn = async (name: string, prefix: string, options: NetOptions): Promise<[Vm, Vm]> => {
    const net = await tenant.net(name, {
      ...{ physical_network: 'ext', cidrs: [`${prefix}.0/24`], subnet: { dns_address: null } },
      ...options,
    })
    const vm = async (on: string, ip: string): Promise<Vm> => await tenant.vm(`${name}-${on}`, { net, ip, on })
    return [await vm('hv1', `${prefix}.11`), await vm('hv2', `${prefix}.12`)]
  }

  it('vlan: is one with machines of its VLAN, at any hypervisor, and with none of another VLAN or none', async () => {
    const [near, far] = await vmsOn('vlan', '192.0.2', { type: 'vlan', segment_id: 100 })
    const same = await scene().outside('same', { address: '192.0.2.20/24', vlan: 100, at: 'hv2' })
    const other = await scene().outside('other', { address: '192.0.2.21/24', vlan: 101, at: 'hv2' })
    const untagged = await scene().outside('untagged', { address: '192.0.2.22/24', at: 'hv1' })
    const onWire = await scene().captureAt('hv1', 'external', 'vlan 100 and icmp')
    const inTunnel = await scene().captureAt('hv1', 'underlay', 'udp port 6081')
    await expectTraffic({
      passes: [near.ping(same), far.ping(same), near.ping(far), same.ping(near), same.tcp(far, 80), far.tcp(near, 80)],
      blocked: [near.ping(other), far.ping(untagged), near.ping(untagged), other.ping(near), untagged.ping(far)],
    })
    expect(await onWire.stop()).toBeGreaterThan(0)
    // Between VMs as well: what is on a wire goes by the wire.
    expect(await inTunnel.stop()).toBe(0)
    await expectGolden(scene(), 'network-vlan')
  })

  it('flat: is one with machines that are in no VLAN', async () => {
    const [near, far] = await vmsOn('flat', '198.51.100', { type: 'flat' })
    const untagged = await scene().outside('plain', { address: '198.51.100.20/24', at: 'hv1' })
    const tagged = await scene().outside('tagged', { address: '198.51.100.21/24', vlan: 100, at: 'hv1' })
    await expectTraffic({
      passes: [near.ping(untagged), far.ping(untagged), untagged.ping(far), near.ping(far)],
      blocked: [near.ping(tagged), far.ping(tagged), tagged.ping(near)],
    })
    await expectGolden(scene(), 'network-flat')
  })

  it('external: reaches its VLAN as one of type vlan does', async () => {
    const [near, far] = await vmsOn('outside', '203.0.113', { type: 'external', segment_id: 300 })
    const same = await scene().outside('isp', { address: '203.0.113.1/24', vlan: 300, at: 'hv1' })
    const other = await scene().outside('else', { address: '203.0.113.2/24', vlan: 301, at: 'hv1' })
    await expectTraffic({
      passes: [near.ping(same), far.ping(same), same.ping(far), near.ping(far)],
      blocked: [near.ping(other), other.ping(near)],
    })
    await expectGolden(scene(), 'network-external')
  })
})
