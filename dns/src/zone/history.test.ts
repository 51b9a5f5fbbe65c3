import { describe, expect, it } from '@jest/globals'
import { nameText } from '../wire/name.ts'
import { zoneFromFeed } from './feed-zone.ts'
import { ZoneHistory } from './history.ts'
import type { Zone } from './zone.ts'

const zone = (serial: number, hosts: Readonly<Record<string, string>>): Zone =>
  zoneFromFeed({
    ...{ name: 'demo.internal', serial },
    records: Object.entries(hosts).map(([name, data]) => ({ name, type: 'A', ttl: 5, data })),
  })

const many = Object.fromEntries(
  Array.from({ length: 50 }, (_, index) => [`vm${String(index)}`, `10.0.0.${String(index)}`]),
)

const told = (history: ZoneHistory, of: Zone, serial: number): string[] | undefined =>
  history.since(of, serial)?.map(({ owner, set }) => {
    if (set.type === 6) return `SOA ${String(set.records.readUInt32BE(set.records.length - 20))}`
    return nameText(owner)
  })

describe('the changes of a zone', () => {
  const versions = [
    zone(1, many),
    zone(2, { ...many, added: '10.1.0.1' }),
    zone(3, { ...many, added: '10.1.0.2', vm3: '10.1.0.3' }),
  ] as const

  it('are told from any version that is not too old, in the order of RFC 1995', () => {
    const history = new ZoneHistory()
    history.note(versions[0], versions[1])
    history.note(versions[1], versions[2])
    const last = [
      'SOA 2',
      'vm3.demo.internal',
      'added.demo.internal',
      'SOA 3',
      'vm3.demo.internal',
      'added.demo.internal',
    ]
    expect(told(history, versions[2], 2)).toEqual(['SOA 3', ...last, 'SOA 3'])
    expect(told(history, versions[2], 1)).toEqual(['SOA 3', 'SOA 1', 'SOA 2', 'added.demo.internal', ...last, 'SOA 3'])
    expect(told(history, versions[2], 0)).toBeUndefined()
  })

  it('are never more than the zone itself', () => {
    const history = new ZoneHistory()
    const other = zone(2, Object.fromEntries(Object.entries(many).map(([name]) => [name, '10.2.0.1'])))
    history.note(versions[0], other)
    expect(told(history, other, 1)).toBeUndefined()
  })

  it('end with the zone', () => {
    const history = new ZoneHistory()
    history.note(versions[0], versions[1])
    history.forget('demo.internal')
    expect(told(history, versions[1], 1)).toBeUndefined()
  })

  it('go over the wrap of serials', () => {
    const history = new ZoneHistory()
    const [before, after] = [zone(0xffff_ffff, many), zone(3, { ...many, new: '10.1.0.1' })]
    history.note(before, after)
    expect(told(history, after, 0xffff_ffff)).toEqual([
      'SOA 3',
      'SOA 4294967295',
      'SOA 3',
      'new.demo.internal',
      'SOA 3',
    ])
  })
})
