import { describe, expect, it } from '@jest/globals'
import { allotted, emptyNetns, hostState, link } from '../testing/fixtures.ts'
import { networkKey, type NetworkKey } from './configuration.ts'
import { edgeSysctls, planNetns, type NetnsInput, type NetnsStep } from './netns-plan.ts'
import { parseClosed } from '../observe/netns-parse.ts'
import type { NetnsState } from '../observe/netns-state.ts'
import { edgeRuleset, uplinkRuleset } from './ruleset.ts'

const upstreams = [{ address: '192.0.2.1', port: 53 }]
const spell = (step: NetnsStep): string => {
  if (step.kind === 'create-namespace') return 'create'
  if (step.kind === 'ip') return `${step.side}${step.family === 'v6' ? ' -6' : ''}: ${step.line}`
  if (step.kind === 'sysctl') return `${step.side}: ${step.name}=${step.value}`
  const closed = parseClosed(step.ruleset.text)
  return `${step.side}: rules${closed.map((device) => ` closed ${device}`).join('')}`
}
const plan = (input: Partial<NetnsInput>): string[] =>
  planNetns({ edges: [], loaded, plugged: new Set(), upstreams, netns: 'dns', state: emptyNetns(), ...input }).map(
    spell,
  )

const edge = allotted(1)
const loaded = new Set([networkKey(edge)])
const plugged = new Set(['qn-dns1'])
const device = (mac = edge.mac, up = true): ReturnType<typeof link> => link(mac, [], up)

/** Everything as one edge wants it. */
const settled = (
  rest: {
    inside?: Record<string, ReturnType<typeof link>>
    outside?: Record<string, ReturnType<typeof link>>
  } & Partial<NetnsState> = {},
): NetnsState => {
  const { inside = { 'qn-dns1': device() }, outside = {}, ...state } = rest
  return emptyNetns({
    links: new Map(
      Object.entries({
        lo: link('', ['127.0.0.1/8', '169.254.64.1/32']),
        uplink: link('', ['169.254.65.2/30']),
        ...inside,
      }),
    ),
    sysctls: new Map(Object.entries(edgeSysctls)),
    rules: { v4: new Map([[1001, { source: '169.254.64.1', table: '1001' }]]), v6: new Map() },
    defaults: {
      v4: new Map([
        ['main', { device: 'uplink', gateway: '169.254.65.1' }],
        ['1001', { device: 'qn-dns1', gateway: undefined }],
      ]),
      v6: new Map(),
    },
    mark: edgeRuleset([edge]).mark,
    host: hostState({
      links: new Map(Object.entries({ 'qn-edge': link('', ['169.254.65.1/30']), ...outside })),
      sysctls: new Map([
        ['net.ipv4.ip_forward', '1'],
        ['net.ipv4.conf.qn-edge.forwarding', '1'],
      ]),
      outDevices: ['eth0'],
      mark: uplinkRuleset(upstreams, []).mark,
    }),
    ...state,
  })
}

