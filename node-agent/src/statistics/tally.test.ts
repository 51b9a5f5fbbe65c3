import { NetworkId } from '@quantumnet/api'
import { describe, expect, it } from '@jest/globals'
import { portId } from '../testing/fixtures.ts'
import type { Balanced } from './conntrack.ts'
import { Tally, zonesOf } from './tally.ts'

const network = NetworkId.parse('01980000-0000-7000-8000-00000000ff01')
const at = { protocol: 'tcp', address: '10.0.2.100', port: 80, memberPort: 8080 } as const
const connection = (zone: number, memberAddress: string, bytes: number | null = null): Balanced => ({
  ...{ ...at, zone, memberAddress, bytes, packets: bytes },
})

describe('balanced connections', () => {
  const zones = zonesOf(
    new Map([
      ['ct-zone-' + portId(1), '4'],
      ['ct-zone-' + portId(2), '5'],
      ['ct-zone-0b5e2a52-6f3d-4c55-9b1b-0d1f5a8c2e11_dnat', '7'],
      ['ovn-nb-cfg', '13'],
    ]),
    new Map([
      [portId(1), network],
      [portId(2), network],
    ]),
  )
  const told = (member: string, connections: number, rest: object = {}): object => ({
    ...{ network, protocol: 'tcp', address: '10.0.2.100', port: 80, member_address: member, member_port: 8080 },
    ...{ connections, packets: null, bytes: null },
    ...rest,
  })

  it('are added up by member, over the clients of a network', () => {
    const tally = new Tally(zones)
    for (const one of [connection(4, '10.0.2.11'), connection(5, '10.0.2.11'), connection(4, '10.0.2.12')])
      tally.add(one)
    expect(tally.sums).toEqual([told('10.0.2.11', 2), told('10.0.2.12', 1)])
  })

  it('of a router are of no network, and those of zones that are not OVN’s are nobody’s', () => {
    const tally = new Tally(zones)
    for (const one of [connection(7, '10.0.2.11', 60), connection(7, '10.0.2.11', 40), connection(0, '10.0.2.11')])
      tally.add(one)
    expect(tally.sums).toEqual([told('10.0.2.11', 2, { network: null, packets: 100, bytes: 100 })])
  })

  it('have no sum when one of them is not counted', () => {
    const tally = new Tally(zones)
    for (const one of [connection(4, '10.0.2.11', 60), connection(4, '10.0.2.11')]) tally.add(one)
    expect(tally.sums).toEqual([told('10.0.2.11', 2)])
  })

  it('are as many as a report has room for', () => {
    const tally = new Tally(zones)
    for (let port = 1; port <= 10_002; port++) tally.add({ ...connection(4, '10.0.2.11'), port })
    tally.add({ ...connection(4, '10.0.2.11'), port: 1 })
    expect([tally.sums.length, tally.sums[0]?.connections, tally.left]).toEqual([10_000, 2, 2])
  })
})
