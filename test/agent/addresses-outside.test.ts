import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { DesiredExternalAddress } from '@quantumnet/api'
import { eventually, ovsVsctl, run as runCommand, type Hypervisor } from '@quantumnet/platform'
import { ExternalWire, type Patience } from '../../node-agent/src/apply/external.ts'
import { datagram } from '../e2e/kit/frames.ts'
import { describeWithLab, scratchRun } from '../platform/scratch.ts'
import { plug, startSwitch, type Scratch } from './rig.ts'

const OWN = '02:d5:a8:9d:ff:75'
const ADDRESS: DesiredExternalAddress = {
  id: '01990000-0000-7000-8000-000000000050' as DesiredExternalAddress['id'],
  address: '203.0.113.50',
  ...{ interface_id: 'ln-ext', vlan: null, mac: OWN, own_mac: true, inside: ['10.0.1.3'] },
}
const ADDRESS6: DesiredExternalAddress = { ...ADDRESS, address: '2001:db8::5', inside: ['fd00::3'] }

// As ovn-controller makes them (OVN 23.03).
const QUESTION = 'table=11,arp,metadata=0x3,arp_tpa=203.0.113.50,arp_op=1'
const ANSWER = `move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],mod_dl_src:${OWN},load:0x2->NXM_OF_ARP_OP[]`
const QUESTION6 = 'table=11,icmp6,metadata=0x3,icmp_type=135,icmp_code=0,nd_target=2001:db8::5'
const ANSWER6 = `controller(userdata=00.00.00.0c.00.00.00.00.00.19.00.10.80.00.08.06.${OWN.replaceAll(':', '.')}.00.00)`
const LED = 'table=15,ip,metadata=0x3,nw_dst=203.0.113.50'

