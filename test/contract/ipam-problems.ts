import { pathOf } from '@quantumnet/api'
import { about, after, asUsual, first, newId, ofSecond, routeNamed, withFields, type Fields } from './case-builders.ts'
import { NOWHERE, type Body, type Case, type Ground } from './problem-cases.ts'
import { sampleOf } from './samples.ts'

/** What requests about networks, subnets, pools, addresses and ports can be refused for. */

interface PortAnswer {
  readonly mac: string
  readonly hostname: string
  readonly fixed_ips: readonly { readonly ip: string }[]
}
const port = ({ world }: Ground): PortAnswer => world.answer('port') as PortAnswer
const portIp = (ground: Ground): string | undefined => port(ground).fixed_ips[0]?.ip
const network = ({ world }: Ground): string => world.id('network')

const vlan = (name: string): Body => ({ name, type: 'vlan', physical_network: 'wire', segment_id: 100 })

const carved =
  (name: string, pool: (ground: Ground) => string): Fields =>
  (ground) => ({ network: network(ground), name, pool: pool(ground), cidr: undefined })

const networkCases: Readonly<Record<string, Case>> = {
  'createNetwork:segment_taken': after(
    ({ world }) => [first('createNetwork', {}, { project: world.id('project'), ...vlan('wire-1') })],
    withFields(() => vlan('wire-2')),
  ),
  'updateNetwork:reference_not_found': withFields(() => ({ shared_with: [NOWHERE] })),
  'createSubnet:cidr_overlaps': withFields(() => ({ cidr: '10.0.0.128/25' })),
  'createSubnet:address_outside_subnet': withFields(() => ({ gateway: '192.0.2.1' })),
  // The address of a port that is being deleted is not free before OVN has confirmed, though its subnet is gone.
  'createSubnet:address_taken': after(
    (ground) => [
      first(
        'createSubnet',
        {},
        {
          ...{ id: newId(1), network: network(ground), name: 'gone', cidr: '10.0.7.0/24' },
          ...{ gateway: null, dns_address: null },
        },
      ),
      first(
        'createPort',
        {},
        { id: newId(4), network: network(ground), name: 'gone', fixed_ips: [{ ip: '10.0.7.1' }] },
      ),
      first('deletePort', { id: newId(4) }),
      first('deleteSubnet', { id: newId(1) }),
    ],
    withFields(() => ({ cidr: '10.0.7.0/24' })),
  ),
  'createSubnet:pool_exhausted': after(
    (ground) => [
      first(
        'createSubnetPool',
        {},
        {
          ...{ id: newId(2), project: ground.world.id('project'), name: 'tiny' },
          ...{ prefixes: ['10.200.0.0/28'], default_prefix_length: 28, max_prefix_length: 28 },
        },
      ),
      first('createSubnet', {}, carved('all-of-it', () => newId(2))(ground)),
    ],
    withFields(carved('more', () => newId(2))),
  ),
  'updateSubnet:address_outside_subnet': withFields(() => ({
    allocation_ranges: [{ start: '192.0.2.1', end: '192.0.2.9' }],
  })),
  'createSubnetPool:cidr_overlaps': withFields(({ world }) => ({
    prefixes: (world.answer('subnet_pool') as Body)['prefixes'],
  })),
  'updateSubnetPool:cidr_overlaps': ofSecond('subnet_pool', ({ world }) => ({
    prefixes: (world.answer('subnet_pool') as Body)['prefixes'],
  })),
  'updateSubnetPool:in_use': after(
    (ground) => [first('createSubnet', {}, carved('carved', ({ world }) => world.id('subnet_pool'))(ground))],
    withFields(() => ({ prefixes: ['10.79.0.0/16'] })),
  ),
  'deleteSubnetPool:in_use': after(
    (ground) => [first('createSubnet', {}, carved('carved-too', ({ world }) => world.id('subnet_pool'))(ground))],
    asUsual,
  ),
}

/** An address that the port has by itself: nobody reserved it. */
const addressOfPort = async ({ rows, world }: Ground): Promise<string> => {
  const [row] = await rows<{ id: string }>('select id from address where owner_id = $1', [world.id('port')])
  return row?.id ?? ''
}

