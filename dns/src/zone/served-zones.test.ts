import { describe, expect, it } from '@jest/globals'
import type { Zone } from '@quantumnet/api'
import { parseName } from '../wire/name.ts'
import { ServedZones } from './served-zones.ts'

const zone = (name: string, serial: number, address = '10.0.0.1'): Zone => ({
  name,
  serial,
  records: [{ name: 'vm1', type: 'A', ttl: 5, data: address }],
})

const serve = () => {
  const log: string[] = []
  const zones = new ServedZones({
    root: 'internal',
    onZone: ({ name }) => log.push(`saved ${name}`),
    onList: (serial, names) => log.push(`catalog ${String(serial)}: ${names.join(' ')}`),
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
  return { zones, happened, state }
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
    zones.synced(['demo.internal'])
    expect([state('vm1.other.internal'), zones.complete]).toEqual([1, true])
    expect(await happened()).toEqual(['served internal', 'catalog 1: demo.internal', 'served catalog.quantumnet'])
    expect(state('catalog.quantumnet')).toBe(1)
  })

  it('makes one catalog of many changes', async () => {
    const { zones, happened } = serve()
    zones.synced([])
    await happened()
    for (const label of ['a', 'b', 'c']) zones.put(zone(`${label}.internal`, 1))
    expect((await happened()).filter((line) => line.startsWith('catalog'))).toEqual([
      'catalog 2: a.internal b.internal c.internal',
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
    for (const label of ['a', 'b', 'c']) zones.put(zone(`${label}.internal`, 4))
    zones.synced(['a.internal', 'b.internal', 'c.internal'])
    await happened()
    zones.remove('a.internal')
    zones.remove('a.internal')
    zones.synced(['c.internal'])
    expect([state('vm1.a.internal'), state('vm1.b.internal'), state('vm1.c.internal')]).toEqual([1, 1, 4])
    expect(await happened()).toEqual(['catalog 2: c.internal', 'served catalog.quantumnet'])
  })

  it('begins with what was saved, without saving it again, and never with a catalog serial that was used', async () => {
    const { zones, happened, state } = serve()
    zones.restore(
      40,
      new Map([
        ['demo.internal', zone('demo.internal', 5)],
        ['damaged.internal', undefined],
      ]),
    )
    expect([
      state('vm1.demo.internal'),
      state('vm1.damaged.internal'),
      state('vm1.other.internal'),
      zones.complete,
    ]).toEqual([5, 'unknown', 1, true])
    expect(await happened()).toEqual([
      'served demo.internal',
      'served internal',
      'catalog 297: demo.internal damaged.internal',
      'served catalog.quantumnet',
    ])
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

  it("counts on from an edge's serial of the catalog when its own count was lost", async () => {
    const { zones, happened } = serve()
    zones.synced([])
    await happened()
    zones.overtaken('catalog.quantumnet', 50)
    expect(await happened()).toEqual(['catalog 51: ', 'served catalog.quantumnet'])
    zones.overtaken('catalog.quantumnet', 51)
    zones.overtaken('catalog.quantumnet', 7)
    expect(await happened()).toEqual([])
  })

  it('tells when an edge has a newer zone', async () => {
    const { zones, happened } = serve()
    zones.put(zone('demo.internal', 5))
    await happened()
    zones.overtaken('demo.internal', 9)
    expect(await happened()).toEqual(['problem demo.internal: an edge has serial 9, newer than 5, which is served'])
  })

  it('lets the feed own the root', async () => {
    const { zones, happened, state } = serve()
    zones.put(zone('internal', 8))
    zones.synced(['internal'])
    expect([state('internal'), zones.names]).toEqual([8, ['internal']])
    await happened()
    zones.remove('internal')
    expect(state('internal')).toBe(9)
  })
})
