import type { DnsRecordType, ZoneRecord } from '@quantumnet/api'

/** Zones and questions by chance, from so few labels that names meet: below each other, at wildcards, along chains of aliases. */

export type Random = (below: number) => number

export const randomFrom = (seed: number): Random => {
  let state = seed >>> 0
  return (below) => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const LABELS = ['a', 'b', 'c', 'x-1', '_t', 'www']
const of = <T>(random: Random, list: readonly T[]): T => {
  const found = list[random(list.length)]
  if (found === undefined) throw new Error('the list is empty')
  return found
}

/** A name below a zone, of up to `depth` labels; the first may be a wildcard. */
const nameBelow = (random: Random, depth: number): string => {
  const labels = Array.from({ length: 1 + random(depth) }, () => of(random, LABELS))
  if (random(5) === 0) labels[0] = '*'
  return labels.join('.')
}

const targetIn = (random: Random, zone: string): string =>
  random(6) === 0
    ? `${of(random, LABELS.slice(0, 3))}.elsewhere.example`
    : `${nameBelow(random, 3).replace('*', 'b')}.${zone}`

const dataOf = (random: Random, type: DnsRecordType, zone: string): ZoneRecord['data'] => {
  switch (type) {
    case 'A':
      return `192.0.2.${String(random(250))}`
    case 'AAAA':
      return `2001:db8::${(1 + random(0xfff)).toString(16)}`
    case 'TXT':
      return 'x'.repeat(random(300))
    case 'MX':
      return { preference: random(100), exchange: random(9) === 0 ? '.' : targetIn(random, zone) }
    case 'SRV':
      return { priority: random(9), weight: random(9), port: 1 + random(999), target: targetIn(random, zone) }
    case 'CAA':
      return { flags: 0, tag: 'issue', value: 'ca.example' }
    case 'CNAME':
    case 'PTR':
      return targetIn(random, zone)
  }
}

const TYPES: readonly DnsRecordType[] = ['A', 'A', 'A', 'AAAA', 'TXT', 'MX', 'SRV', 'CAA', 'PTR', 'CNAME', 'CNAME']

/** A name that is given away, and to whom: the feed has none of these, so they are put in beside its records. */
export interface GeneratedCut {
  readonly name: string
  readonly ttl: number
  readonly servers: readonly string[]
}

export interface GeneratedZone {
  readonly name: string
  readonly serial: number
  readonly records: readonly ZoneRecord[]
  readonly cuts: readonly GeneratedCut[]
}

/** Some zones have some: at names without records of their own; what lies below is hidden, and may be the servers' addresses. */
const generateCuts = (random: Random, zone: string, records: readonly ZoneRecord[]): readonly GeneratedCut[] => {
  const cuts = new Map<string, GeneratedCut>()
  for (let count = random(2) * random(4); count > 0; count--) {
    const name = nameBelow(random, 2).replace('*', 'b')
    if (records.some((record) => record.name === name)) continue
    const inside = [`${of(random, LABELS)}.${name}.${zone}`, `${name}.${zone}`]
    const servers = Array.from({ length: 1 + random(2) }, () => of(random, [...inside, targetIn(random, zone)]))
    cuts.set(name, { name, ttl: random(3) * 60, servers: [...new Set(servers)] })
  }
  return [...cuts.values()]
}

/** One TTL for the records of a name and type, and an alias alone at its name: as the API has them. */
export const generateZone = (random: Random, name: string): GeneratedZone => {
  const sets = new Map<string, ZoneRecord[]>()
  for (let count = 1 + random(20); count > 0; count--) {
    const type = of(random, TYPES)
    const owner = type !== 'CNAME' && random(8) === 0 ? '@' : nameBelow(random, 3)
    const own = [...sets.values()].flat().filter((record) => record.name === owner)
    if (type === 'CNAME' ? own.length > 0 : own.some((record) => record.type === 'CNAME')) continue
    const ttl = own.find((record) => record.type === type)?.ttl ?? random(3) * 60
    const data = dataOf(random, type, name)
    if (own.some((record) => record.type === type && JSON.stringify(record.data) === JSON.stringify(data))) continue
    const key = `${owner} ${type}`
    sets.set(key, [...(sets.get(key) ?? []), { name: owner, type, ttl, data }])
  }
  const records = [...sets.values()].flat()
  return { name, serial: 1 + random(1000), records, cuts: generateCuts(random, name, records) }
}

/** Numbers of the types that are asked for; the last one nobody has. */
const ASKED = [1, 1, 1, 28, 16, 15, 33, 5, 6, 2, 43, 257, 12, 65_280]

export interface GeneratedQuestion {
  readonly name: string
  readonly type: number
}

/** Mostly near what is there. */
export const generateQuestion = (random: Random, zone: GeneratedZone): GeneratedQuestion => {
  const known = [...zone.records, ...zone.cuts]
  const record = known.length > 0 && random(2) === 0 ? of(random, known) : undefined
  const near = record === undefined ? nameBelow(random, 4) : record.name
  const below = random(4) === 0 ? `${of(random, LABELS)}.${near}` : near
  const name = random(12) === 0 || below === '@' ? zone.name : `${below.replace('.@', '')}.${zone.name}`
  return { name: name.replace('@.', ''), type: of(random, ASKED) }
}
