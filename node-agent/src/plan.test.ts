import { describe, expect, it } from '@jest/globals'
import type { NodeDesired } from '@quantumnet/api'
import { chassisIds } from './chassis.ts'
import type { NetworkKey } from './edge/configuration.ts'
import { makePlan, type PlanInput } from './plan.ts'
import {
  DEPLOYMENT,
  desiredEdge,
  emptyNetns,
  expectedPort,
  OTHER_DEPLOYMENT,
  portId,
  tap,
  vswitch,
} from './testing/fixtures.ts'

const chassis = { node: 'hv1', ovnRemote: 'tcp:192.0.2.1:6642', encapIp: '192.0.2.11', datapath: 'netdev' } as const
const registered = { ...chassisIds(chassis), 'qn-deployment': DEPLOYMENT }
const desiredOf = (rest: Partial<NodeDesired> = {}): NodeDesired => ({
  node: 'hv1',
  deployment: DEPLOYMENT,
  ports: [],
  edges: [],
  ...rest,
})
const input = (rest: Partial<PlanInput> = {}): PlanInput => ({
  chassis,
  vswitch: vswitch([], registered),
  offered: DEPLOYMENT,
  desired: desiredOf(),
  gone: undefined,
  edge: undefined,
  ...rest,
})
const kinds = (given: PlanInput): string[] => makePlan(given).vswitch.map(({ kind }) => kind)
const edge = { netns: 'dns', upstreams: [], loaded: new Set<NetworkKey>(), state: emptyNetns() }
const bound = tap('t1', { ids: { 'iface-id': portId(1), 'ovn-installed': 'true' } })
const byMac = tap('t2', { macInUse: '02:00:00:00:00:02' })

describe('makePlan', () => {
  it('has nothing to do on a hypervisor that is as it should be', () => {
    expect(makePlan(input({ vswitch: vswitch([bound], registered) }))).toEqual({
      joined: DEPLOYMENT,
      vswitch: [],
      edge: undefined,
      reports: [{ port: portId(1), interface: 't1', state: 'up', reason: null }],
      problems: [],
    })
  })

  it('writes only what differs of the chassis, and joins the first deployment', () => {
    const plan = makePlan(input({ vswitch: vswitch([], { ...chassisIds(chassis), 'ovn-encap-ip': '192.0.2.99' }) }))
    expect(plan.vswitch).toEqual([
      { kind: 'set-root-ids', ids: { 'ovn-encap-ip': '192.0.2.11', 'qn-deployment': DEPLOYMENT } },
    ])
  })

  it('does nothing that a deployment says before it has joined it', () => {
    const given = input({
      vswitch: vswitch([bound, byMac], chassisIds(chassis)),
      desired: desiredOf({ ports: [expectedPort(2)], edges: [desiredEdge(1)] }),
      gone: { deployment: DEPLOYMENT, ports: new Set([portId(1)]) },
      edge,
    })
    expect([kinds(given), makePlan(given).edge]).toEqual([['set-root-ids'], undefined])
  })

  it('does nothing that another deployment says, and tells how to move', () => {
    const given = input({
      vswitch: vswitch([bound, byMac], registered),
      offered: OTHER_DEPLOYMENT,
      desired: desiredOf({ deployment: OTHER_DEPLOYMENT, ports: [expectedPort(2)] }),
      gone: { deployment: OTHER_DEPLOYMENT, ports: new Set([portId(1)]) },
      edge,
    })
    expect([kinds(given), makePlan(given).edge]).toEqual([[], undefined])
    expect(makePlan(given).problems[0]).toContain('ovs-vsctl remove Open_vSwitch . external_ids qn-deployment')
  })

  it('removes nothing when nothing is known', () => {
    const edgePort = tap('qn-dns1', {
      type: 'internal',
      ids: { 'qn-edge': desiredEdge(1).subnet, 'qn-deployment': DEPLOYMENT },
    })
    const given = input({
      vswitch: vswitch([bound, edgePort], registered),
      offered: undefined,
      desired: undefined,
      edge,
    })
    expect([kinds(given), makePlan(given).edge]).toEqual([[], undefined])
  })

  it('acts on what was kept of its deployment while the server is away', () => {
    const desired = desiredOf({ edges: [desiredEdge(1)], ports: [expectedPort(2)] })
    expect(kinds(input({ vswitch: vswitch([byMac], registered), offered: undefined, desired, edge }))).toEqual([
      'bind',
      'plug-edge',
    ])
  })

  it('removes interfaces of ports that are gone by the word of its deployment', () => {
    const given = { vswitch: vswitch([bound, byMac], registered) }
    const ports = new Set([portId(1)])
    expect(kinds(input({ ...given, gone: { deployment: DEPLOYMENT, ports } }))).toEqual(['unplug'])
    expect(kinds(input({ ...given, gone: { deployment: OTHER_DEPLOYMENT, ports } }))).toEqual([])
  })

  it('takes neither the bridge, nor tunnels, nor edges for VMs', () => {
    const mac = { macInUse: '02:00:00:00:00:02' }
    const others = [
      tap('br-int', { type: 'internal', ...mac }),
      tap('ovn-hv2-0', { type: 'geneve', ...mac }),
      tap('patch-x', { type: 'patch', ...mac }),
      tap('qn-dns9', { type: 'internal', ids: { 'qn-edge': 'x', 'iface-id': portId(3) }, ...mac }),
    ]
    const plan = makePlan(
      input({ vswitch: vswitch(others, registered), desired: desiredOf({ ports: [expectedPort(2)] }) }),
    )
    expect([plan.vswitch, plan.reports]).toEqual([[], []])
  })

  it('waits with the edge for the integration bridge', () => {
    const desired = desiredOf({ edges: [desiredEdge(1)] })
    const plan = makePlan(input({ vswitch: { ...vswitch([], registered), bridge: null }, desired, edge }))
    expect([plan.vswitch, plan.edge]).toEqual([[], undefined])
  })
})
