import { describe, expect, it } from '@jest/globals'
import { DomainError } from '../../errors.ts'
import type { AllocatingSubnet } from '../ipam/index.ts'
import { checkVipNetwork, vipPlace, type VipRequest } from './rules.ts'

const refusalOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof DomainError) return `${error.code} ${error.message} (${error.errors[0]?.allowed ?? ''})`
    throw error
  }
  return 'accepted'
}

const ids = {
  web: '01957b2c-0000-7000-8000-000000000001',
  web6: '01957b2c-0000-7000-8000-000000000002',
  more: '01957b2c-0000-7000-8000-000000000003',
}
const subnet = (id: string, name: string, cidr: string, gateway: string): AllocatingSubnet => ({
  ...{ id, name, cidr, gateway, network_id: 'n', dns_address: null, generation: 1 },
  ...{ allocation_ranges: [], reserved_ranges: [], ipv6_mode: null },
})
const web = subnet(ids.web, 'web', '10.0.0.0/24', '10.0.0.1')
const web6 = subnet(ids.web6, 'web6', '2001:db8::/64', '2001:db8::1')
const more = subnet(ids.more, 'more', '10.0.1.0/24', '10.0.1.1')
const all = [web, web6, more]
const network = { name: 'net', type: 'overlay' }
const asked = (vip: Readonly<Record<string, string>>): VipRequest => vip

describe('where the address of a load balancer comes from', () => {
  it.each<[Readonly<Record<string, string>>, readonly AllocatingSubnet[], string[]]>([
    [{ network: 'n' }, all, ['web', 'more']],
    [{ network: 'n' }, [web6, web], ['web6']],
    [{ subnet: ids.more }, all, ['more']],
    [{ subnet: ids.web6 }, all, ['web6']],
  ])('%j: any of some', (vip, subnets, expected) => {
    const place = vipPlace(asked(vip), network, subnets)
    expect(place.kind === 'any' ? place.subnets.map(({ name }) => name) : place).toEqual(expected)
  })

  it.each<[Readonly<Record<string, string>>, string]>([
    [{ network: 'n', address: '10.0.1.9' }, 'more'],
    [{ network: 'n', address: '2001:db8::9' }, 'web6'],
    [{ subnet: ids.web, address: '10.0.0.9' }, 'web'],
  ])('%j: a certain one', (vip, name) => {
    expect(vipPlace(asked(vip), network, all)).toEqual({
      kind: 'given',
      subnet: all.find((each) => each.name === name),
      ip: vip['address'],
    })
  })

  it.each<[Readonly<Record<string, string>>, readonly AllocatingSubnet[], string]>([
    [
      { subnet: ids.more },
      [web],
      `reference_not_found /vip/subnet: there is no subnet ${ids.more} (the id of a subnet)`,
    ],
    [
      { network: 'n' },
      [],
      'invalid_state /vip/network: network "net" has no subnet that an address could come from (a network with a subnet)',
    ],
    [
      { subnet: ids.web, address: '10.0.1.9' },
      all,
      'address_outside_subnet /vip/address: 10.0.1.9 lies in no subnet of the request (an address of "web" (10.0.0.0/24))',
    ],
    [
      { network: 'n', address: '10.0.2.9' },
      [web, more],
      'address_outside_subnet /vip/address: 10.0.2.9 lies in no subnet of the request (an address of "web" (10.0.0.0/24) or "more" (10.0.1.0/24))',
    ],
    [
      { network: 'n', address: '10.0.0.1' },
      all,
      'address_reserved /vip/address: 10.0.0.1 is the gateway of subnet "web" (any other address of 10.0.0.1 to 10.0.0.254)',
    ],
  ])('%j is refused', (vip, subnets, message) => {
    expect(refusalOf(() => vipPlace(asked(vip), network, subnets))).toBe(message)
  })
})

describe('the network of a load balancer', () => {
  it.each([
    ['overlay', 'accepted'],
    ['vlan', 'accepted'],
    [
      'external',
      'invalid_request /vip/network: network "net" is external, and addresses of it are floating IPs (a network of VMs, or a floating IP as vip.floating_ip)',
    ],
  ])('of type %s', (type, expected) => {
    expect(
      refusalOf(() => {
        checkVipNetwork({ name: 'net', type }, asked({ network: 'n' }))
      }),
    ).toBe(expected)
  })
})
