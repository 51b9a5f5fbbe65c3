import { beforeAll, expect, it } from '@jest/globals'
import { eventually } from '@quantumnet/platform'
import { arp, describeScenarios, expectGolden, expectTraffic, useScene, type Tenant, type Vm } from './kit/index.ts'

const SHARED = '10.0.0.100'

/** An address that two VMs share, as VRRP has them: who has it says so by a gratuitous ARP. */
describeScenarios('a shared address', () => {
  const scene = useScene()
  let tenant: Tenant
  let first: Vm
  let second: Vm
  let client: Vm
  let shared: string

  beforeAll(async () => {
    tenant = await scene().tenant('vrrp')
    const pairs = { allowed_address_pairs: [{ ip: SHARED, mac: null }] }
    first = await tenant.vm('first', { ip: '10.0.0.10', on: 'hv1', ...pairs })
    second = await tenant.vm('second', { ip: '10.0.0.11', on: 'hv2', ...pairs })
    client = await tenant.vm('client', { ip: '10.0.0.12', on: 'hv1' })
    shared = (await tenant.port('shared', { type: 'virtual', ip: SHARED })).id
  }, 120_000)

  const claim = (vm: Vm): string[] => [
    arp({ from: vm.mac, operation: 'request', senderIp: SHARED, targetIp: SHARED }),
    arp({ from: vm.mac, operation: 'reply', senderIp: SHARED, targetIp: SHARED }),
  ]
  const takes = async (vm: Vm): Promise<void> => {
    await vm.addAddress(`${SHARED}/24`)
    await vm.sendFrames(claim(vm))
  }
  /** Which of the two OVN holds to be its place. */
  const place = async (): Promise<string> =>
    (await scene().sbctl('--bare', '--columns=virtual_parent', 'find', 'Port_Binding', `logical_port=${shared}`)).trim()
  const isAt = async (vm: Vm): Promise<void> => {
    await eventually(async () => ((await place()) === vm.id ? true : undefined), {
      ...{ what: `the shared address is at ${vm.name}`, timeoutMs: 10_000 },
    })
  }

  it('is where it is claimed, and moves', async () => {
    await expectTraffic({ passes: [client.ping(first), client.ping(second)], blocked: [client.ping(SHARED)] })
    await expectGolden(scene(), 'vrrp')
    await takes(first)
    await isAt(first)
    await expectTraffic({ passes: [client.ping(SHARED), client.ping(second)] })
    const atFirst = await first.capture(`icmp and dst ${SHARED}`, { direction: 'in' })
    const atSecond = await second.capture(`icmp and dst ${SHARED}`, { direction: 'in' })
    await first.removeAddress(`${SHARED}/24`)
    await takes(second)
    await isAt(second)
    await expectTraffic({ passes: [client.ping(SHARED), client.ping(first)] })
    expect(await atSecond.stop()).toBeGreaterThan(0)
    await atFirst.stop()
  })

  it('cannot be claimed by who has no address pair for it', async () => {
    const before = await place()
    await client.addAddress(`${SHARED}/24`)
    await expectTraffic({
      passes: [second.frames('its claim', claim(second), { seenBy: first, filter: `arp and src host ${SHARED}` })],
      blocked: [
        client.frames('a claim', claim(client), {
          seenBy: first,
          filter: `arp and ether src ${client.mac} and src host ${SHARED}`,
        }),
      ],
    })
    await client.removeAddress(`${SHARED}/24`)
    expect(await place()).toBe(before)
  })

  it('is no longer for who loses the pair', async () => {
    await second.update({ allowed_address_pairs: [] })
    await expectTraffic({ passes: [client.ping(second)], blocked: [client.ping(SHARED)] })
    const parents = await scene().nbctl('get', 'Logical_Switch_Port', shared, 'options:virtual-parents')
    expect(parents).toBe(`"${first.id}"`)
  })
})
