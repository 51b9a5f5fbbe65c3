import { describe, expect, it } from '@jest/globals'
import { DomainError } from '../../errors.ts'
import { checkDisjoint, checkNextHop, checkSameFamily, type Connections } from './rules.ts'

const web = { id: 'w', name: 'web', cidr: '10.0.0.0/24', ip: '10.0.0.1', interface_id: 'i1' }
const db6 = { id: 'd', name: 'db6', cidr: '2001:db8:1::/64', ip: '2001:db8:1::1', interface_id: 'i2' }
const ext = { id: 'e', name: 'ext', cidr: '203.0.113.0/24', ip: '203.0.113.10', interface_id: null }
const router: Connections = { name: 'edge', subnets: [web, db6, ext] }
const lonely: Connections = { name: 'lonely', subnets: [] }

const messageOf = (work: () => void): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof DomainError) return `${error.code} ${error.message} (${error.errors[0]?.allowed ?? ''})`
    throw error
  }
  return 'accepted'
}

describe('a subnet to be connected', () => {
  const subnet = (id: string, cidr: string): { id: string; name: string; cidr: string } => ({ id, name: 'new', cidr })
  it.each<[string, { id: string; name: string; cidr: string }, Connections, string]>([
    ['beside the others', subnet('n', '10.0.1.0/24'), router, 'accepted'],
    ['as the first', subnet('n', '10.0.0.0/8'), lonely, 'accepted'],
    ['that is connected already, under another address', subnet('w', '10.0.0.0/24'), router, 'accepted'],
    ['of the other family', subnet('n', '2001:db8:2::/64'), router, 'accepted'],
    [
      'around another',
      subnet('n', '10.0.0.0/8'),
      router,
      'cidr_overlaps /subnet: subnet "new" (10.0.0.0/8) overlaps subnet "web" (10.0.0.0/24), which router "edge" is connected to ' +
        '(a subnet that overlaps none of "web" (10.0.0.0/24), "db6" (2001:db8:1::/64), "ext" (203.0.113.0/24))',
    ],
    [
      'within the external network',
      subnet('n', '203.0.113.128/25'),
      { name: 'edge', subnets: [ext] },
      'cidr_overlaps /subnet: subnet "new" (203.0.113.128/25) overlaps subnet "ext" (203.0.113.0/24), which router "edge" is connected to ' +
        '(a subnet that overlaps none of "ext" (203.0.113.0/24))',
    ],
    [
      'of IPv6, within another',
      subnet('n', '2001:db8:1::/80'),
      { name: 'edge', subnets: [db6] },
      'cidr_overlaps /subnet: subnet "new" (2001:db8:1::/80) overlaps subnet "db6" (2001:db8:1::/64), which router "edge" is connected to ' +
        '(a subnet that overlaps none of "db6" (2001:db8:1::/64))',
    ],
  ])('%s', (_, added, of, expected) => {
    expect(
      messageOf(() => {
        checkDisjoint('/subnet', of, added)
      }),
    ).toBe(expected)
  })
})

describe('a next hop', () => {
  const connected = '"web" (10.0.0.0/24), "db6" (2001:db8:1::/64), "ext" (203.0.113.0/24)'
  it.each<[string, Connections, string]>([
    ['10.0.0.200', router, 'accepted'],
    ['2001:db8:1::200', router, 'accepted'],
    ['203.0.113.1', router, 'accepted'],
    [
      '192.0.2.1',
      router,
      `address_outside_subnet /next_hop: 192.0.2.1 lies in no subnet that router "edge" is connected to (an address in ${connected})`,
    ],
    [
      '2001:db8:2::1',
      router,
      `address_outside_subnet /next_hop: 2001:db8:2::1 lies in no subnet that router "edge" is connected to (an address in ${connected})`,
    ],
    [
      '192.0.2.1',
      lonely,
      'address_outside_subnet /next_hop: 192.0.2.1 lies in no subnet that router "lonely" is connected to ' +
        '(an address in nothing yet: the router has no interface and no external gateway)',
    ],
    [
      '10.0.0.1',
      router,
      `address_reserved /next_hop: 10.0.0.1 is the router's own address in subnet "web" (any other address of 10.0.0.0/24)`,
    ],
    [
      '203.0.113.10',
      router,
      `address_reserved /next_hop: 203.0.113.10 is the router's own address in subnet "ext" (any other address of 203.0.113.0/24)`,
    ],
    [
      '10.0.0.255',
      router,
      'address_outside_subnet /next_hop: 10.0.0.255 is the network or broadcast address of subnet "web" (10.0.0.0/24) ' +
        '(a host address of 10.0.0.0/24)',
    ],
  ])('%s of %j', (ip, of, expected) => {
    expect(
      messageOf(() => {
        checkNextHop('/next_hop', of, ip)
      }),
    ).toBe(expected)
  })
})

describe('families', () => {
  it.each<[string, string, string]>([
    ['10.0.0.1', '10.0.0.0/8', 'accepted'],
    ['::1', '::/0', 'accepted'],
    ['10.0.0.1', '::/0', 'invalid_request /next_hop: is IPv4, and destination ::/0 is IPv6 (IPv6)'],
    ['fd00::1', '0.0.0.0/0', 'invalid_request /next_hop: is IPv6, and destination 0.0.0.0/0 is IPv4 (IPv4)'],
  ])('%s beside %s', (ip, text, expected) => {
    expect(
      messageOf(() => {
        checkSameFamily('/next_hop', ip, { what: 'destination', text })
      }),
    ).toBe(expected)
  })
})
