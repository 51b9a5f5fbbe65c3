import { describe, expect, it } from '@jest/globals'
import { dhcpRef, dropGroupRef, groupRef, projectGroupRef, switchRef } from '../../ovn/refs.ts'
import { desiredPort } from './desired.ts'
import type { HostSettings } from '../subnets/index.ts'
import type { PortRoot } from './load.ts'

const deployment = '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01'
const site = { deployment, dnsZone: 'internal' }
const id = '01990000-0000-7000-8000-000000000010'
const networkId = '01990000-0000-7000-8000-000000000001'
const subnetId = '01990000-0000-7000-8000-000000000002'
const groupId = '01990000-0000-7000-8000-000000000003'

const settings: HostSettings = {
  ...{ cidr: '10.0.0.0/24', ipv6Mode: null, gateway: '10.0.0.1', gatewayMac: '02:00:00:00:00:09' },
  ...{ dnsAddress: null, dnsMac: null, dhcpEnabled: true, leaseSeconds: 600, mtuBytes: 1442 },
  ...{ dnsServers: [], ntpServers: [], domainName: null, staticRoutes: [], dnsLabel: 'demo' },
}
const settingsV6: HostSettings = {
  ...settings,
  ...{ cidr: '2001:db8::/64', ipv6Mode: 'dhcpv6-stateful', gateway: '2001:db8::1' },
}

const port: PortRoot = {
  id,
  projectId: '01990000-0000-7000-8000-000000000004',
  generation: 1,
  appliedGeneration: 0,
  realizedGeneration: 0,
  conditions: [],
  deleting: false,
  networkId,
  name: 'web',
  mac: '02:00:00:00:00:01',
  hostname: 'web',
  ips: ['10.0.0.3'],
  pairs: [],
  isVirtual: false,
  parentIds: [],
  dhcp: { v4: { id: subnetId, settings: undefined }, v6: null, overrides: {} },
  groupIds: [groupId],
  portSecurity: true,
  adminUp: true,
  node: null,
  vm: 'vm1',
  interfaceId: null,
  limits: null,
}

const noDhcp = { v4: null, v6: null, overrides: {} }

