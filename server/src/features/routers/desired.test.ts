import { describe, expect, it } from '@jest/globals'
import { coppRef } from '../../ovn/refs.ts'
import { ownSubnetsName, routerPortName } from '../../ovn/names.ts'
import { gatewayGroupRef, ownSubnetsRef, routerRef, switchRef } from '../../ovn/refs.ts'
import type { Columns, DesiredRow, Table } from '../../ovn/rows.ts'
import { desiredRouter } from './desired.ts'
import type { LoadedPolicy, LoadedRoute, RouterRoot } from './load.ts'
import { gateway, idOf, interfaceOf, policyOf, routeOf, routerOf } from './testing.ts'

const deployment = '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01'
const site = { deployment, dnsZone: 'internal' }

const rowsOf = <N extends Table>(
  table: N,
  change: Partial<RouterRoot>,
): readonly (DesiredRow & { columns: Columns<N> })[] =>
  desiredRouter(routerOf(change), site).filter((row) => row.table === table) as never
const columnsOf = <N extends Table>(table: N, change: Partial<RouterRoot>): readonly Columns<N>[] =>
  rowsOf(table, change).map(({ columns }) => columns)

const routed = { gateway, interfaces: [interfaceOf(1), interfaceOf(2)] }

describe('a router without a gateway', () => {
  const rows = desiredRouter(routerOf(), site)

  it('is a router, a port in each of its subnets and the switch’s end of it', () => {
    expect(rows.map(({ table }) => table)).toEqual(['Logical_Router', 'Logical_Router_Port', 'Logical_Switch_Port'])
    const [router, port, peer] = rows
    expect(router?.columns).toEqual({
      ...{ name: `lr-${idOf(1)}`, enabled: true, copp: coppRef(site.deployment).uuid },
      options: {
        ...{ always_learn_from_arp_request: 'false', dynamic_neigh_routers: 'true' },
        mac_binding_age_threshold: '300',
      },
      external_ids: {
        ...{ 'qn-owner': deployment, 'qn-kind': 'router', 'qn-id': idOf(1), 'qn-name': 'edge', 'qn-project': idOf(2) },
      },
    })
    expect(port).toMatchObject({
      columns: {
        name: `lrp-${idOf(101)}`,
        mac: '02:00:00:00:00:01',
        networks: ['10.0.1.1/24'],
        ha_chassis_group: null,
      },
      memberOf: [{ container: routerRef(deployment, idOf(1)), column: 'ports' }],
    })
    expect(peer).toMatchObject({
      columns: { name: `lsp-${idOf(101)}`, type: 'router', addresses: ['router'], options: { 'router-port': `lrp-${idOf(101)}` } }, // prettier-ignore
      memberOf: [{ container: switchRef(deployment, idOf(201)), column: 'ports' }],
    })
  })

  it('has no port on the switch where it is a port of the API', () => {
    const tables = desiredRouter(routerOf({ interfaces: [interfaceOf(1, { portId: idOf(9) })] }), site)
    expect(tables.map(({ table }) => table)).toEqual(['Logical_Router', 'Logical_Router_Port'])
  })

  it('translates nothing and leads nowhere', () => {
    expect(columnsOf('NAT', {})).toEqual([])
    expect(columnsOf('Logical_Router_Static_Route', {})).toEqual([])
  })
})

