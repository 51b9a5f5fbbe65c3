import { beforeAll, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { describeScenarios, expectGolden, expectTraffic, useScene, type Tenant, type Vm } from './kit/index.ts'

const GROUP = '239.1.1.1'
const GROUP_V6 = 'ff15::1:1'

/** Datagrams to a group, with and without snooping. */
describeScenarios('multicast', () => {
  const scene = useScene()
  let tenant: Tenant
  let sender: Vm
  let member: Vm
  let other: Vm

  beforeAll(async () => {
    tenant = await scene().tenant('cast')
    await tenant.subnet(tenant.main, 'main-v6', {
      ...{ cidr: '2001:db8:1::/64', ipv6_mode: 'dhcpv6-stateful', gateway: null, dns_address: null },
    })
    const vm = async (name: string, last: string, on: string): Promise<Vm> => {
      const made = await tenant.vm(name, { ip: [`10.0.0.${last}`, `2001:db8:1::${last}`], on })
      await made.addAddress(`${made.ip6}/64`)
      return made
    }
    sender = await vm('sender', '10', 'hv1')
    member = await vm('member', '11', 'hv2')
    other = await vm('other', '12', 'hv2')
  }, 120_000)

  /** Nobody but members is to see it on the wire, so who is no member is watched, not asked. */
  const seenBy = async (vm: Vm, group: string, send: () => Promise<void>): Promise<number> => {
    const seen = await vm.captureTap(`udp and dst host ${group}`)
    await send()
    return await seen.stop()
  }

  it('goes everywhere where nobody snoops; members are asked for, through all groups, as soon as somebody does', async () => {
    await member.joins(4_000, GROUP)
    const flooded = await other.captureTap(`udp and dst host ${GROUP}`)
    await expectTraffic({ passes: [sender.udp(GROUP, 4_000, member)] })
    expect(await flooded.stop()).toBeGreaterThan(0)

    const asked = await member.capture('igmp and src host 0.0.0.0', { direction: 'in' })
    const answered = await member.capture(`igmp and src host ${member.ip}`, { direction: 'out' })
    const { id } = tenant.main.network
    await scene().client.call(routes.networks.update, {
      ...{ params: { id }, query: { wait: 'realized' }, body: { multicast: true } },
    })
    expect(await asked.until(1, 10_000)).toBeGreaterThan(0)
    expect(await answered.until(1, 10_000)).toBeGreaterThan(0)
    await Promise.all([asked.stop(), answered.stop()])
    const toOther = await seenBy(other, GROUP, async () => {
      await expectTraffic({ passes: [sender.udp(GROUP, 4_000, member)] })
    })
    expect(toOther).toBe(0)
    await member.leaves(4_000)
    await expectGolden(scene(), 'multicast')
  })

  it.each([
    ['IPv4', GROUP, 5_000],
    ['IPv6', GROUP_V6, 5_001],
  ])(
    'reaches members only, and those no longer that leave: %s',
    async (_, group, port) => {
      await member.joins(port, group)
      const arrives = sender.udp(group, port, member)
      const toOther = await seenBy(other, group, async () => {
        await expectTraffic({ passes: [arrives] })
      })
      expect(toOther).toBe(0)
      await other.joins(port, group)
      await expectTraffic({ passes: [arrives, sender.udp(group, port, other)] })
      await member.leaves(port)
      const quiet = async (): Promise<true | undefined> => {
        const toMember = await seenBy(member, group, async () => {
          await expectTraffic({ passes: [sender.udp(group, port, other)] })
        })
        return toMember === 0 ? true : undefined
      }
      await eventually(quiet, { what: 'who has left gets nothing', timeoutMs: 20_000 })
    },
    60_000,
  )
})
