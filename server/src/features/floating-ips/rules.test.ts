import { describe, expect, it } from '@jest/globals'
import { DomainError } from '../../errors.ts'
import { chooseFixedIp, chooseRouter, placementOf, type RouterCandidate } from './rules.ts'

const refusalOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof DomainError) return `${error.code} ${error.message} (${error.errors[0]?.allowed ?? ''})`
    throw error
  }
  return 'accepted'
}

const port = {
  ...{ id: 'p', name: 'vm1' },
  fixed_ips: [
    { subnet: 's6', ip: '2001:db8::10' },
    { subnet: 's1', ip: '10.0.0.10' },
    { subnet: 's2', ip: '10.1.0.10' },
  ],
}

describe('the address of a port that another one stands for', () => {
  it.each<[string, string | undefined, { subnet: string; ip: string }]>([
    ['203.0.113.5', undefined, { subnet: 's1', ip: '10.0.0.10' }],
    ['203.0.113.5', '10.1.0.10', { subnet: 's2', ip: '10.1.0.10' }],
    ['2001:db8:f::5', undefined, { subnet: 's6', ip: '2001:db8::10' }],
  ])('of %s, asked for %s', (address, ip, expected) => {
    expect(chooseFixedIp(port, address, { ip, at: '/target' })).toEqual(expected)
  })

  it.each<[string, string | undefined, typeof port, string]>([
    [
      '203.0.113.5',
      '10.0.0.11',
      port,
      'address_outside_subnet /target/fixed_ip: port "vm1" does not have the address 10.0.0.11 (2001:db8::10, 10.0.0.10, 10.1.0.10)',
    ],
    [
      '203.0.113.5',
      '2001:db8::10',
      port,
      'invalid_request /target/fixed_ip: is IPv6, and 203.0.113.5 is IPv4: families are not translated (an IPv4 address of the port)',
    ],
    [
      '203.0.113.5',
      undefined,
      { ...port, fixed_ips: [] },
      'invalid_state /target/port: port "vm1" has no IPv4 address that 203.0.113.5 could stand for (a port with an IPv4 address; this one has none)',
    ],
    [
      '2001:db8:f::5',
      undefined,
      { ...port, fixed_ips: [{ subnet: 's1', ip: '10.0.0.10' }] },
      'invalid_state /target/port: port "vm1" has no IPv6 address that 2001:db8:f::5 could stand for (a port with an IPv6 address; this one has 10.0.0.10)',
    ],
  ])('of %s, asked for %s, of %j', (address, ip, of, expected) => {
    expect(refusalOf(() => chooseFixedIp(of, address, { ip, at: '/target' }))).toBe(expected)
  })
})

describe('the router by which a port reaches an external network', () => {
  const ext = { id: 'ext', name: 'internet' }
  const reach = {
    at: '',
    port: { id: 'p', name: 'vm1' },
    subnet: { name: 'web', cidr: '10.0.0.0/24' },
    external: ext,
    translator: null,
  }
  const router = (name: string, network: RouterCandidate['gateway_network'], isGateway = false): RouterCandidate => ({
    ...{ id: name, name },
    gateway_network: network,
    is_gateway: isGateway,
  })

  it.each<[string, RouterCandidate[], string]>([
    ['the only one', [router('a', ext)], 'a'],
    ['the one with the gateway there', [router('a', null, true), router('b', ext)], 'b'],
    ['the one that ports send to', [router('a', ext), router('b', ext, true)], 'b'],
    ['the oldest', [router('a', ext), router('b', ext)], 'a'],
  ])('is %s', (_, candidates, expected) => {
    expect(chooseRouter(candidates, reach).id).toBe(expected)
  })

  const begin =
    'invalid_state /port: port "vm1" in subnet "web" (10.0.0.0/24) does not reach external network "internet": '
  const end = ' (a port in a subnet of a router whose external_gateway is network "internet")'
  it.each<[RouterCandidate[], string]>([
    [[], 'no router has an interface in that subnet'],
    [[router('a', null)], 'router "a" has no external gateway'],
    [
      [router('a', null), router('b', { id: 'x', name: 'lab' })],
      'router "a" has no external gateway, and the external gateway of router "b" is on network "lab"',
    ],
  ])('is refused for %j', (candidates, missing) => {
    expect(refusalOf(() => chooseRouter(candidates, reach))).toBe(begin + missing + end)
  })

  it('is the one that translates the address already', () => {
    const both = [router('a', ext, true), router('b', ext)]
    expect(chooseRouter(both, { ...reach, translator: { id: 'b', name: 'b' } }).id).toBe('b')
    expect(refusalOf(() => chooseRouter(both, { ...reach, translator: { id: 'c', name: 'edge' } }))).toBe(
      'invalid_state /port: the address is translated by router "edge", which has no interface in subnet "web" (10.0.0.0/24) of port "vm1" ' +
        '(a port in a subnet of router "edge")',
    )
  })
})

describe('the placement of a floating IP', () => {
  const [spread, pinned] = [{ distributed: true }, { distributed: false }]
  it.each<[string, Parameters<typeof placementOf>, string]>([
    ['as asked for', [true, false, spread], 'distributed'],
    ['without a port yet', [true, false, null], 'distributed'],
    ['not asked for', [false, false, spread], 'central'],
    ['with a port forward or load balancer', [true, true, spread], 'central'],
    ['behind a router that is not distributed', [true, false, pinned], 'central'],
  ])('%s', (_, args, expected) => {
    expect(placementOf(...args)).toBe(expected)
  })
})