/** What the agent sees and does of addresses outside in a real Open vSwitch, whose flows are made by hand. */
describeWithLab('node agent, addresses outside', () => {
  let scratch: Scratch
  let hypervisor: Hypervisor
  let wire: ExternalWire
  let ofport = -1

  const ofctl = async (command: string, ...words: readonly string[]): Promise<string> => {
    const bridge = `unix:${join(dirname(hypervisor.ovsdb.slice('unix:'.length)), 'br-int.mgmt')}`
    return await runCommand(['ovs-ofctl', '--protocols=OpenFlow14', command, bridge, ...words])
  }
  const soon = (withinMs = 20_000): Patience => ({ withinMs, signal: new AbortController().signal })

  beforeAll(async () => {
    scratch = await scratchRun()
    hypervisor = await startSwitch(scratch)
    await plug(hypervisor, 'wire', 'fe:00:00:00:00:01')
    for (const device of ['wire', 'wire-vm'])
      await runCommand(['ip', '-n', hypervisor.namespace, 'link', 'set', device, 'up'])
    ofport = Number(await ovsVsctl(hypervisor, 'get', 'Interface', 'wire', 'ofport'))
    await ofctl('del-flows')
    wire = new ExternalWire(hypervisor.ovsdb, () => ({
      bridge: { uuid: '' as never, name: 'br-int' },
      interfaces: [{ name: 'patch-br-int-to-ln-ext', ofport }] as never,
    }))
  }, 60_000)
  afterAll(async () => {
    wire.close()
    await scratch.end()
  }, 30_000)

  it('are seen to be answered when the flow comes, and not before', async () => {
    await ofctl('add-flow', `${QUESTION},priority=91,actions=drop`)
    expect(await wire.answers(ADDRESS, soon(200))).toBe(false)
    const answered = wire.answers(ADDRESS, soon())
    await ofctl('add-flow', `${QUESTION},priority=92,actions=${ANSWER}`)
    expect(await answered).toBe(true)
    expect(await wire.answers({ ...ADDRESS, mac: '02:00:00:00:00:01' }, soon(200))).toBe(false)
    expect(await wire.answers(ADDRESS, soon())).toBe(true)
  })

  it('are told apart when several are looked for at a time, of both families', async () => {
    const other = { ...ADDRESS, address: '203.0.113.51' }
    const looking = [wire.answers(ADDRESS6, soon()), wire.answers(other, soon())]
    const unknown = wire.answers({ ...ADDRESS, address: '203.0.113.52' }, soon(1_000))
    await ofctl('add-flow', `${QUESTION6},priority=92,actions=${ANSWER6}`)
    await ofctl('add-flow', `${QUESTION.replace('.50', '.51')},priority=92,actions=${ANSWER}`)
    expect(await Promise.all(looking)).toEqual([true, true])
    expect(await unknown).toBe(false)
  })

  it('are seen to lead elsewhere, or to be answered here no more', async () => {
    const translation = { address: ADDRESS.address, inside: '10.0.1.3' }
    const leadsTo = (inside: string): string =>
      `${LED},priority=100,actions=ct(commit,table=16,zone=5,nat(dst=${inside}))`
    await ofctl('add-flow', leadsTo('10.0.1.3'))
    expect(await wire.isLet(translation, soon(200))).toBe(false)
    const elsewhere = wire.isLet(translation, soon())
    await ofctl('add-flow', leadsTo('10.0.1.4'))
    expect(await elsewhere).toBe(true)
    await ofctl('add-flow', leadsTo('10.0.1.3'))
    const away = wire.isLet(translation, soon())
    await ofctl('del-flows', QUESTION)
    expect(await away).toBe(true)
  })

  it('are announced on their wire', async () => {
    const sent = async (): Promise<number> =>
      Number(/tx pkts=(\d+)/.exec(await ofctl('dump-ports', String(ofport)))?.[1] ?? 0)
    const before = await sent()
    await wire.announce(ADDRESS)
    await eventually(async () => ((await sent()) > before ? true : undefined), {
      what: 'it is sent',
      timeoutMs: 10_000,
    })
  })

  it('are silenced with the MAC address that is out of date, until they are announced with it again', async () => {
    const flows = async (): Promise<string> => await ofctl('dump-flows', 'cookie=0x716e6d6f766564/-1')
    await wire.silence(ADDRESS)
    await wire.silence(ADDRESS6)
    expect(await flows()).toMatch(
      /hard_timeout=60.*priority=65000,arp,dl_src=02:d5:a8:9d:ff:75,arp_spa=203.0.113.50,.*actions=drop/,
    )
    expect(await flows()).toMatch(/icmp6,dl_src=02:d5:a8:9d:ff:75,.*nd_target=2001:db8::5 actions=drop/)
    for (const address of [ADDRESS, ADDRESS6]) await wire.announce(address)
    expect(await flows()).not.toContain('drop')
  })

  it('are forgotten where they are tracked with one inside, and no other connection is', async () => {
    const tracked = async (): Promise<string> =>
      await runCommand(['ovs-appctl', '-t', hypervisor.switchControl, 'dpctl/dump-conntrack'])
    for (const inside of ['10.0.1.3', '10.0.1.4']) {
      await ofctl('add-flow', `table=0,priority=10,udp,actions=ct(commit,zone=5,nat(dst=${inside}))`)
      const link = { from: '02:00:00:00:00:01', to: OWN, source: '198.51.100.1', destination: ADDRESS.address }
      const port = { from: inside === '10.0.1.3' ? 4003 : 4004, to: 53 }
      await ofctl('packet-out', `in_port=LOCAL packet=${datagram(link, port, 'x')} actions=resubmit(,0)`)
    }
    expect(await tracked()).toMatch(/4003[^]*4004|4004[^]*4003/)
    await wire.forget({ address: ADDRESS.address, inside: '10.0.1.3' })
    expect(await tracked()).not.toContain('4003')
    expect(await tracked()).toContain('4004')
  })

  it('of load balancers are forgotten with one member, and one listener', async () => {
    const tracked = async (): Promise<string> =>
      await runCommand(['ovs-appctl', '-t', hypervisor.switchControl, 'dpctl/dump-conntrack'])
    const vip = '10.0.0.100'
    for (const [from, to, member] of [
      [5001, 53, '10.0.0.2:5353'],
      [5002, 54, '10.0.0.2:5353'],
      [5003, 53, '10.0.0.2:5354'],
      [5004, 53, '10.0.0.3:5353'],
    ] as const) {
      await ofctl('add-flow', `table=0,priority=20,udp,nw_dst=${vip},actions=ct(commit,zone=7,nat(dst=${member}))`)
      const link = { from: '02:00:00:00:00:01', to: OWN, source: '10.0.0.1', destination: vip }
      await ofctl('packet-out', `in_port=LOCAL packet=${datagram(link, { from, to }, 'x')} actions=resubmit(,0)`)
    }
    expect((await tracked()).match(/sport=500[1-4]/g)).toHaveLength(4)
    const member = { member_address: '10.0.0.2', member_port: 5353 }
    await wire.cut({ address: vip, protocol: 'tcp', port: 53, ...member })
    expect((await tracked()).match(/sport=500[1-4]/g)).toHaveLength(4)
    await wire.cut({ address: vip, protocol: 'udp', port: 53, ...member })
    expect((await tracked()).match(/sport=500[1-4]/g)?.toSorted()).toEqual(['sport=5002', 'sport=5003', 'sport=5004'])
  })

  it('are told of by an error when the switch has gone, and seen again when it is back', async () => {
    const part = hypervisor.parts.find(({ name }) => name.endsWith('vswitchd'))
    if (part === undefined) throw new Error('there is no ovs-vswitchd')
    const lost = wire.answers({ ...ADDRESS, address: '203.0.113.99' }, soon())
    lost.catch(() => undefined)
    await wire.silence(ADDRESS)
    // Its supervisor starts it again.
    scratch.run.supervisor.signal(part.name, 'SIGKILL')
    await expect(lost).rejects.toThrow()
    const again = async (): Promise<true | undefined> => {
      await wire.silence(ADDRESS)
      return true
    }
    await eventually(again, { what: 'the switch takes orders again', timeoutMs: 20_000 })
  }, 60_000)
})
