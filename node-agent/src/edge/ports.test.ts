import { describe, expect, it } from '@jest/globals'
import type { VswitchInterface } from '../observe/vswitch-state.ts'
import { DEPLOYMENT, desiredEdge, OTHER_DEPLOYMENT, tap } from '../testing/fixtures.ts'
import { planEdgePorts, type EdgePortsInput } from './ports.ts'

const [one, two] = [desiredEdge(1), desiredEdge(2)]

/** The internal port that the agent makes for an edge. */
const plugged = (name: string, edge: typeof one, rest: Parameters<typeof tap>[1] = {}): VswitchInterface =>
  tap(name, {
    type: 'internal',
    mac: edge.mac,
    ...rest,
    ids: { 'iface-id': edge.interface_id, 'qn-edge': edge.subnet, 'qn-deployment': DEPLOYMENT, ...rest.ids },
  })

const outcome = (input: Partial<EdgePortsInput>): string[] => {
  const { edges, actions } = planEdgePorts({
    edges: [],
    interfaces: [],
    deployment: DEPLOYMENT,
    isLost: () => false,
    ...input,
  })
  return [
    ...edges.map(({ interface_id, index }) => `${interface_id}=${String(index)}`),
    ...actions.map((action) =>
      action.kind === 'unplug' ? `unplug ${action.interface.name}: ${action.why}` : `plug ${String(action.edge.index)}`,
    ),
  ]
}

describe('planEdgePorts', () => {
  it.each<[string, Partial<EdgePortsInput>, string[]]>([
    ['new', { edges: [two, one] }, ['dns-1=1', 'dns-2=2', 'plug 1', 'plug 2']],
    ['there', { edges: [one], interfaces: [plugged('qn-dns1', one)] }, ['dns-1=1']],
    [
      'there with another number',
      { edges: [one, two], interfaces: [plugged('qn-dns1', two)] },
      ['dns-1=2', 'dns-2=1', 'plug 2'],
    ],
    ['not wanted any more', { interfaces: [plugged('qn-dns1', one)] }, ['unplug qn-dns1: no such DNS edge is wanted']],
    [
      'a number is free again only when its port is gone',
      { edges: [two], interfaces: [plugged('qn-dns1', one)] },
      ['dns-2=2', 'unplug qn-dns1: no such DNS edge is wanted', 'plug 2'],
    ],
    [
      'of another deployment: not ours to remove, nor is its number',
      { edges: [one], interfaces: [plugged('qn-dns1', two, { ids: { 'qn-deployment': OTHER_DEPLOYMENT } })] },
      ['dns-1=2', 'plug 2'],
    ],
    [
      'other MAC',
      { edges: [{ ...one, mac: '0a:00:00:00:00:77' }], interfaces: [plugged('qn-dns1', one)] },
      ['dns-1=1', `unplug qn-dns1: DNS edge of subnet ${one.subnet} has another logical port or MAC address now`],
    ],
    [
      'other logical port',
      { edges: [{ ...one, interface_id: 'dns-x' }], interfaces: [plugged('qn-dns1', one)] },
      ['dns-x=1', `unplug qn-dns1: DNS edge of subnet ${one.subnet} has another logical port or MAC address now`],
    ],
    [
      'its device was taken away',
      { edges: [one], interfaces: [plugged('qn-dns1', one)], isLost: () => true },
      ['dns-1=1', 'unplug qn-dns1: its device is gone'],
    ],
    [
      'its device is still to be made',
      { edges: [one], interfaces: [plugged('qn-dns1', one, { ofport: null })], isLost: () => true },
      ['dns-1=1'],
    ],
    ["VMs' interfaces are none", { interfaces: [tap('tap1', { ids: { 'iface-id': 'x' } })] }, []],
  ])('%s', (_, input, expected) => {
    expect(outcome(input)).toEqual(expected)
  })

  it('says which subnets get none when the numbers are used up', () => {
    const edges = Array.from({ length: 255 }, (_, n) => desiredEdge(n + 1))
    const { problems } = planEdgePorts({ edges, interfaces: [], deployment: DEPLOYMENT, isLost: () => false })
    expect(problems).toEqual([
      'subnet 00000000-0000-4000-8000-3333000000ff gets no DNS here: all numbers for edges are in use',
    ])
  })
})
