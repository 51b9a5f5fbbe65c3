import { describe, expect, it } from '@jest/globals'
import { gatewayNodesOf, type GatewayNode } from './gateway-nodes.ts'

const node = (name: string, rest: Partial<GatewayNode> = {}): GatewayNode => ({
  ...{ name, gateway: true, service: 'in_service', isGivenUp: false },
  ...rest,
})
const many = Array.from({ length: 9 }, (_, index) => node(`gw${String(index + 1)}`))

describe('the nodes of a gateway', () => {
  it.each<[string, readonly string[], readonly GatewayNode[], readonly string[]]>([
    ['asked for: in the order that was asked for', ['b', 'a'], [node('a'), node('b'), node('c')], ['b', 'a']],
    ['asked for, though they do not offer themselves', ['a'], [node('a', { gateway: false }), node('b')], ['a']],
    ['asked for, and decommissioned', ['a', 'b'], [node('a', { service: 'decommissioned' }), node('b')], ['b']],
    ['asked for, and drained: last', ['a', 'b'], [node('a', { service: 'draining' }), node('b')], ['b', 'a']],
    ['none asked for: only those that offer themselves', [], [node('a', { gateway: false }), node('b')], ['b']],
    ['drained, and nobody else: better than nobody', [], [node('a', { service: 'draining' })], ['a']],
    ['nobody', [], [], []],
  ])('%s', (_, asked, nodes, expected) => {
    expect(gatewayNodesOf({ id: 'r1', distributed: true, asked }, nodes)).toEqual(expected)
  })

  it.each<[string, readonly GatewayNode[], readonly string[]]>([
    ['one was given up', [node('a', { isGivenUp: true }), node('b')], ['b', 'a']],
    [
      'one is drained and one was given up',
      [node('a', { isGivenUp: true }), node('b', { service: 'draining' })],
      ['b', 'a'],
    ],
    [
      'all were given up, as when the server was away',
      [node('a', { isGivenUp: true }), node('b', { isGivenUp: true })],
      ['a', 'b'],
    ],
  ])('of a router that is not distributed are somewhere else when %s', (_, nodes, expected) => {
    expect(gatewayNodesOf({ id: 'r1', distributed: false, asked: ['a', 'b'] }, nodes)).toEqual(expected)
    // Of a distributed one BFD decides: an agent may be silent on a node that carries gateways well.
    if (nodes.every(({ service }) => service === 'in_service'))
      expect(gatewayNodesOf({ id: 'r1', distributed: true, asked: ['a', 'b'] }, nodes)).toEqual(['a', 'b'])
  })

  it('are five at most', () => {
    expect(gatewayNodesOf({ id: 'r1', distributed: true, asked: [] }, many)).toHaveLength(5)
    expect(gatewayNodesOf({ id: 'r1', distributed: true, asked: many.map(({ name }) => name) }, many)).toEqual(['gw1', 'gw2', 'gw3', 'gw4', 'gw5']) // prettier-ignore
  })

  const firstOf = (router: number, nodes: readonly GatewayNode[]): string | undefined =>
    gatewayNodesOf({ id: `r${String(router)}`, distributed: true, asked: [] }, nodes)[0]
  const routers = Array.from({ length: 900 }, (_, index) => index)

  it('carry about as many routers each', () => {
    const counts = [...Map.groupBy(routers, (router) => firstOf(router, many)).values()].map(({ length }) => length)
    expect(counts).toHaveLength(9)
    expect(Math.min(...counts)).toBeGreaterThan(70)
    expect(Math.max(...counts)).toBeLessThan(130)
  })

  it('keep theirs when another one goes: only its own move', () => {
    const left = many.filter(({ name }) => name !== 'gw4')
    for (const router of routers) {
      const before = firstOf(router, many)
      if (before === 'gw4') expect(firstOf(router, left)).not.toBe('gw4')
      else expect(firstOf(router, left)).toBe(before)
    }
  })
})
