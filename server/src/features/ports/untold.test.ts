import type { DhcpOverrides } from '@quantumnet/api'
import { describe, expect, it } from '@jest/globals'
import { untoldDhcp } from './untold.ts'

const [v4, v6] = [
  { subnet: 's', ip: '10.0.0.3' },
  { subnet: 't', ip: 'fd00::3' },
]
const all: DhcpOverrides = {
  ...{ dns_servers: ['10.9.0.7', 'fd00::7'], ntp_servers: ['10.9.0.8', 'fd00::8'] },
  ...{ domain_name: 'corp.example', tftp_server: '10.9.0.69', bootfile_name: 'loader' },
}

describe('DHCP options that a port is not told', () => {
  it.each([
    ['none where there are none', [v4], {}, undefined],
    [
      'none that fit',
      [v4],
      { dns_servers: ['10.9.0.7'], ntp_servers: ['10.9.0.8'], bootfile_name: 'loader' },
      undefined,
    ],
    ['with both families: time servers of IPv6', [v4, v6], all, 'ntp_servers fd00::8'],
    ['with IPv4: servers of IPv6', [v4], all, 'dns_servers fd00::7, ntp_servers fd00::8'],
    [
      'with IPv6: all but its DNS servers',
      [v6],
      all,
      'dns_servers 10.9.0.7, ntp_servers 10.9.0.8, ntp_servers fd00::8, domain_name, tftp_server, bootfile_name',
    ],
    ['without addresses: all', [], { dns_servers: ['fd00::7'] }, 'dns_servers fd00::7'],
  ])('%s', (_, fixedIps, options, parts) => {
    const row = { fixed_ips: fixedIps, dhcp_options: options, updated_at: new Date('2026-03-01T09:30:00Z') }
    expect(untoldDhcp(row).map(({ message }) => message.split(': ').at(-1))).toEqual(parts === undefined ? [] : [parts])
  })
})
