import { describe, expect, it } from '@jest/globals'
import { LargeZones } from './large-zones.ts'

describe('a zone of many names', () => {
  it('is told once, until it has become small', () => {
    const told: string[] = []
    const zones = new LargeZones((zone, names) => told.push(`${zone} ${String(names)}`))
    for (const names of [5_000, 5_001, 4_500, 6_000, 3_999, 5_001]) zones.note('a.internal', names)
    zones.note('b.internal', 9_000)
    expect([told, zones.count]).toEqual([['a.internal 5001', 'a.internal 5001', 'b.internal 9000'], 2])
    zones.keepOnly(['a.internal'])
    expect(zones.count).toBe(1)
  })
})
