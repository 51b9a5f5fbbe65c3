import { describe, expect, it } from '@jest/globals'
import { parseUuid } from '@quantumnet/ovsdb-jsonrpc'
import { Places, type Placed } from './places.ts'

const uuid = <N extends string>(last: number): ReturnType<typeof parseUuid<N>> =>
  parseUuid<N>(`00000000-0000-0000-0000-${String(last).padStart(12, '0')}`)
const on = (datapath: number, chassis: number | null): Placed => ({
  datapath: uuid(datapath),
  chassis: chassis === null ? null : uuid(chassis),
})

describe('which chassis have ports of a datapath', () => {
  it('are those that at least one port is bound to', () => {
    const places = new Places()
    for (const placed of [on(1, 7), on(1, 7), on(1, 8), on(1, null), on(2, 9)]) places.move(null, placed)
    expect(places.of(uuid(1))).toEqual([uuid(7), uuid(8)])
    places.move(on(1, 7), on(1, 8))
    expect(places.of(uuid(1))).toEqual([uuid(7), uuid(8)])
    places.move(on(1, 7), null)
    expect(places.of(uuid(1))).toEqual([uuid(8)])
    expect(places.of(uuid(2))).toEqual([uuid(9)])
  })

  it('are none before the first and after the last', () => {
    const places = new Places()
    expect(places.of(uuid(1))).toEqual([])
    places.move(null, on(1, 7))
    places.move(on(1, 7), on(1, null))
    expect(places.of(uuid(1))).toEqual([])
  })
})
