import { describe, expect, it } from '@jest/globals'
import { decode } from 'dns-packet'
import { opt, query, recordText } from '../test-packets.ts'
import { readQuery } from '../wire/query.ts'
import { zoneFromFeed } from '../zone/feed-zone.ts'
import type { Zone } from '../zone/zone.ts'
import { messages } from './axfr.ts'

const transfer = (zone: Zone, optRecord?: Buffer): Buffer[] => {
  const request = readQuery(query(zone.name, 252, optRecord))
  if (request.kind !== 'query') throw new Error('the request is malformed')
  return [...messages({ query: request, zone })]
}

const recordsOf = (packets: readonly Buffer[]): string[] =>
  packets.flatMap((packet) => (decode(packet).answers ?? []).map(recordText))

const zoneWith = (count: number): Zone =>
  zoneFromFeed({
    name: 'demo.internal',
    serial: 9,
    records: Array.from({ length: count }, (_, index) => ({
      name: `vm-${String(index)}`,
      type: 'A',
      ttl: 5,
      data: `10.0.${String(index >> 8)}.${String(index & 255)}`,
    })),
  })

describe('zone transfer', () => {
  it('begins and ends with the SOA, and has every record once', () => {
    expect(recordsOf(transfer(zoneWith(2)))).toEqual([
      'demo.internal SOA 9',
      'demo.internal NS ns.demo.internal',
      'vm-0.demo.internal A 10.0.0.0',
      'vm-1.demo.internal A 10.0.0.1',
      'demo.internal SOA 9',
    ])
  })

  it('spreads a large zone over messages, none of them beyond the reach of pointers, none lost between them', () => {
    const packets = transfer(zoneWith(5000), opt())
    expect(packets.length).toBeGreaterThan(5)
    expect(Math.max(...packets.map((packet) => packet.length))).toBeLessThanOrEqual(0x4000)
    const records = recordsOf(packets)
    expect(records).toHaveLength(5003)
    expect(new Set(records).size).toBe(5002)
    expect(records.at(-1)).toBe('demo.internal SOA 9')
    const [first, second] = packets.map((packet) => decode(packet))
    expect([first?.questions?.length, first?.additionals?.length]).toEqual([1, 1])
    expect([second?.questions?.length, second?.additionals?.length]).toEqual([0, 0])
  })

  it('compresses names', () => {
    // 25 bytes for vm-NNNN.demo.internal in full, 7 + 2 with a pointer; 10 for the rest and 4 for the address.
    const bytes = transfer(zoneWith(1000)).reduce((sum, packet) => sum + packet.length, 0)
    expect(bytes).toBeLessThan(1000 * 23 + 300)
  })

  it('gives the catalog as RFC 9432 wants it', () => {
    const records = [
      { name: 'version', type: 'TXT' as const, ttl: 0, data: '2' },
      { name: '7d0b2413.zones', type: 'PTR' as const, ttl: 0, data: 'demo.internal' },
    ]
    expect(recordsOf(transfer(zoneFromFeed({ name: 'catalog.quantumnet', serial: 4, records })))).toEqual([
      'catalog.quantumnet SOA 4',
      'catalog.quantumnet NS invalid',
      'version.catalog.quantumnet TXT 2',
      '7d0b2413.zones.catalog.quantumnet PTR demo.internal',
      'catalog.quantumnet SOA 4',
    ])
  })
})
