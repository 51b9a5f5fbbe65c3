import { describe, expect, it } from '@jest/globals'
import type { CreatePort } from '@quantumnet/api'
import { DomainError } from '../../errors.ts'
import type { SubnetRow } from '../subnets/index.ts'
import { hostnameOf, patchedPort, portNameOf, wishesOf } from './rules.ts'

const id = '0198c5a1-0000-7000-8000-000000000000'

describe('the names of a port', () => {
  it.each<[Parameters<typeof portNameOf>[0], string, string | null]>([
    [{}, 'port-0198c5a1', null],
    [{ vm: {} }, 'port-0198c5a1', null],
    [{ name: 'nic' }, 'nic', null],
    [{ hostname: 'db' }, 'db', 'db'],
    [{ name: 'nic', hostname: 'db', vm: { name: 'VM' } }, 'nic', 'db'],
    [{ vm: { name: 'Web_1.example.org' } }, 'web-1', 'web-1'],
    [{ vm: { name: '???' } }, 'port-0198c5a1', null],
    [{ vm: { name: 'localhost' } }, 'localhost', null],
    [{ vm: { id: 'i-1', name: null } }, 'port-0198c5a1', null],
  ])('%j are %s and %s', (request, name, hostname) => {
    expect([portNameOf(request, id), hostnameOf(request)]).toEqual([name, hostname])
  })
})

const subnet = (name: string, cidr: string, gateway: string): SubnetRow => ({
  ...{ id: `${name}-id`, name, cidr, gateway, dns_address: null, allocation_ranges: [] },
  ...{ project_id: 'p', network_id: 'n', description: '', labels: {}, conditions: [], create_digest: Buffer.alloc(0) },
  ...{ generation: 1, applied_generation: 0, realized_generation: 0 },
  ...{ created_at: new Date(0), updated_at: new Date(0), deleting_at: null },
})
const [a, b] = [subnet('a', '10.0.0.0/24', '10.0.0.1'), subnet('b', '10.0.1.0/24', '10.0.1.1')]
const network = { name: 'net' }
type Asked = { subnet?: string; ip?: string }[]
const wishes = (asked: Asked | undefined, subnets = [a, b]): unknown =>
  wishesOf({ fixed_ips: asked as CreatePort['fixed_ips'] }, network, subnets)

describe('the addresses that a port wants', () => {
  it('are any of the network by default, oldest subnet first', () => {
    expect(wishes(undefined)).toEqual([{ kind: 'any', pointer: '/fixed_ips', subnets: [a, b] }])
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

describe('a change of a port', () => {
  it('leaves alone what it does not name, and clears by null', () => {
    expect(patchedPort({ vm: { name: null }, hostname: null })).toEqual({
      vm_id: undefined,
      vm_name: null,
      hostname: null,
    })
    expect(patchedPort({})).toEqual({ vm_id: undefined, vm_name: undefined })
  })
})