describe('planNetns', () => {
  it('builds everything, the guard before any device', () => {
    const state = emptyNetns({
      exists: false,
      host: hostState({
        links: new Map([['qn-dns1', device(edge.mac, false)]]),
        sysctls: new Map([['net.ipv4.ip_forward', '0']]),
        outDevices: ['eth0.7'],
      }),
    })
    expect(plan({ edges: [edge], plugged, state })).toEqual([
      'create',
      'edge: net.ipv4.ip_forward=0',
      'edge: net.ipv4.conf.all.rp_filter=0',
      'edge: net.ipv4.conf.default.rp_filter=0',
      'edge: net.ipv6.conf.all.addr_gen_mode=1',
      'edge: net.ipv6.conf.all.accept_ra=0',
      'edge: net.ipv6.conf.default.accept_ra=0',
      'edge: net.ipv6.conf.all.forwarding=0',
      'edge: net.ipv6.conf.all.disable_ipv6=0',
      'edge: net.ipv6.conf.default.disable_ipv6=0',
      'edge: rules',
      'edge: link set lo up',
      'host: link add qn-edge type veth peer name uplink netns dns',
      'host: rules closed eth0.7',
      'host: net.ipv4.conf.qn-edge.forwarding=1',
      'host: net.ipv4.conf.eth0/7.forwarding=1',
      'host: address replace 169.254.65.1/30 dev qn-edge',
      'host: link set qn-edge up',
      'edge: address replace 169.254.65.2/30 dev uplink',
      'edge: link set uplink up',
      'edge: route replace default via 169.254.65.1 dev uplink',
      'edge: address replace 169.254.64.1/32 dev lo',
      'edge: rule add pref 1001 from 169.254.64.1 table 1001',
      'host: link set qn-dns1 netns dns',
      'edge: link set qn-dns1 up',
      'edge: route replace default dev qn-dns1 table 1001',
    ])
  })

  it('has nothing to do when all is as it should be', () => {
    expect(plan({ edges: [edge], plugged, state: settled() })).toEqual([])
  })

  it.each<[string, NetnsState, string[]]>([
    ['the device is not made yet', settled({ inside: {} }), []],
    [
      'ovs-vswitchd was started anew (userspace): the old device is in the way',
      settled({ inside: { 'qn-dns1': device() }, outside: { 'qn-dns1': device(edge.mac, false) } }),
      [
        'edge: link delete qn-dns1',
        'host: link set qn-dns1 netns dns',
        'edge: link set qn-dns1 up',
        'edge: route replace default dev qn-dns1 table 1001',
      ],
    ],
    [
      'another MAC',
      settled({ inside: { 'qn-dns1': device('02:00:00:00:00:99') } }),
      ['edge: link set qn-dns1 address 0a:00:00:00:00:01'],
    ],
    [
      'down',
      settled({ inside: { 'qn-dns1': device(edge.mac, false) } }),
      ['edge: link set qn-dns1 up', 'edge: route replace default dev qn-dns1 table 1001'],
    ],
    [
      'its rule leads elsewhere',
      settled({ rules: { v4: new Map([[1001, { source: '169.254.64.1', table: '7' }]]), v6: new Map() } }),
      ['edge: rule delete pref 1001', 'edge: rule add pref 1001 from 169.254.64.1 table 1001'],
    ],
    ['somebody emptied the rules', settled({ mark: undefined }), ['edge: rules']],
    [
      'somebody let the namespace route',
      settled({ sysctls: new Map([['net.ipv4.ip_forward', '1']]) }),
      ['edge: net.ipv4.ip_forward=0'],
    ],
  ])('%s', (_, state, expected) => {
    expect(plan({ edges: [edge], plugged, state })).toEqual(expected)
  })

  it.each<[string, string[], string]>([
    ['nothing', [], 'a network that is new'],
    [
      'this number for another zone',
      [`1 other.internal ${edge.network}`],
      'a network whose number was that of another one',
    ],
    ['another number', [networkKey(allotted(1, 2))], 'a network that got another number'],
  ])('while CoreDNS has loaded %s, lets no VM ask it: %s', (_, has) => {
    const input = { edges: [edge], plugged, upstreams, netns: 'dns', state: emptyNetns() }
    const marks = planNetns({ ...input, loaded: new Set(has as NetworkKey[]) }).flatMap((step) =>
      step.kind === 'ruleset' && step.side === 'edge' ? [step.ruleset.mark] : [],
    )
    expect(marks).toEqual([edgeRuleset([]).mark])
  })

  it('makes the uplink anew when one of its ends is missing', () => {
    const state = settled({
      host: { ...settled().host, links: new Map() },
    })
    expect(plan({ edges: [edge], plugged, state }).slice(0, 3)).toEqual([
      'edge: link delete uplink',
      'host: link add qn-edge type veth peer name uplink netns dns',
      'host: net.ipv4.conf.qn-edge.forwarding=1',
    ])
  })

  it('removes what edges that went away have left', () => {
    const steps = plan({ edges: [], plugged: new Set(), state: settled() })
    expect(steps).toEqual([
      'edge: rules',
      'edge: address delete 169.254.64.1/32 dev lo',
      'edge: rule delete pref 1001',
      'edge: link delete qn-dns1',
    ])
  })
})

