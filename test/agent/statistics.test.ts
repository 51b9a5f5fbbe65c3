import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { NodeStatistics } from '@quantumnet/api'
import { eventually, ovsVsctl, type Hypervisor } from '@quantumnet/platform'
import { run as runCommand } from '../../platform/src/process/run.ts'
import { datagram } from '../e2e/kit/frames.ts'
import { describeWithLab, scratchRun } from '../platform/scratch.ts'
import {
  agentEnvironment,
  AgentProcess,
  Listener,
  nothingKnown,
  plug,
  portOf,
  startSwitch,
  type Scratch,
} from './rig.ts'

const port = portOf(1)
const [vip, member] = ['10.0.0.100', '10.0.0.2']
const frame = (to: string): string =>
  datagram(
    { from: port.mac, to: '02:00:00:00:00:02', source: '10.0.0.1', destination: to },
    { from: 4000, to: 53 },
    'asked',
  )

describeWithLab('node agent, statistics', () => {
  let scratch: Scratch
  let hypervisor: Hypervisor
  let server: Listener
  let agent: AgentProcess

  const ofctl = async (...args: string[]): Promise<void> => {
    const bridge = `unix:${join(dirname(hypervisor.ovsdb.slice('unix:'.length)), 'br-int.mgmt')}`
    const [command = '', ...rest] = args
    await runCommand(['ovs-ofctl', '--protocols=OpenFlow13', command, bridge, ...rest])
  }
  const told = (): NodeStatistics[] =>
    server.heard.flatMap((heard) => (heard.kind === 'statistics' ? [heard.statistics] : []))
  const until = async (what: string, fits: (statistics: NodeStatistics) => boolean): Promise<NodeStatistics> =>
    await eventually(() => told().findLast(fits), {
      what: `${what}, not ${JSON.stringify(told().at(-1))}`,
      timeoutMs: 40_000,
    })

  beforeAll(async () => {
    scratch = await scratchRun()
    hypervisor = await startSwitch(scratch)
    server = new Listener({ ...nothingKnown, ports: [port] })
    await server.listen()
    await plug(hypervisor, 'tap1', 'fe:00:00:00:00:01', `iface-id=${port.id}`)
    await runCommand(['ip', '-n', hypervisor.namespace, 'link', 'set', 'tap1', 'up'])
    await runCommand(['ip', '-n', hypervisor.namespace, 'link', 'set', 'tap1-vm', 'up'])
    const log = join(scratch.run.logDir, 'agent.log')
    agent = AgentProcess.start(log, agentEnvironment(hypervisor, server.endpoint, scratch.run.dataDir))
  }, 30_000)
  afterAll(async () => {
    await agent.stop()
    await server.double.close()
    await scratch.end()
  }, 30_000)

  it('tells what went through ports, and of load balancers nothing where there are none', async () => {
    const { balanced, ports } = await until('the port is counted', ({ ports: [first] }) => first?.port === port.id)
    expect([balanced, ports.length]).toEqual([undefined, 1])
    const before = ports[0]?.received.packets ?? 0
    for (let n = 0; n < 50; n++) await ofctl('packet-out', `in_port=LOCAL packet=${frame(member)} actions=output:tap1`)
    const fits = ({ ports: [first] }: NodeStatistics): boolean => (first?.received.packets ?? 0) >= before + 50
    expect((await until('fifty packets are counted', fits)).ports[0]?.sent.packets).toBeLessThan(50)
  }, 60_000)

  it('tells the connections that OVN’s load balancers have sent to members, by the networks of their clients', async () => {
    // As ovn-controller writes them (OVN 23.03): a group that translates and marks, and the zone of the client's port.
    await ovsVsctl(hypervisor, 'set', 'Bridge', 'br-int', `external_ids:ct-zone-${port.id}=5`)
    const actions = `ct(commit,table=1,zone=5,nat(dst=${member}:5353),exec(set_field:0x2/0x2->ct_mark))`
    await ofctl('add-group', `group_id=1,type=select,bucket=actions=${actions}`)
    await ofctl('add-flow', `table=0,priority=300,udp,nw_dst=${vip},actions=group:1`)
    // Another that is translated by no load balancer, and one of nobody's zone.
    await ofctl(
      'add-flow',
      `table=0,priority=300,udp,nw_dst=10.0.0.101,actions=ct(commit,zone=5,nat(dst=${member}:5353))`,
    )
    const mark = 'exec(set_field:0x2/0x2->ct_mark)'
    await ofctl(
      'add-flow',
      `table=0,priority=300,udp,nw_dst=10.0.0.102,actions=ct(commit,zone=6,nat(dst=${member}:5353),${mark})`,
    )
    for (const target of [vip, '10.0.0.101', '10.0.0.102'])
      await ofctl('packet-out', `in_port=LOCAL packet=${frame(target)} actions=resubmit(,0)`)
    const { balanced } = await until('connections are counted', (statistics) => (statistics.balanced ?? []).length > 0)
    expect(balanced).toEqual([
      {
        ...{
          network: port.network,
          protocol: 'udp',
          address: vip,
          port: 53,
          member_address: member,
          member_port: 5353,
        },
        ...{ connections: 1, packets: null, bytes: null },
      },
    ])
  }, 60_000)

  it('tells that the last connection has ended, though no flow of a load balancer is left', async () => {
    await ofctl('del-groups')
    await runCommand(['ovs-appctl', '-t', hypervisor.switchControl, 'dpctl/flush-conntrack'])
    await until('none is open', ({ balanced }) => balanced?.length === 0)
  }, 60_000)
})
