import { describe, expect, it } from '@jest/globals'
import { parentOf, parseName, type WireName } from '../wire/name.ts'
import { lookup } from './lookup.ts'
import { imageFrom, ZoneImage } from './image.ts'
import { addressRdata } from './rdata.ts'
import { changedZone } from './zone-delta.ts'
import { createZone, Zone, type ZoneEntry } from './zone.ts'

const APEX = 'demo.internal'
const entryAt = (owner: WireName, address: string): ZoneEntry => ({
  ...{ owner, type: 1, ttl: 5 },
  rdata: addressRdata(address, 4),
})
const at = (below: string): WireName => parseName(below === '@' ? APEX : `${below}.${APEX}`)
const zoneOf = (hosts: ReadonlyMap<string, string>, serial = 1): Zone =>
  createZone({
    ...{ name: APEX, serial, refresh: 5 },
    entries: [...hosts].map(([below, address]) => entryAt(at(below), address)),
  })

/** Everything that a zone says, in an order of its own: also which names exist without records. */
const contentOf = (zone: Zone): string[] =>
  [...zone.nodes()]
    .flatMap(([owner, { sets, children }]) => [
      `${owner} has ${String(children)} below`,
      ...sets.map(({ type, records }) => `${owner} ${String(type)} ${records.toString('hex')}`),
    ])
    .sort()

const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

describe('a changed zone', () => {
  it.each([1, 2, 3, 4])('is the zone that is made of the same names anew, seed %d', (seed) => {
    const random = randomFrom(seed)
    const labels = ['a', 'b', 'c', '*', 'vm1']
    const name = (): string =>
      random(12) === 0 ? '@' : Array.from({ length: 1 + random(3) }, () => labels[random(labels.length)]).join('.')
    const hosts = new Map<string, string>(Array.from({ length: 20 }, (_, index) => [name(), `10.0.0.${String(index)}`]))
    let zone = zoneOf(hosts)
    for (let serial = 2; serial < 150; serial++) {
      const names = new Map<WireName, ZoneEntry[]>()
      for (let count = 1 + random(4); count > 0; count--) {
        const below = name()
        const address = random(2) === 0 ? undefined : `10.1.${String(random(250))}.${String(count)}`
        names.set(at(below), address === undefined ? [] : [entryAt(at(below), address)])
        if (address === undefined) hosts.delete(below)
        else hosts.set(below, address)
      }
      const before = contentOf(zone)
      const next = changedZone(zone, serial, names)
      expect(contentOf(next)).toEqual(contentOf(zoneOf(hosts, serial)))
      expect([next.serial, contentOf(zone)]).toEqual([serial, before])
      zone = next
    }
  })

  it('shares its base while little has changed, and has a new one when more has', () => {
    const many = new Map(Array.from({ length: 1000 }, (_, index) => [`vm${String(index)}`, '10.0.0.1']))
    const first = zoneOf(many)
    const bases = new Set([first.base])
    let zone = first
    for (let index = 0; index < 300; index++) {
      const owner = at(`vm${String(index)}`)
      zone = changedZone(zone, 2 + index, new Map([[owner, [entryAt(owner, '10.0.0.2')]]]))
      bases.add(zone.base)
      expect(zone.overlay?.size ?? 0).toBeLessThanOrEqual(64)
    }
    expect(bases.size).toBe(5)
  })

  it('knows its wildcards and cuts, those that were put in too', () => {
    const plain = zoneOf(new Map([['vm1', '10.0.0.1']]))
    expect([plain.hasWildcards, plain.hasCuts]).toEqual([false, false])
    const wild = changedZone(plain, 2, new Map([[at('*.vm1'), [entryAt(at('*.vm1'), '10.0.0.1')]]]))
    expect([wild.hasWildcards, lookup(wild, at('x.vm1'), 1).end]).toEqual([true, 'complete'])
    const ns = { owner: at('sub'), type: 2, ttl: 5, rdata: Buffer.from('\x02ns\0', 'latin1') }
    const cut = changedZone(plain, 2, new Map([[at('sub'), [ns]]]))
    expect([cut.hasCuts, lookup(cut, at('x.sub'), 1).end]).toEqual([true, 'referral'])
  })

  it.each(['x.other.internal', 'internal', 'xdemo.internal'])('has no name outside of itself: %s', (name) => {
    const owner = parseName(name)
    expect(() => changedZone(zoneOf(new Map()), 2, new Map([[owner, [entryAt(owner, '10.0.0.1')]]]))).toThrow('outside')
  })
})

describe('an image', () => {
  const zone = zoneOf(
    new Map(Array.from({ length: 500 }, (_, index) => [`vm${String(index)}.t${String(index % 7)}`, '10.0.0.1'])),
  )

  it('is made again from its nodes, as a file holds them', () => {
    const again = new Zone(APEX, imageFrom(zone.apex, Buffer.from(zone.base.nodes)))
    expect(contentOf(again)).toEqual(contentOf(zone))
    expect(again.find(at('t3'))?.children).toBe(zone.find(at('t3'))?.children)
  })

  it('is read by others where it is', () => {
    const other = new ZoneImage(zone.base.memory)
    expect(other.nodes.buffer).toBe(zone.base.memory)
    expect(contentOf(new Zone(APEX, other))).toEqual(contentOf(zone))
  })

  it('is none of bytes that are cut off', () => {
    const bytes = Buffer.from(zone.base.nodes)
    for (const length of [1, 20, bytes.length - 1])
      expect(() => imageFrom(zone.apex, bytes.subarray(0, length))).toThrow()
  })

  it('has a node for every name above another one, and only for those', () => {
    for (const [owner] of zone.nodes()) if (owner !== zone.apex) expect(zone.find(parentOf(owner))).toBeDefined()
    expect(zone.find(at('t9'))).toBeUndefined()
  })
})
