import { describe, expect, it } from '@jest/globals'
import { raConfigs } from './ra.ts'
import type { HostSettings } from './settings.ts'
import { site, subnet, subnetV6 } from './testing.ts'

const plain = {
  address_mode: 'dhcpv6_stateful',
  send_periodic: 'true',
  max_interval: '30',
  min_interval: '10',
  mtu: '1442',
  rdnss: '2001:db8::2',
  dnssl: 'demo.internal',
}
const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}`

describe('router advertisements of a subnet', () => {
  it.each<[string, Partial<HostSettings>, object]>([
    ['stateful', {}, plain],
    ['hosts make their address', { ipv6Mode: 'slaac' }, { ...plain, address_mode: 'slaac' }],
    ['and ask for the rest', { ipv6Mode: 'dhcpv6-stateless' }, { ...plain, address_mode: 'dhcpv6_stateless' }],
    ['and would ask nobody', { ipv6Mode: 'dhcpv6-stateless', dhcpEnabled: false }, { ...plain, address_mode: 'slaac' }],
    [
      'DNS servers of IPv6: the first one',
      { dnsServers: ['10.9.0.1', '2001:db8::53', '2001:db8::54'] },
      { ...plain, rdnss: '2001:db8::53' },
    ],
    ['a domain', { domainName: 'corp.example' }, { ...plain, dnssl: 'corp.example,demo.internal' }],
    ['a domain that leaves no room', { domainName: long }, { ...plain, dnssl: long }],
    ['an MTU', { mtuBytes: 1280 }, { ...plain, mtu: '1280' }],
    ['nobody has it as its gateway', { gateway: null, gatewayMac: null }, {}],
  ])('%s', (_, change, expected) => {
    expect(raConfigs({ ...subnetV6, ...change }, site)).toEqual(expected)
  })

  it('without DNS', () => {
    expect(raConfigs({ ...subnetV6, dnsAddress: null, dnsMac: null }, site)).not.toHaveProperty('rdnss')
  })

  it('are nothing for IPv4', () => {
    expect(raConfigs(subnet, site)).toEqual({})
  })
})
