import { describe, expect, it } from '@jest/globals'
import { DomainError } from '../../errors.ts'
import type { SubnetRow } from '../subnets/index.ts'
import { changeOf, isSame, wishesOf, type AskedIp } from './wishes.ts'

const subnet = (name: string, cidr: string, gateway: string, ipv6Mode: SubnetRow['ipv6_mode'] = null): SubnetRow => ({
  ...{ id: `${name}-id`, name, cidr, gateway, dns_address: null, allocation_ranges: [] },
  ...{ project_id: 'p', network_id: 'n', description: '', labels: {}, conditions: [], create_digest: Buffer.alloc(0) },
  ...{ generation: 1, applied_generation: 0, realized_generation: 0 },
  ...{ created_at: new Date(0), updated_at: new Date(0), deleting_at: null, pool_id: null, reserved_ranges: [] },
  ...{ ipv6_mode: ipv6Mode, hold_down: 300, dns_servers: null, static_routes: null, usage_level: 0, usage_since: null },
  shared_with: [],
})
const [a, b] = [subnet('a', '10.0.0.0/24', '10.0.0.1'), subnet('b', '10.0.1.0/24', '10.0.1.1')]
const network = { id: 'n', name: 'net' }
type Asked = { subnet?: string; ip?: string }[]
const wishes = (asked: Asked | undefined, subnets = [a, b]): unknown =>
  wishesOf(asked as AskedIp[] | undefined, { network, subnets, reservations: [] })

describe('the addresses that a port wants', () => {
  it('are any of the network by default, oldest subnet first', () => {
    expect(wishes(undefined)).toEqual([{ kind: 'any', pointer: '/fixed_ips', subnets: [a, b] }])
  })

  it('are one of IPv4 and one of each prefix that is announced, or else one of IPv6', () => {
    const stateful = subnet('c', '2001:db8::/64', '2001:db8::1', 'dhcpv6-stateful')
    const [slaac, stateless] = [
      subnet('d', '2001:db8:1::/64', '2001:db8:1::1', 'slaac'),
      subnet('e', '2001:db8:2::/64', '2001:db8:2::1', 'dhcpv6-stateless'),
    ]
    const any = (...subnets: SubnetRow[]): object => ({ kind: 'any', pointer: '/fixed_ips', subnets })
    expect(wishes(undefined, [stateful, a, b])).toEqual([any(a, b), any(stateful)])
    expect(wishes(undefined, [a, stateful, slaac, stateless])).toEqual([any(a), any(slaac), any(stateless)])
    expect(wishes(undefined, [slaac])).toEqual([any(slaac)])
  })

  it('are not chosen where hosts make them by themselves', () => {
    const slaac = subnet('d', '2001:db8:1::/64', '2001:db8:1::1', 'slaac')
    expect(() => wishes([{ ip: '2001:db8:1::9' }], [slaac])).toThrow('make their address from their MAC')
  })

  it('are none when none are asked for, also without a subnet', () => {
    expect(wishes([], [])).toEqual([])
  })

  it('are found by subnet, by address, or by both', () => {
    expect(wishes([{ subnet: 'b-id' }, { ip: '10.0.1.9' }, { subnet: 'a-id', ip: '10.0.0.9' }, {}])).toEqual([
      { kind: 'any', pointer: '/fixed_ips/0', subnets: [b] },
      { kind: 'given', pointer: '/fixed_ips/1/ip', subnet: b, ip: '10.0.1.9' },
      { kind: 'given', pointer: '/fixed_ips/2/ip', subnet: a, ip: '10.0.0.9' },
      { kind: 'any', pointer: '/fixed_ips/3', subnets: [a, b] },
    ])
  })

  it.each<[string, Asked | undefined, SubnetRow[], string, string]>([
    ['no subnet', undefined, [], 'reference_not_found', '/fixed_ips'],
    ['no subnet for one of them', [{}], [], 'reference_not_found', '/fixed_ips/0'],
    ['a subnet of another network', [{ subnet: 'c-id' }], [a], 'reference_not_found', '/fixed_ips/0/subnet'],
    ['an address of no subnet', [{ ip: '10.0.2.9' }], [a, b], 'address_outside_subnet', '/fixed_ips/0/ip'],
    [
      'an address of another subnet',
      [{ subnet: 'a-id', ip: '10.0.1.9' }],
      [a, b],
      'address_outside_subnet',
      '/fixed_ips/0/ip',
    ],
    ['a gateway', [{}, { ip: '10.0.1.1' }], [a, b], 'address_reserved', '/fixed_ips/1/ip'],
    [
      'an address twice',
      [{ ip: '10.0.1.9' }, { subnet: 'b-id', ip: '10.0.1.9' }],
      [a, b],
      'invalid_request',
      '/fixed_ips/1/ip',
    ],
  ])('cannot be %s', (...[, asked, subnets, code, pointer]) => {
    expect(() => wishes(asked, subnets)).toThrow(DomainError)
    try {
      wishes(asked, subnets)
    } catch (error) {
      expect(error).toMatchObject({ code, errors: [{ pointer }] })
    }
  })
})

describe('a change of addresses', () => {
  const at = (subnetName: string, ip: string): { subnet: string; ip: string } => ({ subnet: `${subnetName}-id`, ip })
  const current = [at('a', '10.0.0.5'), at('a', '10.0.0.6'), at('b', '10.0.1.5')]
  const change = (asked: Asked): ReturnType<typeof changeOf> =>
    changeOf(current, asked as AskedIp[], { network, subnets: [a, b], reservations: [] })

  it.each<[string, Asked, (string | undefined)[], string[]]>([
    [
      'the same',
      [{ ip: '10.0.0.5' }, { ip: '10.0.0.6' }, { ip: '10.0.1.5' }],
      ['10.0.0.5', '10.0.0.6', '10.0.1.5'],
      [],
    ],
    ['any three', [{}, {}, {}], ['10.0.0.5', '10.0.0.6', '10.0.1.5'], []],
    ['one of a subnet', [{ subnet: 'b-id' }], ['10.0.1.5'], ['10.0.0.5', '10.0.0.6']],
    ['one by name before any', [{}, { ip: '10.0.0.5' }], ['10.0.0.6', '10.0.0.5'], ['10.0.1.5']],
    ['another address', [{ ip: '10.0.0.9' }], [undefined], ['10.0.0.5', '10.0.0.6', '10.0.1.5']],
    ['none', [], [], ['10.0.0.5', '10.0.0.6', '10.0.1.5']],
    ['one more', [{}, {}, {}, {}], ['10.0.0.5', '10.0.0.6', '10.0.1.5', undefined], []],
  ])('to %s keeps what it can', (_, asked, kept, released) => {
    const { places, released: gone } = change(asked)
    expect(places.map((place) => ('kind' in place ? undefined : place.ip))).toEqual(kept)
    expect(gone.map(({ ip }) => ip)).toEqual(released)
    expect(isSame(change(asked))).toBe(released.length === 0 && !kept.includes(undefined))
  })
})
