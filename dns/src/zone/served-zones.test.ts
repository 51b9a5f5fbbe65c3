import { describe, expect, it } from '@jest/globals'
import type { Zone, ZoneChange } from '@quantumnet/api'
import { nameText, parseName } from '../wire/name.ts'
import { zoneFromFeed } from './feed-zone.ts'
import { ServedZones, type ZoneSerial } from './served-zones.ts'
import type { Zone as ServedZone } from './zone.ts'

const zone = (name: string, serial: number, address = '10.0.0.1'): Zone => ({
  name,
  serial,
  records: [{ name: 'vm1', type: 'A', ttl: 5, data: address }],
})

/** A change of one host. */
const change = (name: string, from: number, serial: number, host = 'vm1'): ZoneChange => ({
  ...{ name, from, serial },
  names: [{ name: host, records: [{ name: host, type: 'A', ttl: 5, data: '10.0.0.2' }] }],
})

const root: Zone = { name: 'internal', serial: 3, records: [] }
const list = (...zones: readonly (readonly [string, number])[]): ZoneSerial[] =>
  [['internal', 3] as const, ...zones].map(([name, serial]) => ({ name, serial }))

const serve = () => {
  const log: string[] = []
  const zones = new ServedZones({
    root: 'internal',
    onZone: ({ name }) => log.push(`saved ${name}`),
    onList: (names) => log.push(`list: ${names.join(' ')}`),
    onServed: (name) => log.push(`served ${name}`),
    onProblem: (name, problem) => log.push(`problem ${name}: ${problem}`),
  })
  /** What happened since the last call, with what was left to do after this turn. */
  const happened = async (): Promise<string[]> => {
    await new Promise((resolve) => setImmediate(resolve))
    return log.splice(0)
  }
  const state = (name: string): unknown => {
    const found = zones.find(parseName(name))
    return typeof found === 'object' ? found.serial : found
  }
  const hosts = (name: string): string[] => {
    const found = zones.find(parseName(name))
    return typeof found === 'object' ? [...found.nodes()].map(([owner]) => nameText(owner)).sort() : []
  }
  return { zones, happened, state, hosts }
}

describe('ServedZones', () => {
  it('knows nothing, and denies nothing, until it is told everything', async () => {
    const { zones, happened, state } = serve()
    zones.put(zone('demo.internal', 5))
    expect([
      state('vm1.other.internal'),
      state('catalog.quantumnet'),
      state('vm1.demo.internal'),
      zones.complete,
    ]).toEqual(['unknown', 'unknown', 5, false])
    expect(await happened()).toEqual(['served demo.internal', 'saved demo.internal'])
    zones.put(root)
    expect(zones.synced(list(['demo.internal', 5]))).toEqual([])
    expect([state('vm1.other.internal'), zones.complete]).toEqual([3, true])
    expect(await happened()).toEqual(['served internal', 'saved internal', 'list: demo.internal internal'])
  })

  it('makes one list of many changes', async () => {
    const { zones, happened } = serve()
    zones.synced([])
    await happened()
    for (const label of ['a', 'b', 'c']) zones.put(zone(`${label}.internal`, 1))
    expect((await happened()).filter((line) => line.startsWith('list'))).toEqual([
      'list: a.internal b.internal c.internal',
    ])
  })

  it('serves newer serials only, also beyond the wrap', async () => {
    const { zones, happened, state } = serve()
    zones.put(zone('demo.internal', 0xffff_ffff))
    zones.put(zone('demo.internal', 0xffff_fff0))
    expect((await happened()).at(-1)).toMatch(/^problem demo\.internal: serial 4294967280 is older than 4294967295/)
    zones.put(zone('demo.internal', 0xffff_ffff))
    expect(await happened()).toEqual([])
    zones.put(zone('demo.internal', 3))
    expect([state('demo.internal'), await happened()]).toEqual([3, ['served demo.internal', 'saved demo.internal']])
  })

  it('forgets what is removed, and what the feed does not have any more', async () => {
    const { zones, happened, state } = serve()
    zones.put(root)
    for (const label of ['a', 'b', 'c']) zones.put(zone(`${label}.internal`, 4))
    zones.synced(list(['a.internal', 4], ['b.internal', 4], ['c.internal', 4]))
    await happened()
    zones.remove('a.internal')
    zones.remove('a.internal')
    zones.synced(list(['c.internal', 4]))
    expect([state('vm1.a.internal'), state('vm1.b.internal'), state('vm1.c.internal')]).toEqual([3, 3, 4])
    expect(await happened()).toEqual(['list: internal c.internal'])
  })

  it('begins with what was saved, without saving it again', async () => {
    const { zones, happened, state } = serve()
    const saved = [
      ['internal', zoneFromFeed(root)],
      ['demo.internal', zoneFromFeed(zone('demo.internal', 5))],
      ['damaged.internal', undefined],
    ] as const
    zones.restore(new Map<string, ServedZone | undefined>(saved))
    expect([
      state('vm1.demo.internal'),
      state('vm1.damaged.internal'),
      state('vm1.other.internal'),
      zones.complete,
    ]).toEqual([5, 'unknown', 3, true])
    expect(await happened()).toEqual(['served internal', 'served demo.internal'])
    zones.put(zone('damaged.internal', 2))
    expect([state('vm1.damaged.internal'), await happened()]).toEqual([
      2,
      ['served damaged.internal', 'saved damaged.internal'],
    ])
  })

  it('keeps the version before when a zone cannot be served, and denies nothing of one that never could', async () => {
    const { zones, happened, state } = serve()
    zones.synced([])
    zones.put(zone('demo.internal', 5))
    await happened()
    zones.put({ ...zone('demo.internal', 6), serial: 2 ** 32 + 6 })
    zones.put({ ...zone('bad.internal', 1), serial: 2 ** 32 })
    zones.put(zone('demo.example', 1))
    expect([state('demo.internal'), state('vm1.bad.internal'), state('demo.example')]).toEqual([
      5,
      'unknown',
      undefined,
    ])
    expect((await happened()).filter((line) => line.startsWith('problem'))).toEqual([
      'problem demo.internal: the serial 4294967302 has more than 32 bits',
      'problem bad.internal: the serial 4294967296 has more than 32 bits',
      'problem demo.example: it is neither within internal nor below view.quantumnet',
    ])
  })

  it('never denies the root', () => {
    const { zones, state } = serve()
    zones.put(root)
    zones.synced(list())
    zones.remove('internal')
    expect(state('vm1.internal')).toBe('unknown')
  })
})