describe('a port in OVN', () => {
  it('is one logical port, in its switch, the drop group, the group of its project and its own groups', () => {
    expect(desiredPort(port, site)).toEqual([
      {
        table: 'Logical_Switch_Port',
        uuid: 'beb25a68-a78e-5723-95a0-61bbcc891e8e',
        columns: {
          name: id,
          type: '',
          tag_request: null,
          addresses: ['02:00:00:00:00:01 10.0.0.3'],
          port_security: ['02:00:00:00:00:01 10.0.0.3'],
          enabled: true,
          dhcpv4_options: dhcpRef(deployment, subnetId, 4).uuid,
          dhcpv6_options: null,
          options: { hostname: '"web"' },
          external_ids: {
            'qn-owner': deployment,
            'qn-kind': 'port',
            'qn-id': id,
            'qn-name': 'web',
            'qn-project': port.projectId,
            'qn-vm': 'vm1',
          },
        },
        memberOf: [
          { container: switchRef(deployment, networkId), column: 'ports' },
          { container: dropGroupRef(deployment), column: 'ports' },
          { container: projectGroupRef(deployment, port.projectId), column: 'ports' },
          { container: groupRef(deployment, groupId), column: 'ports' },
        ],
        needs: [dhcpRef(deployment, subnetId, 4)],
      },
    ])
  })

  it.each<[string, Partial<PortRoot>, object]>([
    ['down', { adminUp: false }, { enabled: false }],
    ['asked for on a node', { node: 'hv1' }, { options: { 'requested-chassis': 'hv1', hostname: '"web"' } }],
    ['without a hostname', { hostname: null }, { options: {} }],
    ['without DHCP', { dhcp: noDhcp }, { dhcpv4_options: null, dhcpv6_options: null, options: {} }],
    [
      'of IPv6',
      { ips: ['2001:db8::3'], dhcp: { ...noDhcp, v6: { id: subnetId, settings: undefined } } },
      {
        ...{
          addresses: ['02:00:00:00:00:01 2001:db8::3'],
          port_security: ['02:00:00:00:00:01 2001:db8::3 fe80::ff:fe00:1'],
        },
        ...{ dhcpv4_options: null, dhcpv6_options: dhcpRef(deployment, subnetId, 6).uuid, options: {} },
      },
    ],
    [
      'with two addresses',
      { ips: ['10.0.0.3', '10.1.0.3'] },
      { addresses: ['02:00:00:00:00:01 10.0.0.3 10.1.0.3'], port_security: ['02:00:00:00:00:01 10.0.0.3 10.1.0.3'] },
    ],
    [
      'without an address: it may send from none',
      { ips: [] },
      { addresses: ['02:00:00:00:00:01'], port_security: ['02:00:00:00:00:01 0.0.0.0'] },
    ],
    [
      'with an address pair',
      { pairs: [{ ip: '10.0.0.9', mac: null }] },
      { addresses: ['02:00:00:00:00:01 10.0.0.3'], port_security: ['02:00:00:00:00:01 10.0.0.3 10.0.0.9'] },
    ],
    ['without security: from any', { portSecurity: false }, { port_security: [] }],
  ])('%s', (_, change, columns) => {
    expect(desiredPort({ ...port, ...change }, site)[0]?.columns).toMatchObject(columns)
  })

  it('that is virtual is one logical port for each address, in its switch alone', () => {
    const [parentIds, ips] = [
      [groupId, subnetId],
      ['10.0.0.9', '10.0.0.10'],
    ]
    const rows = desiredPort({ ...port, isVirtual: true, ips, parentIds }, site)
    expect(rows.map(({ columns }) => columns)).toMatchObject([
      { name: id, type: 'virtual', addresses: ['02:00:00:00:00:01 10.0.0.9'], port_security: [], dhcpv4_options: null },
      { name: `${id}-1`, type: 'virtual', addresses: ['02:00:00:00:00:01 10.0.0.10'] },
    ])
    expect(rows[0]?.columns).toMatchObject({
      options: { 'virtual-ip': '10.0.0.9', 'virtual-parents': `${groupId},${subnetId}` },
    })
    expect(rows.map(({ memberOf }) => memberOf.map(({ column }) => column))).toEqual([['ports'], ['ports']])
  })

  it('that is virtual and nobody may have has no parents', () => {
    expect(desiredPort({ ...port, isVirtual: true }, site)[0]?.columns).toMatchObject({
      options: { 'virtual-ip': '10.0.0.3' },
    })
  })

  it('is in no group without security, whatever groups it has', () => {
    expect(desiredPort({ ...port, portSecurity: false }, site)[0]?.memberOf).toEqual([
      { container: switchRef(deployment, networkId), column: 'ports' },
    ])
  })

  it('that DHCP tells something else has answers of its own', () => {
    const overrides = { dns_servers: ['10.9.0.7', '2001:db8::7'] }
    const dhcp = { v4: { id: subnetId, settings }, v6: { id: subnetId, settings: settingsV6 }, overrides }
    const [v4, v6, row] = desiredPort({ ...port, dhcp }, site)
    expect([v4, v6]).toMatchObject([
      { table: 'DHCP_Options', columns: { cidr: '10.0.0.0/24', options: { dns_server: '10.9.0.7' } } },
      { table: 'DHCP_Options', columns: { cidr: '2001:db8::/64', options: { dns_server: '2001:db8::7' } } },
    ])
    expect(row).toMatchObject({
      columns: { dhcpv4_options: v4?.uuid, dhcpv6_options: v6?.uuid },
      needs: [{ uuid: v4?.uuid }, { uuid: v6?.uuid }],
    })
  })

  it('refuses what DHCP cannot carry: it shows on the port, and its rows stay as they are', () => {
    const overrides = { domain_name: 'no domain' }
    const dhcp = { v4: { id: subnetId, settings }, v6: null, overrides }
    expect(() => desiredPort({ ...port, dhcp }, site)).toThrow('"no domain" is not a domain name that DHCP can carry')
  })
})