describe('a distributed router with a gateway', () => {
  it('has it on one of a group of chassis, which tells of what it translates', () => {
    const nodes = ['hv1', 'hv2'].map(
      (name) => ({ name, gateway: true, service: 'in_service', isGivenUp: false }) as const,
    )
    const change = { ...routed, nodes, askedNodes: ['hv2', 'hv1'] }
    const group = gatewayGroupRef(deployment, idOf(1))
    expect(columnsOf('HA_Chassis_Group', change)).toMatchObject([{ name: `ha-${idOf(1)}` }])
    expect(columnsOf('HA_Chassis', change)).toMatchObject([
      { chassis_name: 'hv2', priority: 100 },
      { chassis_name: 'hv1', priority: 99 },
    ])
    const outside = rowsOf('Logical_Router_Port', change).find(
      ({ columns }) => columns.name === routerPortName(idOf(1)),
    )
    expect(outside).toMatchObject({
      columns: { networks: ['203.0.113.10/24'], mac: '02:00:00:00:ff:01', ha_chassis_group: group.uuid },
      needs: [group],
    })
    expect(columnsOf('Logical_Switch_Port', change)).toContainEqual(
      expect.objectContaining({
        options: { 'router-port': `lrp-${idOf(1)}`, 'nat-addresses': 'router', 'exclude-lb-vips-from-garp': 'true' },
      }),
    )
  })

  it('translates each subnet, and not on the way between them', () => {
    expect(columnsOf('NAT', routed)).toMatchObject([
      {
        type: 'snat',
        external_ip: '203.0.113.10',
        logical_ip: '10.0.1.0/24',
        exempted_ext_ips: null,
        external_mac: null,
      },
      {
        type: 'snat',
        external_ip: '203.0.113.10',
        logical_ip: '10.0.2.0/24',
        exempted_ext_ips: null,
        external_mac: null,
      },
    ])
    expect(columnsOf('Address_Set', routed)).toEqual([])
  })

  it.each<[string, Partial<RouterRoot>]>([
    ['that is told not to', { ...routed, snat: false }],
    [
      'with IPv6 only',
      { gateway, interfaces: [interfaceOf(1, { cidr: 'fd00::/64', ip: 'fd00::1', gateway: 'fd00::1' })] },
    ],
    ['whose gateway has no IPv4', { ...routed, gateway: { ...gateway, addresses: [{ ip: '2001:db8::2', mac: '02:00:00:00:ff:01', cidr: '2001:db8::/64', gateway: null }] } }], // prettier-ignore
  ])('%s translates nothing', (_, change) => {
    expect(columnsOf('NAT', change)).toEqual([])
  })

  it('without a node waits for one with an empty group', () => {
    expect(columnsOf('HA_Chassis_Group', { ...routed, nodes: [] })).toHaveLength(1)
    expect(columnsOf('HA_Chassis', { ...routed, nodes: [] })).toEqual([])
  })

  it('routes what comes from a wire where the gateway is', () => {
    const interfaces = [interfaceOf(1, { networkType: 'vlan' }), interfaceOf(2)]
    const options = columnsOf('Logical_Router_Port', { gateway, interfaces }).map((columns) => columns.options)
    expect(options).toEqual([expect.objectContaining({ 'reside-on-redirect-chassis': 'true' }), expect.not.objectContaining({ 'reside-on-redirect-chassis': 'true' }), {}]) // prettier-ignore
    const inside = columnsOf('Logical_Router_Port', { interfaces }).map((columns) => columns.options)
    expect(inside).toEqual([{}, {}])
  })
})

describe('a router that is not distributed', () => {
  const pinned = { ...routed, distributed: false }

  it('is on one chassis as a whole, and no port of it on several', () => {
    expect(columnsOf('Logical_Router', pinned)).toMatchObject([{ options: { chassis: 'hv1' } }])
    expect(columnsOf('HA_Chassis_Group', pinned)).toEqual([])
    expect(columnsOf('Logical_Router_Port', pinned).map((columns) => columns.ha_chassis_group)).toEqual([
      null,
      null,
      null,
    ])
  })

  it('is nowhere without a node, rather than everywhere', () => {
    expect(columnsOf('Logical_Router', { ...pinned, nodes: [] })).toMatchObject([{ options: { chassis: '' } }])
  })

  it('is told its own subnets, between which it translates nothing', () => {
    const own = ownSubnetsRef(deployment, idOf(1), 4)
    expect(columnsOf('Address_Set', pinned)).toMatchObject([
      { name: ownSubnetsName(idOf(1), 4), addresses: ['10.0.1.0/24', '10.0.2.0/24'] },
    ])
    for (const row of rowsOf('NAT', pinned))
      expect(row).toMatchObject({ columns: { exempted_ext_ips: own.uuid }, needs: [own] })
  })
})

describe('the greatest packet', () => {
  it.each([
    ['that all networks carry: nothing is to be said', [1500, 1500], 1500, [undefined, undefined, undefined]],
    ['that tunnels do not carry', [1442, 1442], 1500, ['1442', '1442', undefined]],
    ['that the outside does not carry', [8900, 1442], 1500, [undefined, '1442', '1500']],
  ])('%s', (_, [first, second], outside, expected) => {
    const interfaces = [interfaceOf(1, { mtuBytes: first ?? 0 }), interfaceOf(2, { mtuBytes: second ?? 0 })]
    const ports = columnsOf('Logical_Router_Port', { interfaces, gateway: { ...gateway, mtuBytes: outside } })
    expect(ports.map(({ options }) => options['gateway_mtu'])).toEqual(expected)
  })
})

