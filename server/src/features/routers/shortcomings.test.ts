import { describe, expect, it } from '@jest/globals'
import { shortcomingsOf } from './shortcomings.ts'

const route = { id: 'u1', destination: '192.168.0.0/16', next_hop: '10.0.1.9', bfd: true, is_inside: true }
const router = {
  ...{ gateway_network_id: 'n1', gateway_nodes: [], distributed: true, has_gateway_node: true, routes: [] },
  ...{ updated_at: new Date('2026-01-01T00:00:00Z'), deleting_at: null },
}

describe('what a router does not do', () => {
  it.each<[string, Partial<Parameters<typeof shortcomingsOf>[0]>, readonly string[]]>([
    ['nothing is wrong', {}, []],
    ['no node for the gateway', { has_gateway_node: false }, ['NoGatewayNode: the external gateway is nowhere: no node offers itself']], // prettier-ignore
    ['none of those asked for', { has_gateway_node: false, gateway_nodes: ['hv1'] }, ['NoGatewayNode: the external gateway is nowhere: none of the nodes hv1']], // prettier-ignore
    ['no node, and no gateway either', { has_gateway_node: false, gateway_network_id: null }, []],
    ['no node for all of it', { has_gateway_node: false, gateway_network_id: null, distributed: false }, ['NoGatewayNode: the router is nowhere']], // prettier-ignore
    ['a next hop inside', { routes: [route] }, ['NotProbed: the next hops 10.0.1.9 are not probed']],
    ['a next hop inside, not to be probed', { routes: [{ ...route, bfd: false }] }, []],
    ['a next hop outside', { routes: [{ ...route, is_inside: false }] }, []],
    ['a next hop inside, and all of the router on one chassis', { routes: [route], distributed: false }, []],
    ['it is being deleted', { has_gateway_node: false, deleting_at: router.updated_at }, []],
  ])('%s', (_, change, expected) => {
    const found = shortcomingsOf({ ...router, ...change })
    expect(found.map(({ reason, message }) => `${reason}: ${message}`)).toEqual(
      expected.map((start) => expect.stringContaining(start)),
    )
  })
})
