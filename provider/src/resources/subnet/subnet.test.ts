import type { Subnet as View } from '@quantumnet/api'
import { describe, expect, it } from '@jest/globals'
import { UNKNOWN, type Drafts, type Knowns } from '../../framework/index.ts'
import { plan } from './addresses.ts'
import { createBody, stateOf, updateBody } from './model.ts'
import type { Subnet } from './schema.ts'
import { validate } from './validate.ts'

const config: Drafts<Subnet> = {
  id: null,
  project: null,
  network: 'n',
  name: 's',
  description: null,
  labels: null,
  labels_all: null,
  pool: null,
  prefix_length: null,
  cidr: '10.0.0.0/24',
  gateway: null,
  dns_address: null,
  allocation_ranges: null,
  reserved_ranges: null,
  ipv6_mode: null,
  hold_down: null,
  dns_servers: null,
  static_routes: null,
  generation: null,
  created_at: null,
  updated_at: null,
}

const open = {
  prefix_length: UNKNOWN,
  gateway: UNKNOWN,
  dns_address: UNKNOWN,
  allocation_ranges: UNKNOWN,
  ipv6_mode: UNKNOWN,
} as const

/** A plan of what is configured, with all else unknown. */
const planned = (change: Partial<Drafts<Subnet>>, prior: Knowns<Subnet> | null): Drafts<Subnet> => {
  const wanted: Drafts<Subnet> = { ...config, ...change }
  const decided = Object.entries({ ...wanted, ...open }).map(([name, value]) => [
    name,
    wanted[name as keyof typeof wanted] ?? value,
  ])
  return plan({ config: wanted, prior, planned: Object.fromEntries(decided) as Drafts<Subnet> })
}

describe('a new subnet is planned', () => {
  const whole = (start: string, end: string) => [{ start, end }]

  it.each<[string, Partial<Drafts<Subnet>>, Partial<Drafts<Subnet>>]>([
    [
      'with the first two addresses',
      {},
      { gateway: '10.0.0.1', dns_address: '10.0.0.2', allocation_ranges: whole('10.0.0.1', '10.0.0.254') },
    ],
    [
      'with the DNS address after a gateway that is given',
      { gateway: '10.0.0.9' },
      { gateway: '10.0.0.9', dns_address: '10.0.0.10' },
    ],
    [
      'with the first address for DNS where the gateway has the last',
      { gateway: '10.0.0.254' },
      { dns_address: '10.0.0.1' },
    ],
    ['without a gateway', { gateway: 'none' }, { gateway: 'none', dns_address: '10.0.0.1' }],
    ['with room for one address besides', { cidr: '10.0.0.0/30' }, { gateway: '10.0.0.1', dns_address: 'none' }],
    [
      'with a /31 whole',
      { cidr: '10.0.0.0/31' },
      { gateway: '10.0.0.0', dns_address: 'none', allocation_ranges: whole('10.0.0.0', '10.0.0.1') },
    ],
    [
      'with an IPv6 block after the address of every router',
      { cidr: '2001:DB8::/64' },
      {
        ...{ gateway: '2001:db8::1', dns_address: '2001:db8::2', ipv6_mode: 'slaac', prefix_length: 64 },
        allocation_ranges: whole('2001:db8::1', '2001:db8::ffff:ffff:ffff:ffff'),
      },
    ],
    ['with addresses by DHCPv6 where a block is no /64', { cidr: 'fd00::/80' }, { ipv6_mode: 'dhcpv6-stateful' }],
    ['with an IPv6 pair whole', { cidr: 'fd00::/127' }, { gateway: 'fd00::', dns_address: 'none' }],
    ['without a mode on IPv4', {}, { ipv6_mode: null, prefix_length: 24 }],
    ['not before its block is carved', { cidr: null, pool: 'p', prefix_length: 26 }, { ...open, prefix_length: 26 }],
    ['with a /32 for its only port', { cidr: '10.0.0.7/32' }, { gateway: 'none', dns_address: 'none' }],
    [
      'not before its block is known',
      { cidr: UNKNOWN },
      { gateway: UNKNOWN, dns_address: UNKNOWN, allocation_ranges: UNKNOWN },
    ],
    [
      'without guessing what the configuration will say',
      { gateway: UNKNOWN },
      { gateway: UNKNOWN, dns_address: UNKNOWN },
    ],
  ])('%s', (_how, change, expected) => {
    expect(planned(change, null)).toMatchObject(expected)
  })

  it('only when it is new', () => {
    const prior: Partial<Knowns<Subnet>> = { id: 'i' }
    expect(planned({}, prior as Knowns<Subnet>)).toMatchObject(open)
  })
})

