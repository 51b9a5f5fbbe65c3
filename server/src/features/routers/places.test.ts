import { describe, expect, it } from '@jest/globals'
import { DomainError } from '../../errors.ts'
import { gatewayChange, gatewayPlaces, placeIn, type AskedAddress, type PlacedSubnet } from './places.ts'

const subnet = (id: string, cidr: string, gateway: string): PlacedSubnet => ({
  ...{ id, name: id, network_id: 'n', cidr, gateway, dns_address: null },
  ...{ allocation_ranges: [], reserved_ranges: [], ipv6_mode: null, generation: 1 },
})
const v6 = subnet('v6', '2001:db8::/64', '2001:db8::1')
const first = subnet('first', '203.0.113.0/25', '203.0.113.1')
const second = subnet('second', '203.0.113.128/25', '203.0.113.129')
const network = { id: 'n', name: 'internet', subnets: [v6, first, second] }
const empty = { ...network, subnets: [] }
const at = { network: '/network', subnet: '/subnet', ip: '/address' }

const refusalOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof DomainError) return `${error.code} ${error.message} (${error.errors[0]?.allowed ?? ''})`
    throw error
  }
  return 'accepted'
}

describe('where one address comes from', () => {
  it.each<[AskedAddress, object]>([
    [{}, { kind: 'any', subnets: [first, second] }],
    [{ subnet: 'v6' }, { kind: 'any', subnets: [v6] }],
    [{ ip: '203.0.113.200' }, { kind: 'given', subnet: second, ip: '203.0.113.200' }],
    [
      { subnet: 'v6', ip: '2001:db8::5' },
      { kind: 'given', subnet: v6, ip: '2001:db8::5' },
    ],
  ])('%j', (asked, place) => {
    expect(placeIn(network, asked, at)).toEqual(place)
  })

  const all = '"v6" 2001:db8::/64 (v6), "first" 203.0.113.0/25 (first), "second" 203.0.113.128/25 (second)'
  it.each<[AskedAddress, typeof network, string]>([
    [
      {},
      empty,
      'reference_not_found /network: network "internet" has no subnet to take an address from (a network with a subnet)',
    ],
    [
      { subnet: 'x' },
      network,
      `reference_not_found /subnet: is no subnet of network "internet", or is being deleted (${all})`,
    ],
    [
      { ip: '192.0.2.1' },
      network,
      `address_outside_subnet /address: 192.0.2.1 lies in no subnet of network "internet" (${all})`,
    ],
    [
      { subnet: 'first', ip: '203.0.113.200' },
      network,
      'address_outside_subnet /address: 203.0.113.200 lies outside of 203.0.113.0/25 (203.0.113.1 to 203.0.113.126)',
    ],
    [
      { ip: '203.0.113.1' },
      network,
      'address_reserved /address: 203.0.113.1 is the gateway of subnet "first" (any other address of 203.0.113.1 to 203.0.113.126)',
    ],
  ])('is refused for %j', (asked, of, expected) => {
    expect(refusalOf(() => placeIn(of, asked, at))).toBe(expected)
  })
})

describe('the addresses of an external gateway', () => {
  it('are one of each family, when none is asked for', () => {
    expect(gatewayPlaces(network, undefined)).toEqual([
      { pointer: '/external_gateway/network', place: { kind: 'any', subnets: [first, second] } },
      { pointer: '/external_gateway/network', place: { kind: 'any', subnets: [v6] } },
    ])
  })

  it('are those asked for', () => {
    expect(gatewayPlaces(network, [{ ip: '203.0.113.9' }, { subnet: 'v6' }])).toEqual([
      { pointer: '/external_gateway/fixed_ips/0/ip', place: { kind: 'given', subnet: first, ip: '203.0.113.9' } },
      { pointer: '/external_gateway/fixed_ips/1', place: { kind: 'any', subnets: [v6] } },
    ])
  })

  it.each<[string, () => unknown, string]>([
    [
      'of a network without subnets',
      (): unknown => gatewayPlaces(empty, undefined),
      'reference_not_found /external_gateway/network: network "internet" has no subnet to take an address from (a network with a subnet)',
    ],
    [
      'twice in one family',
      (): unknown => gatewayPlaces(network, [{}, { subnet: 'second' }]),
      'invalid_request /external_gateway/fixed_ips/1: is a second IPv4 address: packets leave with one of each family ' +
        '(at most one address of IPv4 and one of IPv6)',
    ],
  ])('%s are refused', (_, work, expected) => {
    expect(refusalOf(work)).toBe(expected)
  })
})

describe('a change of an external gateway', () => {
  const have = [
    { subnet: 'first', ip: '203.0.113.9' },
    { subnet: 'v6', ip: '2001:db8::9' },
  ]
  const [old4, old6] = have
  it.each<[string, AskedAddress[] | undefined, object]>([
    ['any keeps what is there', undefined, { kept: have, released: [], asked: [] }],
    ['the same again', [{ ip: '203.0.113.9' }, { subnet: 'v6' }], { kept: have, released: [], asked: [] }],
    ['one family less', [{}], { kept: [old4], released: [old6], asked: [] }],
    [
      'another address',
      [{ ip: '203.0.113.10' }, { subnet: 'v6' }],
      {
        kept: [old6],
        released: [old4],
        asked: [
          { pointer: '/external_gateway/fixed_ips/0/ip', place: { kind: 'given', subnet: first, ip: '203.0.113.10' } },
        ],
      },
    ],
    [
      'another subnet',
      [{ subnet: 'second' }],
      {
        kept: [],
        released: have,
        asked: [{ pointer: '/external_gateway/fixed_ips/0', place: { kind: 'any', subnets: [second] } }],
      },
    ],
  ])('%s', (_, wishes, expected) => {
    expect(gatewayChange(have, gatewayPlaces(network, wishes))).toEqual(expected)
  })
})