describe('a change of a zone', () => {
  it('replaces the names that it has, and leaves the others', async () => {
    const { zones, happened, hosts } = serve()
    zones.put(zone('demo.internal', 5))
    zones.change(change('demo.internal', 5, 6, '_sip._tcp'))
    expect(hosts('demo.internal')).toEqual([
      '_sip._tcp.demo.internal',
      '_tcp.demo.internal',
      'demo.internal',
      'vm1.demo.internal',
    ])
    const gone = ['_sip._tcp', 'vm1'].map((name) => ({ name, records: [] }))
    expect(zones.change({ name: 'demo.internal', from: 6, serial: 8, names: gone })).toBe(true)
    expect(hosts('demo.internal')).toEqual(['demo.internal'])
    expect((await happened()).slice(-2)).toEqual(['served demo.internal', 'saved demo.internal'])
  })

  it.each<[string, { from: number; serial: number; isTaken: boolean; served: number }]>([
    ['at its first serial', { from: 5, serial: 9, isTaken: true, served: 9 }],
    ['at a later one', { from: 3, serial: 9, isTaken: true, served: 9 }],
    ['that it is older than', { from: 2, serial: 4, isTaken: true, served: 5 }],
    ['that has it already', { from: 4, serial: 5, isTaken: true, served: 5 }],
    ['that lacks what was before', { from: 6, serial: 9, isTaken: false, served: 5 }],
  ])('for a version %s', (_, { from, serial, isTaken, served }) => {
    const { zones, state } = serve()
    zones.put(zone('demo.internal', 5))
    expect([zones.change(change('demo.internal', from, serial)), state('demo.internal')]).toEqual([isTaken, served])
  })

  it('goes over the wrap of serials', () => {
    const { zones, state } = serve()
    zones.put(zone('demo.internal', 0xffff_ffff))
    expect(zones.change(change('demo.internal', 0xffff_fffe, 2))).toBe(true)
    expect(state('demo.internal')).toBe(2)
    expect(zones.change(change('demo.internal', 0xffff_ffff, 0xffff_fffe))).toBe(true)
    expect(state('demo.internal')).toBe(2)
  })

  it('needs a zone', () => {
    const { zones } = serve()
    expect(zones.change(change('demo.internal', 5, 6))).toBe(false)
  })

  it('is what an incremental transfer has', () => {
    const { zones } = serve()
    const hosts = ['vm1', 'vm2', 'vm3', 'vm4'].map((name) => ({ name, type: 'A' as const, ttl: 5, data: '10.0.0.1' }))
    zones.put({ name: 'demo.internal', serial: 5, records: hosts })
    zones.change(change('demo.internal', 5, 6))
    const found = zones.find(parseName('demo.internal'))
    const records = typeof found === 'object' ? zones.changesSince(found, 5) : undefined
    expect(records?.map(({ owner, set }) => `${nameText(owner)} ${String(set.type)}`)).toEqual([
      ...['demo.internal 6', 'demo.internal 6', 'vm1.demo.internal 1', 'demo.internal 6', 'vm1.demo.internal 1'],
      'demo.internal 6',
    ])
  })
})

describe('the end of the first pass', () => {
  it('gives what is served in another version, or not at all', () => {
    const { zones } = serve()
    zones.put(root)
    zones.put(zone('behind.internal', 5))
    zones.put(zone('ahead.internal', 9))
    expect(zones.synced(list(['behind.internal', 6], ['ahead.internal', 8], ['missing.internal', 1]))).toEqual([
      { name: 'behind.internal', served: 5, serial: 6 },
      { name: 'ahead.internal', served: 9, serial: 8 },
      { name: 'missing.internal', served: undefined, serial: 1 },
    ])
  })
})
