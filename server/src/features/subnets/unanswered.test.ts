import { describe, expect, it } from '@jest/globals'
import { unanswered } from './unanswered.ts'

const v4 = {
  ...{ ipv6_mode: null, gateway: '10.0.0.1', dns_address: '10.0.0.2', advertised: false },
  updated_at: new Date('2026-03-01T09:30:00Z'),
}
const v6 = { ...v4, ipv6_mode: 'slaac' as const, gateway: 'fd00::1', dns_address: 'fd00::2' }

describe('what hosts of a subnet do not learn', () => {
  it.each([
    ['nothing', v4, []],
    ['DHCP of one address', { ...v4, gateway: null, dns_address: null }, ['WithoutDhcp']],
    ['their prefix', v6, ['NotAdvertised']],
    ['their prefix, with the rest by DHCPv6', { ...v6, ipv6_mode: 'dhcpv6-stateless' as const }, ['NotAdvertised']],
    ['nothing with a router', { ...v6, advertised: true }, []],
    ['nothing of DHCPv6', { ...v6, ipv6_mode: 'dhcpv6-stateful' as const }, []],
  ])('%s', (_, row, types) => {
    expect(unanswered(row).map(({ type }) => type)).toEqual(types)
  })
})
