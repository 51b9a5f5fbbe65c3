import { describe, expect, it } from '@jest/globals'
import { DomainError } from '../../errors.ts'
import { checkRoute } from './rules.ts'

const router = {
  name: 'edge',
  subnets: [
    { id: 'w', name: 'web', cidr: '10.0.0.0/24', ip: '10.0.0.1', interface_id: 'i' },
    { id: 'e', name: 'ext', cidr: '2001:db8::/64', ip: '2001:db8::10', interface_id: null },
  ],
}

const messageOf = (destination: string, nextHop: string): string => {
  try {
    checkRoute(router, { destination, next_hop: nextHop })
  } catch (error) {
    if (error instanceof DomainError) return `${error.code} ${error.message}`
    throw error
  }
  return 'accepted'
}

describe('a static route', () => {
  it.each<[string, string, string]>([
    ['192.168.0.0/16', '10.0.0.200', 'accepted'],
    ['0.0.0.0/0', '10.0.0.200', 'accepted'],
    ['::/0', '2001:db8::1', 'accepted'],
    ['10.0.0.128/25', '10.0.0.200', 'accepted'],
    ['10.0.0.0/8', '10.0.0.200', 'accepted'],
    [
      '10.0.0.0/24',
      '10.0.0.200',
      'cidr_overlaps /destination: is subnet "web", which router "edge" is connected to: the route would never be taken',
    ],
    ['::/0', '10.0.0.200', 'invalid_request /next_hop: is IPv4, and destination ::/0 is IPv6'],
    [
      '192.168.0.0/16',
      '10.0.1.1',
      'address_outside_subnet /next_hop: 10.0.1.1 lies in no subnet that router "edge" is connected to',
    ],
    ['192.168.0.0/16', '10.0.0.1', `address_reserved /next_hop: 10.0.0.1 is the router's own address in subnet "web"`],
  ])('to %s by %s', (destination, nextHop, expected) => {
    expect(messageOf(destination, nextHop)).toBe(expected)
  })
})
