import { describe, expect, it } from '@jest/globals'
import type { CreateSubnet } from '@quantumnet/api'
import { DomainError } from '../../errors.ts'
import { checkPortAddress, isAllocatable, planSubnet, searchOrder } from './rules.ts'

type Request = Pick<CreateSubnet, 'cidr' | 'gateway' | 'dns_address' | 'allocation_ranges'>

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

describe('the order of a search', () => {
  const ranges = [
    { start: '0.0.0.10', end: '0.0.0.19' },
    { start: '0.0.0.30', end: '0.0.0.39' },
  ]
  it.each<[bigint | undefined, [bigint, bigint][]]>([
    [
      undefined,
      [
        [10n, 19n],
        [30n, 39n],
      ],
    ],
    [
      5n,
      [
        [10n, 19n],
        [30n, 39n],
      ],
    ],
    [
      10n,
      [
        [10n, 19n],
        [30n, 39n],
      ],
    ],
    [
      15n,
      [
        [15n, 19n],
        [30n, 39n],
        [10n, 14n],
      ],
    ],
    [
      19n,
      [
        [19n, 19n],
        [30n, 39n],
        [10n, 18n],
      ],
    ],
    [
      25n,
      [
        [30n, 39n],
        [10n, 19n],
      ],
    ],
    [
      39n,
      [
        [39n, 39n],
        [10n, 19n],
        [30n, 38n],
      ],
    ],
    [
      40n,
      [
        [10n, 19n],
        [30n, 39n],
      ],
    ],
  ])('from %s covers every address once', (from, expected) => {
    expect(searchOrder(ranges, from).map(({ first, last }) => [first, last])).toEqual(expected)
  })

  it('has ranges that hold their ends', () => {
    const held = [9n, 10n, 19n, 20n, 39n, 40n].map((value) => isAllocatable(ranges, value))
    expect(held).toEqual([false, true, true, false, true, false])
  })
})