describe('router advertisements', () => {
  const v6 = { cidr: 'fd00::/64', ip: 'fd00::1', gateway: 'fd00::1', ipv6Mode: 'slaac' } as const
  it.each([
    ['from the subnet’s gateway', v6, 'slaac'],
    ['from another address: it is no default router', { ...v6, ip: 'fd00::9' }, undefined],
    ['in IPv4', {}, undefined],
  ])('%s', (_, change, expected) => {
    const [port] = columnsOf('Logical_Router_Port', { interfaces: [interfaceOf(1, change)] })
    expect(port?.ipv6_ra_configs['address_mode']).toBe(expected)
  })
})

describe('routes', () => {
  const shown = (routes: readonly LoadedRoute[], change: Partial<RouterRoot> = routed): readonly string[] =>
    columnsOf('Logical_Router_Static_Route', { ...change, routes }).map((row) =>
      `${row.ip_prefix} ${row.nexthop} ${row.output_port ?? ''} ${row.bfd === null ? '' : 'bfd'}`.trim(),
    )
  const usual = `0.0.0.0/0 203.0.113.1 lrp-${idOf(1)}`

  it.each<[string, readonly LoadedRoute[], readonly string[]]>([
    ['none: the gateway of the external subnet', [], [usual]],
    ['one more', [routeOf('192.168.0.0/16', '10.0.2.9')], [usual, `192.168.0.0/16 10.0.2.9 lrp-${idOf(102)}`]],
    [
      'a default route of the user’s takes its place',
      [routeOf('0.0.0.0/0', '10.0.1.9')],
      [`0.0.0.0/0 10.0.1.9 lrp-${idOf(101)}`],
    ],
    ['that of IPv6 does not', [routeOf('::/0', 'fd00::9')], []],
    [
      'probed outside',
      [routeOf('192.168.0.0/16', '203.0.113.9', true)],
      [usual, `192.168.0.0/16 203.0.113.9 lrp-${idOf(1)} bfd`],
    ],
    [
      'probed inside: nobody could',
      [routeOf('192.168.0.0/16', '10.0.1.9', true)],
      [usual, `192.168.0.0/16 10.0.1.9 lrp-${idOf(101)}`],
    ],
  ])('%s', (_, routes, expected) => {
    if (expected.length === 0) expect(() => shown(routes)).toThrow('next hop fd00::9 lies in no subnet of the router')
    else expect(shown(routes)).toEqual(expected)
  })

  it('of a router on one chassis are probed inside, too, once per next hop', () => {
    const routes = [
      routeOf('192.168.0.0/16', '10.0.1.9', true),
      { ...routeOf('172.16.0.0/12', '10.0.1.9', true), id: idOf(302) },
    ]
    const pinned = { ...routed, distributed: false }
    expect(shown(routes, pinned).filter((text) => text.endsWith('bfd'))).toHaveLength(2)
    expect(columnsOf('BFD', { ...pinned, routes })).toMatchObject([
      { dst_ip: '10.0.1.9', logical_port: `lrp-${idOf(101)}` },
    ])
  })
})

describe('policies', () => {
  it.each<[string, LoadedPolicy, string]>([
    ['every packet', policyOf({}), 'ip'],
    [
      'blocks',
      policyOf({ source: '10.0.1.0/24', destination: '10.0.2.7/32' }),
      'ip4 && ip4.src == 10.0.1.0/24 && ip4.dst == 10.0.2.7',
    ],
    ['all of IPv6', policyOf({ destination: '::/0' }), 'ip6'],
    ['the family of its next hops', policyOf({}, { action: 'reroute', nextHops: ['10.0.2.9'] }), 'ip4'],
    [
      'a protocol with ports',
      policyOf({ protocol: 'tcp', destination_ports: { min: 80, max: 81 } }),
      'ip && tcp && tcp.dst >= 80 && tcp.dst <= 81',
    ],
    [
      'its source ports',
      policyOf({ protocol: 'sctp', source_ports: { min: 9, max: 9 } }),
      'ip && sctp && sctp.src == 9',
    ],
    ['ICMP', policyOf({ protocol: 'icmp' }), 'ip && icmp4'],
    ['a protocol by its number', policyOf({ protocol: 'gre' }), 'ip && ip.proto == 47'],
    ['where it came in', policyOf({ inbound_interface: idOf(101) }), `inport == "lrp-${idOf(101)}" && ip`],
  ])('%s', (_, policy, match) => {
    expect(columnsOf('Logical_Router_Policy', { policies: [policy] })).toMatchObject([{ match }])
  })

  it('stand above what OVN has at 0', () => {
    expect(columnsOf('Logical_Router_Policy', { policies: [policyOf({}, { priority: 0 })] })).toMatchObject([
      { priority: 1 },
    ])
  })
})
