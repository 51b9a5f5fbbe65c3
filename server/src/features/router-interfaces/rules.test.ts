import { describe, expect, it } from '@jest/globals'
import { DomainError } from '../../errors.ts'
import { interfaceAddress, portAddress, type JoinedSubnet, type RouterPort } from './rules.ts'

const refusalOf = (work: () => unknown): string => {
  try {
    return String(work())
  } catch (error) {
    if (error instanceof DomainError) return `${error.code} ${error.message} (${error.errors[0]?.allowed ?? ''})`
    throw error
  }
}

describe('the address of an interface', () => {
  const web: JoinedSubnet = { id: 's', name: 'web', cidr: '10.0.0.0/24', gateway: '10.0.0.1', dns_address: '10.0.0.2' }
  const v6 = { ...web, name: 'v6', cidr: '2001:db8::/64', gateway: '2001:db8::1', dns_address: null }
  it.each<[JoinedSubnet, string | undefined, boolean, string]>([
    [web, undefined, true, '10.0.0.1'],
    [web, '10.0.0.1', true, '10.0.0.1'],
    [web, '10.0.0.254', true, '10.0.0.254'],
    [web, '10.0.0.254', false, '10.0.0.254'],
    [v6, undefined, true, '2001:db8::1'],
    [
      { ...web, gateway: null },
      undefined,
      true,
      'invalid_request /ip: subnet "web" (10.0.0.0/24) has no gateway whose address the interface could have (an address of 10.0.0.0/24)',
    ],
    [
      web,
      undefined,
      false,
      'address_reserved /ip: 10.0.0.1 is the gateway of subnet "web", which belongs to another project (another address of 10.0.0.0/24)',
    ],
    [
      web,
      '10.0.0.2',
      true,
      'address_reserved /ip: 10.0.0.2 is the DNS address of subnet "web" (any other address of 10.0.0.1 to 10.0.0.254)',
    ],
    [
      web,
      '10.0.1.1',
      true,
      'address_outside_subnet /ip: 10.0.1.1 lies outside of 10.0.0.0/24 (10.0.0.1 to 10.0.0.254)',
    ],
  ])('of %j, asked for %s, own network %s', (subnet, asked, own, expected) => {
    expect(refusalOf(() => interfaceAddress(subnet, asked, own))).toBe(expected)
  })
})

describe('a port as an interface', () => {
  const port: RouterPort = {
    ...{ id: 'p', name: 'leg', project_id: 'mine', type: 'vm', vm_id: null, vm_name: null, binding_state: 'unbound' },
    fixed_ips: [{ subnet: 's', ip: '10.0.0.9' }],
  }
  it('has its one address', () => {
    expect(portAddress(port, 'mine')).toEqual({ subnet: 's', ip: '10.0.0.9' })
  })

  it.each<[Partial<RouterPort>, string]>([
    [
      { project_id: 'other' },
      'reference_not_found /port: port "leg" belongs to another project than the router (a port of project mine)',
    ],
    [
      { type: 'virtual' },
      'invalid_state /port: port "leg" is of type "virtual" (a port with one address that no VM has)',
    ],
    [{ vm_id: 'i-1' }, 'invalid_state /port: port "leg" belongs to VM "i-1" (a port with one address that no VM has)'],
    [
      { binding_state: 'up' },
      'invalid_state /port: port "leg" is plugged in on a hypervisor (up) (a port with one address that no VM has)',
    ],
    [{ fixed_ips: [] }, 'invalid_state /port: port "leg" has 0 addresses (a port with one address that no VM has)'],
    [
      {
        fixed_ips: [
          { subnet: 's', ip: '10.0.0.9' },
          { subnet: 't', ip: 'fd00::9' },
        ],
      },
      'invalid_state /port: port "leg" has 2 addresses (a port with one address that no VM has)',
    ],
  ])('is refused with %j', (change, expected) => {
    expect(refusalOf(() => portAddress({ ...port, ...change }, 'mine'))).toBe(expected)
  })
})
