import { describe, expect, it } from '@jest/globals'
import type { DesiredExternalAddress } from '@quantumnet/api'
import { holds, isExpected, movesBetween } from './moves.ts'

const OWN = '02:00:00:00:00:50'
const OF_ROUTER = '02:00:00:00:00:10'
const address = (last: number, rest: Partial<DesiredExternalAddress> = {}): DesiredExternalAddress => ({
  id: `01990000-0000-7000-8000-${String(last).padStart(12, '0')}` as DesiredExternalAddress['id'],
  address: `203.0.113.${String(last)}`,
  interface_id: 'ln-ext',
  vlan: null,
  mac: OWN,
  own_mac: true,
  inside: ['10.0.0.5'],
  ...rest,
})
const ended = (last: number, inside: string): object => ({ address: `203.0.113.${String(last)}`, inside })
const central = { mac: OF_ROUTER, own_mac: false }
const still = { ended: [], arrived: [], outdated: [] }

describe('what has moved', () => {
  it.each<
    [string, readonly DesiredExternalAddress[] | undefined, readonly DesiredExternalAddress[] | undefined, object]
  >([
    ['nothing at the start of the agent', undefined, [address(1)], still],
    ['nothing when the server says no more of it', [address(1)], undefined, still],
    ['nothing when nothing is other than before', [address(1)], [address(1)], still],
    [
      'to another VM here: connections, and no neighbour',
      [address(1)],
      [address(1, { inside: ['10.0.0.6'] })],
      { ...still, ended: [ended(1, '10.0.0.5')] },
    ],
    ['away: connections here', [address(1)], [], { ...still, ended: [ended(1, '10.0.0.5')] }],
    ['here: neighbours', [], [address(1)], { ...still, arrived: [address(1)] }],
    [
      'to the gateway, which is here as well: neighbours, and what was announced is so no more',
      [address(1)],
      [address(1, central)],
      { ...still, arrived: [address(1, central)], outdated: [address(1)] },
    ],
    [
      'one of its forwards to another VM',
      [address(1, { inside: ['10.0.0.5', '10.0.0.7'] })],
      [address(1, { inside: ['10.0.0.5', '10.0.0.8'] })],
      { ...still, ended: [ended(1, '10.0.0.7')] },
    ],
    [
      'to another owner: it is the same address still',
      [address(1)],
      [{ ...address(2), address: '203.0.113.1' }],
      still,
    ],
  ])('%s', (_, before, now, moves) => {
    expect(movesBetween(before, now)).toEqual(moves)
  })

  it('is left to OVN when a gateway comes with all of its addresses', () => {
    const many = Array.from({ length: 33 }, (_, last) => address(last + 1))
    expect(movesBetween([], many.slice(1)).arrived).toHaveLength(32)
    expect(movesBetween([], many)).toEqual(still)
    expect(movesBetween(many, []).ended).toHaveLength(33)
  })

  it('may be back', () => {
    expect(holds([address(1)], { address: '203.0.113.1', inside: '10.0.0.5' })).toBe(true)
    expect(holds([address(1)], { address: '203.0.113.1', inside: '10.0.0.6' })).toBe(false)
    expect(isExpected([address(1)], address(1))).toBe(true)
    expect(isExpected([address(1, central)], address(1))).toBe(false)
    expect(isExpected(undefined, address(1))).toBe(false)
  })
})
