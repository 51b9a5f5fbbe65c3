import { describe, expect, it } from '@jest/globals'
import { DomainError } from '../../errors.ts'
import { checkPortAddress, planSubnet, subnetAround } from './rules.ts'

type Request = Parameters<typeof planSubnet>[0]

const refusalOf = (work: () => unknown): DomainError => {
  try {
    work()
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
  throw new Error('not refused')
}

describe('the addresses of a new subnet', () => {
  it.each<[Request, string | null, string | null, string]>([
    [{ cidr: '10.0.0.0/24' }, '10.0.0.1', '10.0.0.2', '10.0.0.1-10.0.0.254'],
    [{ cidr: '10.0.0.0/24', gateway: '10.0.0.77' }, '10.0.0.77', '10.0.0.78', '10.0.0.1-10.0.0.254'],
    [{ cidr: '10.0.0.0/24', gateway: '10.0.0.254' }, '10.0.0.254', '10.0.0.1', '10.0.0.1-10.0.0.254'],
    [{ cidr: '10.0.0.0/24', gateway: null }, null, '10.0.0.1', '10.0.0.1-10.0.0.254'],
    [{ cidr: '10.0.0.0/24', dns_address: null }, '10.0.0.1', null, '10.0.0.1-10.0.0.254'],
    [{ cidr: '10.0.0.0/24', dns_address: '10.0.0.53' }, '10.0.0.1', '10.0.0.53', '10.0.0.1-10.0.0.254'],
    [{ cidr: '10.0.0.8/29' }, '10.0.0.9', '10.0.0.10', '10.0.0.9-10.0.0.14'],
    [{ cidr: '10.0.0.8/30' }, '10.0.0.9', null, '10.0.0.9-10.0.0.10'],
    [{ cidr: '10.0.0.8/31' }, '10.0.0.8', null, '10.0.0.8-10.0.0.9'],
    [{ cidr: '10.0.0.8/32' }, null, null, '10.0.0.8-10.0.0.8'],
    [{ cidr: '2001:db8::/64' }, '2001:db8::1', '2001:db8::2', '2001:db8::1-2001:db8::ffff:ffff:ffff:ffff'],
    [{ cidr: '2001:db8::/126' }, '2001:db8::1', '2001:db8::2', '2001:db8::1-2001:db8::3'],
    [{ cidr: '2001:db8::/127' }, '2001:db8::', null, '2001:db8::-2001:db8::1'],
    [{ cidr: '2001:db8::5/128' }, null, null, '2001:db8::5-2001:db8::5'],
    [
      {
        cidr: '10.0.0.0/24',
        allocation_ranges: [
          { start: '10.0.0.9', end: '10.0.0.9' },
          { start: '10.0.0.10', end: '10.0.0.20' },
        ],
      },
      '10.0.0.1',
      '10.0.0.2',
      '10.0.0.9-10.0.0.9 10.0.0.10-10.0.0.20',
    ],
  ])('%j', (request, gateway, dns, ranges) => {
    const plan = planSubnet(request)
    expect([plan.gateway, plan.dns_address]).toEqual([gateway, dns])
    expect(plan.allocation_ranges.map(({ start, end }) => `${start}-${end}`).join(' ')).toBe(ranges)
  })

  const range = (start: string, end: string): { start: string; end: string } => ({ start, end })
  it.each<[string, Request, string, string]>([
    [
      'a gateway of another family',
      { cidr: '10.0.0.0/24', gateway: '2001:db8::1' },
      'address_outside_subnet',
      '/gateway',
    ],
    ['link-local IPv6', { cidr: 'fe80::/64' }, 'invalid_request', '/cidr'],
    ['an IPv6 mode for IPv4', { cidr: '10.0.0.0/24', ipv6_mode: 'slaac' }, 'invalid_request', '/ipv6_mode'],
    ['SLAAC without 64 bits', { cidr: '2001:db8::/96', ipv6_mode: 'slaac' }, 'invalid_request', '/ipv6_mode'],
    [
      'a reserved gateway',
      { cidr: '10.0.0.0/24', reserved_ranges: [range('10.0.0.1', '10.0.0.9')] },
      'address_reserved',
      '/gateway',
    ],
    [
      'a reserved range of another block',
      { cidr: '10.0.0.0/24', reserved_ranges: [range('10.0.1.1', '10.0.1.9')] },
      'address_outside_subnet',
      '/reserved_ranges/0/start',
    ],
    ['a gateway of another block', { cidr: '10.0.0.0/24', gateway: '10.0.1.1' }, 'address_outside_subnet', '/gateway'],
    [
      'the network address as gateway',
      { cidr: '10.0.0.0/24', gateway: '10.0.0.0' },
      'address_outside_subnet',
      '/gateway',
    ],
    [
      'the broadcast address for DNS',
      { cidr: '10.0.0.0/24', dns_address: '10.0.0.255' },
      'address_outside_subnet',
      '/dns_address',
    ],
    ['one address for both', { cidr: '10.0.0.0/24', dns_address: '10.0.0.1' }, 'invalid_request', '/dns_address'],
    [
      'a range that leaves the block',
      { cidr: '10.0.0.0/24', allocation_ranges: [range('10.0.0.9', '10.0.1.9')] },
      'address_outside_subnet',
      '/allocation_ranges/0/end',
    ],
    [
      'ranges that overlap',
      { cidr: '10.0.0.0/24', allocation_ranges: [range('10.0.0.9', '10.0.0.20'), range('10.0.0.20', '10.0.0.30')] },
      'invalid_request',
      '/allocation_ranges/1/start',
    ],
    [
      'ranges that descend',
      { cidr: '10.0.0.0/24', allocation_ranges: [range('10.0.0.50', '10.0.0.60'), range('10.0.0.1', '10.0.0.9')] },
      'invalid_request',
      '/allocation_ranges/1/start',
    ],
    ['link-local addresses', { cidr: '169.254.169.0/24' }, 'invalid_request', '/cidr'],
    ['everything', { cidr: '0.0.0.0/0' }, 'invalid_request', '/cidr'],
    ['multicast', { cidr: '239.0.0.0/24' }, 'invalid_request', '/cidr'],
  ])('cannot be %s', (_, request, code, pointer) => {
    const refusal = refusalOf(() => planSubnet(request))
    expect(refusal).toMatchObject({ code, errors: [{ pointer }] })
    expect(refusal.errors[0]?.allowed).toEqual(expect.any(String))
  })
})

describe("a port's address", () => {
  const subnet = { name: 's', cidr: '10.0.0.0/24', gateway: '10.0.0.1', dns_address: '10.0.0.2' }
  it.each([
    ['10.0.0.0', 'address_outside_subnet'],
    ['10.0.0.1', 'address_reserved'],
    ['10.0.0.2', 'address_reserved'],
    ['10.0.0.255', 'address_outside_subnet'],
    ['10.0.1.0', 'address_outside_subnet'],
  ])('may not be %s: %s', (ip, code) => {
    expect(
      refusalOf(() => {
        checkPortAddress('/x', subnet, ip)
      }),
    ).toMatchObject({ code, errors: [{ pointer: '/x', value: ip }] })
  })

  it.each(['10.0.0.3', '10.0.0.254'])('may be %s', (ip) => {
    expect(() => {
      checkPortAddress('/x', subnet, ip)
    }).not.toThrow()
  })
})

describe('the mode of an IPv6 subnet', () => {
  it.each<[string, Request['ipv6_mode'], string | null]>([
    ['10.0.0.0/24', undefined, null],
    ['2001:db8::/64', undefined, 'slaac'],
    ['2001:db8::/64', 'dhcpv6-stateful', 'dhcpv6-stateful'],
    ['2001:db8::/64', 'dhcpv6-stateless', 'dhcpv6-stateless'],
    ['2001:db8::/112', undefined, 'dhcpv6-stateful'],
  ])('%s asked for %s is %s', (cidr, asked, mode) => {
    expect(planSubnet({ cidr, ipv6_mode: asked }).ipv6_mode).toBe(mode)
  })
})

describe('the subnet of an address', () => {
  const subnets = [
    { id: '1', name: 'a', cidr: '10.0.0.0/24' },
    { id: '2', name: 'b', cidr: '2001:db8::/64' },
  ]
  it('is the one around it', () => {
    expect(['10.0.0.255', '2001:db8::9'].map((ip) => subnetAround('/ip', ip, subnets).name)).toEqual(['a', 'b'])
  })

  it('has to be there', () => {
    expect(refusalOf(() => subnetAround('/ip', '10.0.1.0', subnets))).toMatchObject({
      code: 'address_outside_subnet',
      errors: [{ pointer: '/ip', value: '10.0.1.0' }],
    })
  })
})