describe('planNetns, over IPv6', () => {
  const edgeV6 = { ...edge, cidr: '2001:db8::/64', address: '2001:db8::2' }
  const loopback = link('', ['127.0.0.1/8', '::1/128', '169.254.64.1/32', 'fd71:6e64:6e73::1/128'])
  const settledV6 = (rest: Partial<NetnsState> = {}): NetnsState => {
    const plain = settled({
      inside: { lo: loopback, 'qn-dns1': link(edge.mac, ['fe80::800:ff:fe00:1/64']) },
      mark: edgeRuleset([edgeV6]).mark,
    })
    return {
      ...plain,
      rules: { v4: new Map(), v6: new Map([[1001, { source: 'fd71:6e64:6e73::1', table: '1001' }]]) },
      defaults: {
        v4: new Map([['main', { device: 'uplink', gateway: '169.254.65.1' }]]),
        v6: new Map([['1001', { device: 'qn-dns1', gateway: undefined }]]),
      },
      ...rest,
    }
  }
  const device = (...addresses: string[]): Partial<NetnsState> => ({
    links: new Map([...settledV6().links, ['qn-dns1', link(edge.mac, addresses)]]),
  })

  it.each<[string, NetnsState, string[]]>([
    ['nothing to do', settledV6(), []],
    [
      'from nothing: its own address first, by which it asks who has those that it answers',
      {
        ...settledV6({ rules: emptyNetns().rules, defaults: { ...settledV6().defaults, v6: new Map() } }),
        links: new Map([...settled().links, ['qn-dns1', link('02:00:00:00:00:99', [], false)]]),
      },
      [
        'edge: address replace fd71:6e64:6e73::1/128 dev lo',
        'edge -6: rule add pref 1001 from fd71:6e64:6e73::1 table 1001',
        'edge: link set qn-dns1 address 0a:00:00:00:00:01',
        'edge: link set qn-dns1 up',
        'edge: address replace fe80::800:ff:fe00:1/64 dev qn-dns1 nodad',
        'edge -6: route replace default dev qn-dns1 table 1001',
      ],
    ],
    [
      'an address that it should not have',
      settledV6(device('fe80::800:ff:fe00:1/64', '2001:db8::99/64')),
      ['edge: address delete 2001:db8::99/64 dev qn-dns1'],
    ],
    [
      'the rule of a network of IPv4 that had the number',
      settledV6({ rules: { ...settledV6().rules, v4: settled().rules.v4 } }),
      ['edge: rule delete pref 1001'],
    ],
  ])('%s', (_, state, expected) => {
    expect(plan({ edges: [edgeV6], plugged, state })).toEqual(expected)
  })

  it('a network of IPv4 that got the number has nothing of it', () => {
    const steps = plan({ edges: [edge], plugged, state: settledV6({ mark: edgeRuleset([edge]).mark }) })
    expect(steps).toEqual([
      'edge: rule add pref 1001 from 169.254.64.1 table 1001',
      'edge: address delete fe80::800:ff:fe00:1/64 dev qn-dns1',
      'edge: route replace default dev qn-dns1 table 1001',
      'edge: address delete fd71:6e64:6e73::1/128 dev lo',
      'edge -6: rule delete pref 1001',
    ])
  })
})

describe('planNetns, forwarding on the host', () => {
  const host = (sysctls: Record<string, string>, rest: Partial<NetnsState['host']> = {}): NetnsState =>
    settled({ host: { ...settled().host, sysctls: new Map(Object.entries(sysctls)), ...rest } })
  const [general, edges] = ['net.ipv4.ip_forward', 'net.ipv4.conf.qn-edge.forwarding']
  const [eth0, eth1] = ['net.ipv4.conf.eth0.forwarding', 'net.ipv4.conf.eth1.forwarding']
  const closed = { mark: uplinkRuleset(upstreams, ['eth0']).mark, closed: ['eth0'] }
  it.each<[string, NetnsState, string[]]>([
    [
      'off: two devices, closed to others before they forward',
      host({ [general]: '0', [edges]: '0', [eth0]: '0' }),
      ['host: rules closed eth0', `host: ${edges}=1`, `host: ${eth0}=1`],
    ],
    ['off, all set', host({ [general]: '0', [edges]: '1', [eth0]: '1' }, closed), []],
    [
      'off, and somebody emptied the rules: closed again',
      host({ [general]: '0', [edges]: '1', [eth0]: '1' }, { mark: undefined }),
      ['host: rules closed eth0'],
    ],
    [
      'off, and the primaries are reached by another device now',
      host({ [general]: '0', [edges]: '1', [eth0]: '1', [eth1]: '0' }, { ...closed, outDevices: ['eth1'] }),
      [`host: ${eth0}=0`, 'host: rules closed eth1', `host: ${eth1}=1`],
    ],
    ['on: none of our business', host({ [general]: '1', [edges]: '1', [eth0]: '1' }), []],
    ['switched on by somebody: open', host({ [general]: '1', [edges]: '1', [eth0]: '1' }, closed), ['host: rules']],
  ])('%s', (_, state, expected) => {
    expect(plan({ edges: [edge], plugged, state })).toEqual(expected)
  })
})