const fixedIps = (ip: (ground: Ground) => unknown): Fields => {
  return (ground) => ({ fixed_ips: [ip(ground)] })
}
const TAKEN = fixedIps((ground) => ({ ip: portIp(ground) }))
const OUTSIDE = fixedIps(({ world }) => ({ subnet: world.id('subnet'), ip: '192.0.2.1' }))
const RESERVED = fixedIps(() => ({ ip: '10.0.0.1' }))

const ofSecondPort = (fields: Fields): Case => ofSecond('port', fields)

/** What a port of its own is refused for, a port in a list is too. */
const portCases = {
  address_taken: withFields(TAKEN),
  address_outside_subnet: withFields(OUTSIDE),
  address_reserved: withFields(RESERVED),
  mac_taken: withFields((ground) => ({ mac: port(ground).mac })),
  hostname_taken: withFields((ground) => ({ hostname: port(ground).hostname })),
} satisfies Record<string, Case>

const inList =
  (one: Case): Case =>
  async (ground, route) =>
    (await one(ground, routeNamed('createPort'))).map(({ body }) => ({
      ...sampleOf(route, ground.world),
      body: { ports: [body] },
    }))

const portAndAddressCases: Readonly<Record<string, Case>> = {
  'createAddress:address_taken': withFields((ground) => ({ ip: portIp(ground) })),
  'createAddress:address_outside_subnet': withFields(({ world }) => ({ subnet: world.id('subnet'), ip: '192.0.2.1' })),
  'createAddress:address_reserved': withFields(() => ({ ip: '10.0.0.1' })),
  'updateAddress:invalid_state': about(addressOfPort),
  'deleteAddress:invalid_state': about(addressOfPort),
  'deleteAddress:in_use': after(
    (ground) => [
      first('createAddress', {}, { id: newId(3), network: network(ground), name: 'kept', ip: '10.0.0.77' }),
      first('createPort', {}, { network: network(ground), name: 'takes-over', fixed_ips: [{ address: newId(3) }] }),
    ],
    about(() => newId(3)),
  ),
  ...Object.fromEntries(Object.entries(portCases).map(([code, one]) => [`createPort:${code}`, one])),
  ...Object.fromEntries(Object.entries(portCases).map(([code, one]) => [`createPorts:${code}`, inList(one)])),
  'createPorts:id_taken': inList(withFields(({ world }) => ({ id: world.id('port') }))),
  'createPorts:quota_exceeded': async (ground, route) => {
    await ground.setQuotas({ port: 0 })
    return [{ ...sampleOf(route, ground.world), body: { ports: [{ network: network(ground), name: 'one-more' }] } }]
  },
  'createPorts:idempotency_mismatch': ({ world }, route) =>
    ['one', 'two'].map((name) => ({
      ...{ path: pathOf(route, {}, {}), headers: { 'idempotency-key': 'twice' } },
      body: { ports: [{ network: world.id('network'), name }] },
    })),
  'updatePort:address_taken': ofSecondPort(TAKEN),
  'updatePort:address_outside_subnet': ofSecondPort(OUTSIDE),
  'updatePort:address_reserved': ofSecondPort(RESERVED),
  'updatePort:hostname_taken': ofSecondPort((ground) => ({ hostname: port(ground).hostname })),
  // A floating IP is for one of its addresses.
  'updatePort:in_use': withFields(() => ({ fixed_ips: [] })),
  'updatePort:reference_not_found': withFields(() => ({ security_groups: [NOWHERE] })),
}

export const ipamCases: Readonly<Record<string, Case>> = { ...networkCases, ...portAndAddressCases }

const ALLOCATION = 'test/integration/allocation.test.ts'

/** What takes more than some requests. */
export const ipamElsewhere: Readonly<Record<string, string>> = {
  'updateNetwork:in_use': 'test/integration/ipam/sharing.test.ts',
  'createPort:subnet_exhausted': ALLOCATION,
  'createPorts:subnet_exhausted': ALLOCATION,
  'updatePort:subnet_exhausted': ALLOCATION,
  'createAddress:subnet_exhausted': ALLOCATION,
}
