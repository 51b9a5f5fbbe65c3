import type { DhcpOverrides } from '@quantumnet/api'
import { describe, expect, it } from '@jest/globals'
import { dhcpRef } from '../../ovn/refs.ts'
import { dhcpRow } from './dhcp.ts'
import type { HostSettings } from './settings.ts'
import { deployment, site, subnet, subnetV6 } from './testing.ts'

const row = {
  owner: { deployment, key: { kind: 'subnet' as const, id: subnet.id } },
  ref: dhcpRef(deployment, subnet.id, 4),
  labels: {},
}

const optionsOf = (settings: HostSettings, overrides: DhcpOverrides = {}): unknown =>
  dhcpRow(settings, site, { ...row, overrides }).map(({ columns }) => ('options' in columns ? columns.options : {}))[0]

const plain = {
  server_id: '10.0.0.2',
  server_mac: '02:00:00:00:00:02',
  lease_time: '86400',
  mtu: '1442',
  router: '10.0.0.1',
  dns_server: '10.0.0.2',
  domain_name: '"demo.internal"',
  domain_search_list: '"demo.internal"',
}
const plainV6 = { server_id: '02:00:00:00:00:02', dns_server: '2001:db8::2' }
const via = (destination: string, next_hop = '10.0.0.9'): { destination: string; next_hop: string } => ({
  ...{ destination, next_hop },
})

describe('DHCPv4 of a subnet', () => {
  it.each<[string, Partial<HostSettings>, object]>([
    ['by default', {}, plain],
    ['with a lease and an MTU', { leaseSeconds: 60, mtuBytes: 8942 }, { ...plain, lease_time: '60', mtu: '8942' }],
    [
      'with a DNS server of its own family, instead of the edge',
      { dnsServers: ['2001:db8::53', '10.9.0.53'] },
      { ...plain, dns_server: '10.9.0.53' },
    ],
    ['with several', { dnsServers: ['10.9.0.1', '10.9.0.2'] }, { ...plain, dns_server: '{10.9.0.1, 10.9.0.2}' }],
    ['with servers of the other family only', { dnsServers: ['2001:db8::53'] }, plain],
    [
      'with time servers',
      { ntpServers: ['10.9.0.1', '2001:db8::1', '10.9.0.2'] },
      { ...plain, ntp_server: '{10.9.0.1, 10.9.0.2}' },
    ],
    [
      "with a domain, whose hosts find the project's by short names too",
      { domainName: 'corp.example' },
      { ...plain, domain_name: '"corp.example"', domain_search_list: '"corp.example,demo.internal"' },
    ],
    ['with the domain that it would have anyway', { domainName: 'demo.internal' }, plain],
    [
      'with a route: the default one beside it, or clients would have none',
      { staticRoutes: [via('10.8.0.0/16')] },
      { ...plain, classless_static_route: '{10.8.0.0/16,10.0.0.9, 0.0.0.0/0,10.0.0.1}' },
    ],
    [
      'with a default route of its own',
      { staticRoutes: [via('0.0.0.0/0'), via('10.8.0.7/32')] },
      { ...plain, classless_static_route: '{0.0.0.0/0,10.0.0.9, 10.8.0.7/32,10.0.0.9}' },
    ],
  ])('%s', (_, change, expected) => {
    expect(optionsOf({ ...subnet, ...change })).toEqual(expected)
  })

  it('without a gateway has no default route, with routes or without', () => {
    const rest = Object.fromEntries(Object.entries(plain).filter(([option]) => option !== 'router'))
    const settings = { ...subnet, gateway: null, gatewayMac: null }
    expect(optionsOf(settings)).toEqual(rest)
    expect(optionsOf({ ...settings, staticRoutes: [via('10.8.0.0/16')] })).toEqual({
      ...rest,
      classless_static_route: '{10.8.0.0/16,10.0.0.9}',
    })
  })

  it('of two addresses is answered by the gateway', () => {
    const pair = { ...subnet, cidr: '10.0.0.0/31', gateway: '10.0.0.0', dnsAddress: null, dnsMac: null }
    expect(optionsOf(pair)).toMatchObject({ server_id: '10.0.0.0', router: '10.0.0.0' })
  })

  it('leaves out what does not fit into one option of a search list', () => {
    const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`
    expect(optionsOf({ ...subnet, domainName: long })).toMatchObject({ domain_search_list: `"${long}"` })
  })

  it.each<[string, DhcpOverrides, object]>([
    ['its own DNS servers', { dns_servers: ['10.9.0.7'] }, { dns_server: '10.9.0.7' }],
    ['DNS servers of the other family: as the subnet', { dns_servers: ['2001:db8::7'] }, {}],
    ['its own time servers', { ntp_servers: ['10.9.0.7'] }, { ntp_server: '10.9.0.7' }],
    [
      'its own domain',
      { domain_name: 'lab.example' },
      { domain_name: '"lab.example"', domain_search_list: '"lab.example,demo.internal"' },
    ],
    [
      'a loader and an address to get it from',
      { tftp_server: '10.9.0.69', bootfile_name: 'pxe/loader.efi' },
      { tftp_server: '"10.9.0.69"', next_server: '10.9.0.69', bootfile_name: '"pxe/loader.efi"' },
    ],
    ['a server by name', { tftp_server: 'boot.example' }, { tftp_server: '"boot.example"' }],
    ['a name with quotes', { bootfile_name: 'a"b\\c' }, { bootfile_name: '"a\\"b\\\\c"' }],
  ])('tells a port %s', (_, overrides, expected) => {
    expect(optionsOf(subnet, overrides)).toEqual({ ...plain, ...expected })
  })

  it.each<[string, DhcpOverrides]>([
    ['no domain', { domain_name: 'a", router="6.6.6.6' }],
    ['longer than an option', { bootfile_name: 'a'.repeat(256) }],
    ['not printable', { bootfile_name: 'a\nb' }],
    ['not ASCII', { tftp_server: 'bücher.example' }],
  ])('refuses what is %s', (_, overrides) => {
    expect(() => optionsOf(subnet, overrides)).toThrow('that DHCP can carry')
  })
})

describe('DHCPv6 of a subnet', () => {
  it.each<[string, Partial<HostSettings>, DhcpOverrides, object | undefined]>([
    ['stateful', {}, {}, plainV6],
    ['stateless', { ipv6Mode: 'dhcpv6-stateless' }, {}, { ...plainV6, dhcpv6_stateless: 'true' }],
    ['none when hosts make their own', { ipv6Mode: 'slaac' }, {}, undefined],
    ['none when DHCP is off', { dhcpEnabled: false }, {}, undefined],
    ['without DNS', { dnsAddress: null, dnsMac: null }, {}, { server_id: '02:00:00:00:00:01' }],
    [
      'with DNS servers of its family',
      { dnsServers: ['10.9.0.1', '2001:db8::53', '2001:db8::54'] },
      {},
      { ...plainV6, dns_server: '{2001:db8::53, 2001:db8::54}' },
    ],
    [
      'for a port with servers of its own',
      { dnsServers: ['2001:db8::53'] },
      { dns_servers: ['2001:db8::7', '10.9.0.7'] },
      { ...plainV6, dns_server: '2001:db8::7' },
    ],
  ])('%s', (_, change, overrides, expected) => {
    expect(optionsOf({ ...subnetV6, ...change }, overrides)).toEqual(expected)
  })
})
