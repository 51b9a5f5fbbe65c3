import { describe, expect, it } from '@jest/globals'
import { DomainError } from '../../errors.ts'
import { checkPolicyRoute, type PolicyMatch, type PolicyRoute } from './rules.ts'

const router = {
  name: 'edge',
  subnets: [
    { id: 'w', name: 'web', cidr: '10.0.0.0/24', ip: '10.0.0.1', interface_id: 'if-web' },
    { id: 'v', name: 'v6', cidr: '2001:db8::/64', ip: '2001:db8::1', interface_id: 'if-v6' },
    { id: 'e', name: 'ext', cidr: '203.0.113.0/24', ip: '203.0.113.10', interface_id: null },
  ],
}
const all: PolicyMatch = {
  ...{ source: null, destination: null, protocol: 'any', source_ports: null },
  ...{ destination_ports: null, inbound_interface: null },
}
const http = { min: 80, max: 80 }

const messageOf = (match: Partial<PolicyMatch>, rest: Partial<PolicyRoute> = {}, of = router): string => {
  try {
    checkPolicyRoute(of, { action: 'drop', next_hops: [], ...rest, match: { ...all, ...match } })
  } catch (error) {
    if (error instanceof DomainError) return `${error.code} ${error.message} (${error.errors[0]?.allowed ?? ''})`
    throw error
  }
  return 'accepted'
}
const reroute = (...hops: string[]): Partial<PolicyRoute> => ({ action: 'reroute', next_hops: hops })

describe('the match of a policy route', () => {
  it.each<[Partial<PolicyMatch>, string]>([
    [{}, 'accepted'],
    [{ source: '10.0.0.0/24', destination: '192.0.2.0/24', protocol: 'tcp', destination_ports: http }, 'accepted'],
    [{ protocol: 'sctp', source_ports: http }, 'accepted'],
    [{ protocol: 'icmp', source: '10.0.0.0/24' }, 'accepted'],
    [{ protocol: 'icmpv6', destination: '::/0' }, 'accepted'],
    [{ protocol: '47' }, 'accepted'],
    [{ inbound_interface: 'if-web' }, 'accepted'],
    [
      { source: '10.0.0.0/24', destination: '::/0' },
      'invalid_request /match/destination: is IPv6, and source 10.0.0.0/24 is IPv4 (IPv4)',
    ],
    [
      { destination_ports: http },
      'invalid_request /match/destination_ports: goes with a protocol that has ports, not with "any" (null, or protocol tcp, udp, sctp)',
    ],
    [
      { protocol: 'icmp', source_ports: http },
      'invalid_request /match/source_ports: goes with a protocol that has ports, not with "icmp" (null, or protocol tcp, udp, sctp)',
    ],
    [
      { protocol: 'icmp', source: '::/0' },
      'invalid_request /match/protocol: icmp is a protocol of IPv4, and ::/0 is IPv6 (icmpv6, or blocks of IPv4)',
    ],
    [
      { protocol: 'icmpv6', destination: '10.0.0.0/8' },
      'invalid_request /match/protocol: icmpv6 is a protocol of IPv6, and 10.0.0.0/8 is IPv4 (icmp, or blocks of IPv6)',
    ],
    [
      { inbound_interface: 'if-other' },
      'reference_not_found /match/inbound_interface: is no interface of router "edge" (if-web (subnet "web"), if-v6 (subnet "v6"))',
    ],
  ])('%j', (match, expected) => {
    expect(messageOf(match)).toBe(expected)
  })

  it('names no interface where there is none', () => {
    expect(messageOf({ inbound_interface: 'if-web' }, {}, { name: 'lonely', subnets: [] })).toBe(
      'reference_not_found /match/inbound_interface: is no interface of router "lonely" (null: the router has no interface)',
    )
  })
})

describe('the next hops of a policy route', () => {
  it.each<[Partial<PolicyMatch>, Partial<PolicyRoute>, string]>([
    [{}, reroute('10.0.0.200', '10.0.0.201'), 'accepted'],
    [{ source: '2001:db8::/64' }, reroute('2001:db8::5'), 'accepted'],
    [{}, { action: 'allow', next_hops: [] }, 'accepted'],
    [
      {},
      { action: 'allow', next_hops: ['10.0.0.200'] },
      'invalid_request /next_hops: must be empty when the action is allow ([], or the action reroute)',
    ],
    [
      {},
      reroute(),
      'invalid_request /next_hops: must not be empty when the action is reroute (addresses in subnets of the router)',
    ],
    [
      { source: '2001:db8::/64' },
      reroute('10.0.0.200'),
      'invalid_request /next_hops/0: is IPv4, and the match 2001:db8::/64 is IPv6 (IPv6)',
    ],
    [
      {},
      reroute('10.0.0.200', '2001:db8::5'),
      'invalid_request /next_hops/1: is IPv6, and the first next hop 10.0.0.200 is IPv4 (IPv4)',
    ],
    [
      {},
      reroute('10.0.0.200', '192.0.2.1'),
      'address_outside_subnet /next_hops/1: 192.0.2.1 lies in no subnet that router "edge" is connected to ' +
        '(an address in "web" (10.0.0.0/24), "v6" (2001:db8::/64), "ext" (203.0.113.0/24))',
    ],
  ])('%j %j', (match, rest, expected) => {
    expect(messageOf(match, rest)).toBe(expected)
  })
})
