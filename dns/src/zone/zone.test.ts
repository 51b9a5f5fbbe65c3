import { describe, expect, it } from '@jest/globals'
import type { Zone as FeedZone } from '@quantumnet/api'
import { parseName } from '../wire/name.ts'
import { dataOf, ttlOf } from '../wire/record-set.ts'
import { additionalTo } from './additional.ts'
import { zoneFromFeed } from './feed-zone.ts'
import { lookup } from './lookup.ts'
import { addToSerial, isNewer } from './serial.ts'
import { addressRdata } from './rdata.ts'
import { createZone } from './zone.ts'

const A = 1
const zoneWith = (...owners: string[]) =>
  createZone({
    name: 'demo.internal',
    serial: 1,
    refresh: 5,
    entries: owners.map((owner, index) => ({
      owner: parseName(owner),
      type: A,
      ttl: 5 + index,
      rdata: addressRdata(`10.0.0.${String(index)}`, 4),
    })),
  })

describe('isNewer, with the cases of RFC 1982', () => {
  it.each([
    [2, 1, true],
    [1, 2, false],
    [1, 1, false],
    [0, 0xffff_ffff, true],
    [0xffff_ffff, 0, false],
    [0x7fff_ffff, 0, true],
    [0x8000_0000, 0, false],
    [0, 0x8000_0000, false],
    [0x8000_0001, 0, false],
    [0, 0x8000_0001, true],
  ])('%d after %d: %s', (a, b, expected) => {
    expect(isNewer(a, b)).toBe(expected)
  })

  it('adds beyond the wrap', () => {
    expect(addToSerial(0xffff_ffff, 2)).toBe(1)
  })
})

describe('createZone', () => {
  it('makes the names between a name and the apex exist', () => {
    const zone = zoneWith('a.b.c.demo.internal')
    expect([...zone.nodes()].map(([owner]) => owner).sort()).toEqual(
      ['demo.internal', 'c.demo.internal', 'b.c.demo.internal', 'a.b.c.demo.internal'].map(parseName).sort(),
    )
  })

  it('puts records of one name and type in one set with the smallest TTL', () => {
    const { answer } = lookup(zoneWith('a.demo.internal', 'a.demo.internal'), parseName('a.demo.internal'), A)
    expect(answer.map(({ set }) => [ttlOf(set), ...dataOf(set)])).toEqual([
      [5, Buffer.of(10, 0, 0, 0), Buffer.of(10, 0, 0, 1)],
    ])
  })

  it.each(['a.other.internal', 'internal', 'xdemo.internal'])('refuses %s, which lies outside', (owner) => {
    expect(() => zoneWith(owner)).toThrow('outside its zone')
  })
})

describe('lookup, with the zone of RFC 4592 §2.2.1 in short', () => {
  const zone = zoneWith('*.demo.internal', 'host1.demo.internal', 'a.sub.demo.internal')
  it.each([
    ['host1.demo.internal', A, 'complete'],
    ['host1.demo.internal', 16, 'no-data'],
    ['host3.demo.internal', A, 'complete'],
    ['x.y.demo.internal', A, 'complete'],
    ['host3.demo.internal', 16, 'no-data'],
    ['sub.demo.internal', A, 'no-data'],
    // These exist, or something above them does, which hides the wildcard.
    ['x.host1.demo.internal', A, 'no-name'],
    ['b.sub.demo.internal', A, 'no-name'],
  ])('%s type %d: %s', (name, type, expected) => {
    expect(lookup(zone, parseName(name), type).end).toBe(expected)
  })
})

describe('zoneFromFeed', () => {
  it('takes @ for the zone itself', () => {
    const zone = zoneFromFeed({
      name: 'demo.internal',
      serial: 1,
      records: [{ name: '@', type: 'A', ttl: 5, data: '10.0.0.1' }],
    })
    expect(lookup(zone, zone.apex, A).answer.flatMap(({ set }) => [...dataOf(set)])).toEqual([Buffer.of(10, 0, 0, 1)])
  })

  it.each([
    ['a serial of 33 bits', { name: 'demo.internal', serial: 2 ** 32, records: [] }, '32 bits'],
    ['a name that is none', { name: 'demo..internal', serial: 1, records: [] }, "not a zone's name"],
  ])('refuses %s', (_, zone, message) => {
    expect(() => zoneFromFeed(zone)).toThrow(message)
  })
  const long = Array.from({ length: 122 }, () => 'x').join('.')
  it.each<[string, FeedZone['records'][number], string]>([
    ['a label that is too long', { name: 'x'.repeat(64), type: 'A', ttl: 5, data: '10.0.0.1' }, 'not a domain name'],
    ['a name that is too long', { name: long, type: 'A', ttl: 5, data: '10.0.0.1' }, 'too long'],
    ['an address of the other family', { name: 'x', type: 'AAAA', ttl: 5, data: '10.0.0.1' }, 'not an IPv6 address'],
    ['text for a structure', { name: 'x', type: 'MX', ttl: 5, data: 'mail' }, 'no data of a MX record'],
    ['a structure of another type', { name: 'x', type: 'SRV', ttl: 5, data: { preference: 1, exchange: '.' } }, 'SRV'],
  ])('leaves out %s and serves the rest', (_, record, message) => {
    const problems: string[] = []
    const rest = { name: 'vm1', type: 'A' as const, ttl: 5, data: '10.0.0.1' }
    const zone = zoneFromFeed({ name: 'demo.internal', serial: 1, records: [record, rest] }, (each) =>
      problems.push(each),
    )
    expect(problems).toEqual([expect.stringContaining(message)])
    expect(lookup(zone, parseName('vm1.demo.internal'), A).end).toBe('complete')
  })
})

describe('what goes along', () => {
  const zone = zoneFromFeed({
    name: 'demo.internal',
    serial: 1,
    records: [
      { name: 'mail', type: 'A', ttl: 5, data: '10.0.0.1' },
      { name: 'mail', type: 'AAAA', ttl: 5, data: 'fd00::1' },
      { name: 'mail', type: 'MX', ttl: 5, data: { preference: 1, exchange: 'mail.demo.internal' } },
      { name: '@', type: 'MX', ttl: 5, data: { preference: 1, exchange: 'mail.demo.internal' } },
      { name: '@', type: 'MX', ttl: 5, data: { preference: 2, exchange: 'mail.demo.internal' } },
      { name: 'out', type: 'MX', ttl: 5, data: { preference: 1, exchange: 'mail.example' } },
      { name: 'none', type: 'MX', ttl: 5, data: { preference: 0, exchange: '.' } },
    ],
  })
  it.each<[string, string, number[]]>([
    ['the addresses of a host, once', 'demo.internal', [1, 28]],
    ['those of a host that leads to itself', 'mail.demo.internal', [1, 28]],
    ['nothing of a host elsewhere', 'out.demo.internal', []],
    ['nothing where nobody is named', 'none.demo.internal', []],
  ])('are %s', (_, name, types) => {
    const { answer } = lookup(zone, parseName(name), 15)
    expect([...additionalTo(zone, answer)].map(({ set }) => set.type)).toEqual(types)
  })
})