describe('a subnet is refused', () => {
  const problems = (change: Partial<Drafts<Subnet>>): string[] =>
    validate({ ...config, ...change }).map(({ path, message }) => `${path.join('.')}: ${message}`)

  it.each<[string, Partial<Drafts<Subnet>>, string[]]>([
    [
      'not as it is',
      {
        gateway: '10.0.0.1',
        dns_address: '10.0.0.2',
        allocation_ranges: [
          { start: '10.0.0.10', end: '10.0.0.19' },
          { start: '10.0.0.20', end: '10.0.0.20' },
        ],
      },
      [],
    ],
    [
      'not for what is unknown',
      { cidr: UNKNOWN, gateway: UNKNOWN, allocation_ranges: [UNKNOWN, { start: UNKNOWN, end: '10.0.0.9' }] },
      [],
    ],
    ['not for "none"', { gateway: 'none', dns_address: 'none' }, []],
    [
      'for a gateway outside',
      { gateway: '10.1.0.1' },
      ['gateway: 10.1.0.1 is no host address of the subnet. Allowed: 10.0.0.1 to 10.0.0.254.'],
    ],
    [
      'for the network address as DNS address',
      { dns_address: '10.0.0.0' },
      ['dns_address: 10.0.0.0 is no host address of the subnet. Allowed: 10.0.0.1 to 10.0.0.254.'],
    ],
    [
      'for one address in two roles',
      { gateway: '10.0.0.5', dns_address: '10.0.0.5' },
      ['dns_address: It is the gateway. Choose another address, or "none" for no DNS.'],
    ],
    [
      'for a range that sticks out',
      { allocation_ranges: [{ start: '10.0.0.250', end: '10.0.1.5' }] },
      ['allocation_ranges.0.end: 10.0.1.5 is no host address of the subnet. Allowed: 10.0.0.1 to 10.0.0.254.'],
    ],
    ['not for a block of a pool', { cidr: null, pool: 'p', prefix_length: 26 }, []],
    ['not for a length that its block has', { prefix_length: 24 }, []],
    [
      'without block and pool',
      { cidr: null },
      [': Needs cidr, its block such as 10.0.0.0/24, or pool, the id of the pool to carve it from.'],
    ],
    [
      'for a length that is not its block’s',
      { prefix_length: 26 },
      ['prefix_length: Is not that of cidr, 10.0.0.0/24. Leave one of the two out.'],
    ],
    [
      'for a gateway of another family',
      { gateway: 'fd00::1' },
      ['gateway: fd00::1 is no host address of the subnet. Allowed: 10.0.0.1 to 10.0.0.254.'],
    ],
    [
      'for a reserved gateway',
      { gateway: '10.0.0.5', reserved_ranges: [{ start: '10.0.0.4', end: '10.0.0.7' }] },
      ['gateway: Lies in one of reserved_ranges, whose addresses nobody is given.'],
    ],
    ['for a mode on IPv4', { ipv6_mode: 'slaac' }, ['ipv6_mode: Is of no use for an IPv4 block. Leave it out.']],
    [
      'for a mode that needs a /64',
      { cidr: 'fd00::/80', ipv6_mode: 'slaac' },
      ['ipv6_mode: slaac needs a /64. In another block only dhcpv6-stateful works.'],
    ],
    ['not for a mode that fits', { cidr: 'fd00::/64', ipv6_mode: 'dhcpv6-stateless' }, []],
    [
      'for ranges out of order',
      {
        allocation_ranges: [
          { start: '10.0.0.20', end: '10.0.0.29' },
          { start: '10.0.0.10', end: '10.0.0.19' },
        ],
      },
      [
        'allocation_ranges.1.start: Begins before the range above it ends. Ranges stand in ascending order and do not overlap.',
      ],
    ],
  ])('%s', (_why, change, expected) => {
    expect(problems(change)).toEqual(expected)
  })
})

describe('"none" in Terraform is null in the API', () => {
  it('on the way there, where leaving out means the default', () => {
    expect(createBody({ ...config, gateway: 'none' })).toMatchObject({ gateway: null, dns_address: undefined })
  })

  it('and on the way back', () => {
    const view: Partial<View> = { cidr: '10.0.0.0/24', gateway: null, dns_address: '10.0.0.2' }
    expect(stateOf(view as View)).toMatchObject({ gateway: 'none', dns_address: '10.0.0.2', prefix_length: 24 })
  })
})

describe('a request', () => {
  it('tells the length of a block that is to be carved, and of no other', () => {
    expect(createBody({ ...config, cidr: UNKNOWN, pool: 'p', prefix_length: 26 })).toMatchObject({ prefix_length: 26 })
    expect(createBody({ ...config, pool: 'p', prefix_length: 24 }).prefix_length).toBeUndefined()
  })

  it('tells the network’s servers from none', () => {
    expect(updateBody({ ...config, dns_servers: null })).toMatchObject({ dns_servers: null })
    expect(updateBody({ ...config, dns_servers: [] })).toMatchObject({ dns_servers: [] })
  })
})
