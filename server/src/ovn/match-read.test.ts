import { describe, expect, it } from '@jest/globals'
import { formatCidr, formatIp } from '@quantumnet/api'
import { addressIn, all, any, fromInterface, is, memberOf, numberIn, portIn, printMatch, type Match } from './match.ts'
import { addressSetName, DROP_GROUP, edgeName, groupName } from './names.ts'
import { readMatch, type Read } from './testing/match-grammar.ts'

/** A generator of numbers that is the same in each run (mulberry32). */
const randomOf = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const id = '01990000-0000-7000-8000-00000000000a'

const leaves: readonly ((below: (limit: number) => number) => Match)[] = [
  (below) => is((['ip', 'ip4', 'ip6', 'tcp', 'udp', 'sctp', 'icmp4', 'icmp6'] as const)[below(8)] ?? 'ip'),
  (below) => portIn(below(2) === 0 ? 'inport' : 'outport', below(2) === 0 ? DROP_GROUP : groupName(id)),
  () => fromInterface(edgeName(id)),
  (below) => memberOf(below(2) === 0 ? 'src' : 'dst', below(2) === 0 ? 4 : 6, addressSetName(id, 4)),
  (below) => numberIn('tcp.dst', below(1000), 1000 + below(64_000)),
  (below) => numberIn('icmp6.type', below(256)),
  (below) => numberIn('ip.proto', below(256)),
  (below) => {
    const prefixLength = 1 + below(32)
    return addressIn('src', { family: 4, prefixLength, network: BigInt(1 + below(2)) << BigInt(32 - prefixLength) })
  },
  (below) => {
    const prefixLength = 2 + below(127)
    return addressIn('dst', { family: 6, prefixLength, network: BigInt(1 + below(3)) << BigInt(128 - prefixLength) })
  },
]

const grow = (below: (limit: number) => number, depth: number): Match => {
  if (depth === 0 || below(3) === 0) return leaves[below(leaves.length)]?.(below) ?? is('ip')
  const of = Array.from({ length: 1 + below(4) }, () => grow(below, depth - 1))
  return below(2) === 0 ? all(...of) : any(...of)
}

type Leaf = Exclude<Match, { readonly kind: 'all' | 'any' | 'number' }>

const leafMeaning = (match: Leaf): Read => {
  switch (match.kind) {
    case 'is':
      return { op: 'predicate', name: match.protocol }
    case 'port':
      return { op: '==', field: match.side, value: `@${match.group}` }
    case 'interface':
      return { op: '==', field: 'inport', value: `"${match.name}"` }
    case 'member':
      return { op: '==', field: `ip${String(match.family)}.${match.side}`, value: `$${match.set}` }
    case 'address': {
      const { family, network, prefixLength } = match.block
      const isWhole = prefixLength === (family === 4 ? 32 : 128)
      const value = isWhole ? formatIp({ family, value: network }) : formatCidr(match.block)
      return { op: '==', field: `ip${String(family)}.${match.side}`, value }
    }
  }
}

/** What a tree means, said as the reader says it, without regard to how terms are grouped. */
const meaning = (match: Match): Read => {
  if (match.kind === 'all') return joined('&&', match.of.map(meaning))
  if (match.kind === 'any') return joined('||', match.of.map(meaning))
  if (match.kind !== 'number') return leafMeaning(match)
  const { field, min, max } = match
  if (min === max) return { op: '==', field, value: String(min) }
  return joined('&&', [
    { op: '>=', field, value: String(min) },
    { op: '<=', field, value: String(max) },
  ])
}

const joined = (op: '&&' | '||', of: readonly Read[]): Read => {
  const flat = of.flatMap((each) => (each.op === op ? each.of : [each]))
  return flat.length === 1 && flat[0] !== undefined ? flat[0] : { op, of: flat }
}

const flattened = (read: Read): Read =>
  read.op === '&&' || read.op === '||' ? joined(read.op, read.of.map(flattened)) : read

describe('a printed match, read back', () => {
  it('means what the tree says, for 2000 trees', () => {
    const random = randomOf(6)
    const below = (limit: number): number => Math.floor(random() * limit)
    for (let n = 0; n < 2000; n++) {
      const match = grow(below, 4)
      const text = printMatch(match)
      expect(flattened(readMatch(text))).toEqual(meaning(match))
      // northd joins a match to others by && without parentheses.
      expect(flattened(readMatch(`ip && ${text}`))).toEqual(
        joined('&&', [{ op: 'predicate', name: 'ip' }, meaning(match)]),
      )
    }
  })

  it.each([
    'ip4 && tcp || udp',
    'ip4 &&',
    '(ip4',
    'ip4)',
    'tcp.dst == 65536',
    'ip4.src == 10.0.0.0/33',
    'ip4.src == $a-b',
    'inport == @a-b',
    'outport == "a"b"',
    'ip4.src >= 10.0.0.0',
    'icmp6.type <= 127',
    'drop',
    'ip4; ip6',
    '1',
  ])('%s is refused', (text) => {
    expect(() => readMatch(text)).toThrow(SyntaxError)
  })
})
