import { describe, expect, it } from '@jest/globals'
import { expectedPort, portId, tap } from '../testing/fixtures.ts'
import type { VswitchState } from '../observe/vswitch-state.ts'
import { guardedPorts, guardLines, parseGuards } from './flows.ts'

const state = (...interfaces: VswitchState['interfaces']): VswitchState => ({
  root: '' as never,
  externalIds: new Map(),
  bridge: { uuid: '' as never, name: 'br-int' },
  interfaces,
  leftQos: [],
})
const bound = (n: number): Readonly<Record<string, string>> => ({ 'iface-id': portId(n) })

describe('who is no router', () => {
  it.each([
    ['a VM of a secured port', [tap('tap1', { ofport: 4, ids: bound(1) })], [4]],
    ['a VM of an unsecured port may be one', [tap('tap2', { ofport: 5, ids: bound(2) })], []],
    ['a VM of a port that nobody knows', [tap('tap3', { ofport: 6, ids: bound(3) })], [6]],
    ['an interface that has not said whose it is', [tap('tap4', { ofport: 7 })], [7]],
    ['an interface that is not there', [tap('a', { ofport: null }), tap('b', { ofport: -1 })], []],
    [
      'tunnels, patches and the bridge',
      [tap('ovn-1', { type: 'geneve' }), tap('patch-1', { type: 'patch' }), tap('br-int')],
      [],
    ],
    ['a DNS edge', [tap('qn-dns1', { type: 'internal', ids: { 'qn-edge': 'x' } })], []],
  ])('%s', (_, interfaces, ports) => {
    const expected = [expectedPort(1), expectedPort(2, { secured: false })]
    expect([...guardedPorts(state(...interfaces), expected)]).toEqual(ports)
  })
})

const printed = `NXST_FLOW reply (xid=0x4):
 cookie=0x716e6775617264, duration=3.1s, table=0, n_packets=0, n_bytes=0, idle_age=3, priority=200,icmp6,in_port=4,icmp_type=134 actions=drop
 cookie=0x716e6775617264, duration=3.1s, table=0, n_packets=0, n_bytes=0, idle_age=3, priority=200,icmp6,in_port=12,icmp_type=134 actions=drop
`

describe('guards', () => {
  it('are read back', () => {
    expect([...parseGuards(printed)]).toEqual([4, 12])
    expect([...parseGuards('NXST_FLOW reply (xid=0x4):\n')]).toEqual([])
  })

  it('are added where one is missing, and removed where one is too much', () => {
    expect(guardLines(new Set([4, 5]), parseGuards(printed))).toEqual([
      'add cookie=0x716e6775617264,table=0,priority=200,in_port=5,icmp6,icmp_type=134,actions=drop',
      'delete cookie=0x716e6775617264/-1,table=0,in_port=12,icmp6,icmp_type=134',
    ])
    expect(guardLines(new Set([4, 12]), parseGuards(printed))).toEqual([])
  })
})
