import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { eventually, ovsVsctl, type Hypervisor } from '@quantumnet/platform'
import { run as runCommand } from '../../platform/src/process/run.ts'
import { nodeCommand } from '../../platform/src/sources.ts'
import { describeWithLab, scratchRun } from '../platform/scratch.ts'
import {
  agentEnvironment,
  AgentProcess,
  DEPLOYMENT,
  externalIds,
  Listener,
  logOf,
  nothingKnown,
  plug,
  portOf,
  startSwitch,
  type Scratch,
} from './rig.ts'

const [first, second] = [portOf(1), portOf(2)]

describeWithLab('node agent, ports', () => {
  let scratch: Scratch
  let hypervisor: Hypervisor
  let server: Listener
  let agent: AgentProcess
  let environment: Record<string, string>

  const log = (): string => join(scratch.run.logDir, 'agent.log')
  const start = (): AgentProcess => AgentProcess.start(log(), environment)
  const rootIds = async (): Promise<string> =>
    (await ovsVsctl(hypervisor, 'get', 'Open_vSwitch', '.', 'external_ids')).trim()
  const interfaces = async (): Promise<string[]> =>
    (await ovsVsctl(hypervisor, 'list-ifaces', 'br-int')).trim().split('\n')
  const untilIds = async (name: string, expected: string): Promise<string> =>
    await eventually(
      async () => {
        const ids = await externalIds(hypervisor, name)
        return ids.includes(expected) ? ids : undefined
      },
      { what: `${name} has ${expected}`, timeoutMs: 10_000 },
    )
  const installed = async (name: string): Promise<void> => {
    await ovsVsctl(hypervisor, 'set', 'Interface', name, 'external_ids:ovn-installed=true')
  }

  beforeEach(async () => {
    scratch = await scratchRun()
    hypervisor = await startSwitch(scratch)
    server = new Listener(nothingKnown)
    await server.listen()
    environment = agentEnvironment(hypervisor, server.endpoint, scratch.run.dataDir)
  }, 30_000)
  afterEach(async () => {
    await agent.stop()
    await server.double.close()
    await scratch.end()
  }, 30_000)

  it('registers the chassis and the node, and leaves keys of others alone', async () => {
    await ovsVsctl(
      hypervisor,
      'set',
      'Open_vSwitch',
      '.',
      'external_ids:rundir=/run/x',
      'external_ids:ovn-encap-ip=192.0.2.9',
    )
    agent = start()
    await server.untilReport('nothing', (reports) => reports.length === 0)
    const registration = { encap_ip: '172.30.0.1', agent_version: '0.1.0', bridge_mappings: { ext: 'br-ex' } }
    expect(server.heard[0]).toEqual({ kind: 'registered', node: 'hv1', registration })
    expect(await rootIds()).toBe(
      '{ovn-bridge-datapath-type=netdev, ovn-bridge-mappings="ext:br-ex", ovn-encap-ip="172.30.0.1", ovn-encap-type=geneve, ' +
        'ovn-monitor-all="true", ovn-openflow-probe-interval="60", ovn-remote="tcp:172.30.0.100:6642", ' +
        `ovn-remote-probe-interval="60000", qn-deployment="${DEPLOYMENT}", rundir="/run/x", system-id=hv1}`,
    )
  })

  it('mends the chassis when somebody changes it', async () => {
    agent = start()
    await server.untilReport('nothing', (reports) => reports.length === 0)
    await ovsVsctl(hypervisor, 'set', 'Open_vSwitch', '.', 'external_ids:ovn-remote=tcp:203.0.113.66:6642')
    await eventually(async () => (await rootIds()).includes('ovn-remote="tcp:172.30.0.100:6642"') || undefined, {
      what: 'ovn-remote is as it should be',
      timeoutMs: 5_000,
    })
  })

  it('reports an interface with an iface-id: down, up, and gone from the report', async () => {
    agent = start()
    await plug(hypervisor, 'tap1', first.mac, `iface-id=${first.id}`)
    await plug(hypervisor, 'tap9', '02:00:00:00:00:99', 'iface-id=somebody-elses')
    expect(await server.untilReport('tap1', ([report]) => report?.reason?.startsWith('OVN') === true)).toEqual([
      {
        port: first.id,
        interface: 'tap1',
        state: 'down',
        reason: 'OVN has not installed its flows yet; is ovn-controller connected, and may this node bind the port?',
      },
    ])
    await installed('tap1')
    await server.untilReport('up', ([report]) => report?.state === 'up' && report.reason === null)
    await ovsVsctl(hypervisor, 'del-port', 'tap1')
    await server.untilReport('nothing', (reports) => reports.length === 0)
  })

  it('binds an interface that is attached to a port, and another port later', async () => {
    agent = start()
    await plug(hypervisor, 'tap1', '02:00:00:00:00:77')
    const attach = async (id: string): Promise<string> =>
      await runCommand([...nodeCommand('node-agent/src/attach.ts'), 'tap1', id], {
        env: { ...process.env, QUANTUMNET_OVSDB: hypervisor.ovsdb },
      })
    await attach(first.id)
    expect(await untilIds('tap1', 'iface-id')).toBe(
      `{iface-id="${first.id}", qn-bound-by=attach, qn-port="${first.id}"}`,
    )
    await server.untilReport('tap1', ([report]) => report?.port === first.id && report.state === 'down')
    await attach(second.id)
    await untilIds('tap1', `iface-id="${second.id}"`)
    await expect(attach('no-uuid')).rejects.toThrow('"no-uuid" is not a port\'s id; give its UUID')
  })

  it('binds by MAC when exactly one port of this node and exactly one interface have it', async () => {
    const [expected, elsewhere] = [portOf(1, { requested: true }), portOf(2)]
    server.double.know({ ...nothingKnown, ports: [expected, elsewhere] })
    agent = start()
    // As libvirt does it: the tap's own address differs, the VM's is noted beside it.
    await plug(hypervisor, 'tap1', 'fe:00:00:00:00:01', `attached-mac="${expected.mac}"`)
    await plug(hypervisor, 'tap2', elsewhere.mac)
    await untilIds('tap1', `iface-id="${expected.id}", qn-bound-by=mac`)
    await installed('tap1')
    await server.untilReport('up', ([report]) => report?.state === 'up')
    // Not asked for on this node: its MAC says nothing.
    expect(await externalIds(hypervisor, 'tap2')).toBe('{}')
  })

  it('binds nothing by a MAC that two interfaces have, and says why; with one of them left it binds', async () => {
    const expected = portOf(1, { requested: true })
    await plug(hypervisor, 'tap1', 'fe:00:00:00:00:01', `attached-mac="${expected.mac}"`)
    await plug(hypervisor, 'tap2', 'fe:00:00:00:00:02', `attached-mac="${expected.mac}"`)
    server.double.know({ ...nothingKnown, ports: [expected] })
    agent = start()
    expect(await server.untilReport('doubt', ([report]) => report?.state === 'unverified')).toEqual([
      {
        port: expected.id,
        interface: 'tap1',
        state: 'unverified',
        reason: 'interfaces tap1, tap2 have the same MAC address 02:00:00:00:00:01; attach the right one to the port',
      },
    ])
    expect(await externalIds(hypervisor, 'tap1')).not.toContain('iface-id')
    expect(await externalIds(hypervisor, 'tap2')).not.toContain('iface-id')
    await ovsVsctl(hypervisor, 'del-port', 'tap1')
    await untilIds('tap2', `iface-id="${expected.id}"`)
  })

  it('removes interfaces of ports that are gone, and no others', async () => {
    await plug(hypervisor, 'tap1', first.mac, `iface-id=${first.id}`)
    await plug(hypervisor, 'tap2', second.mac, `iface-id=${second.id}`)
    await plug(hypervisor, 'tap9', '02:00:00:00:00:99', 'iface-id=somebody-elses')
    agent = start()
    await server.untilReport('both', (reports) => reports.length === 2)
    // Unknown to the server, but not on record as deleted: nothing happens to them.
    expect(await interfaces()).toEqual(['tap1', 'tap2', 'tap9'])
    server.double.know({ ...nothingKnown, gone: [first.id] })
    await installed('tap2')
    await server.untilReport('tap2 only', (reports) => reports.length === 1 && reports[0]?.interface === 'tap2')
    expect(await interfaces()).toEqual(['tap2', 'tap9'])
  })

  it('removes nothing while the server is away, and goes on when it is back', async () => {
    await plug(hypervisor, 'tap1', first.mac, `iface-id=${first.id}`)
    agent = start()
    await server.untilReport('tap1', (reports) => reports.length === 1)
    await server.double.close()
    await plug(hypervisor, 'tap2', second.mac, `qn-port=${second.id}`)
    // Local work needs no server.
    await untilIds('tap2', `iface-id="${second.id}"`)
    expect(await agent.stop()).toBe(0)
    agent = start()
    await ovsVsctl(hypervisor, 'set', 'Open_vSwitch', '.', 'external_ids:ovn-encap-ip=192.0.2.9')
    await eventually(async () => (await rootIds()).includes('ovn-encap-ip="172.30.0.1"') || undefined, {
      what: 'the new agent has made a pass',
      timeoutMs: 10_000,
    })
    expect(await interfaces()).toEqual(['tap1', 'tap2'])
    await server.listen()
    await server.untilReport('both', (reports) => reports.length === 2)
  }, 30_000)

  it('does nothing for another deployment, and says so', async () => {
    const other = '9d3f1f0e-93a3-4a0f-8a56-5f3f0b9f7c22'
    await plug(hypervisor, 'tap1', 'fe:00:00:00:00:01', `attached-mac="${first.mac}"`, `iface-id=${first.id}`)
    await plug(hypervisor, 'tap2', second.mac)
    await ovsVsctl(hypervisor, 'set', 'Open_vSwitch', '.', `external_ids:qn-deployment=${other}`)
    const requested = portOf(2, { requested: true })
    server.double.know({ ...nothingKnown, ports: [requested], gone: [first.id] })
    agent = start()
    await eventually(
      () => (logOf(log()).includes(`belongs to deployment ${other}, the server to ${DEPLOYMENT}`) ? true : undefined),
      {
        what: 'the refusal is logged',
        timeoutMs: 10_000,
      },
    )
    expect(server.report).toBeUndefined()
    expect(await interfaces()).toEqual(['tap1', 'tap2'])
    expect(await externalIds(hypervisor, 'tap2')).toBe('{}')

    await ovsVsctl(hypervisor, 'remove', 'Open_vSwitch', '.', 'external_ids', 'qn-deployment')
    await untilIds('tap2', `iface-id="${requested.id}"`)
    await server.untilReport('tap2 only', (reports) => reports.length === 1 && reports[0]?.interface === 'tap2')
    expect(await interfaces()).toEqual(['tap2'])
  }, 20_000)
})
