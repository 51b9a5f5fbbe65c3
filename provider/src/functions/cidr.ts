import {
  cidrContains,
  cidrRange,
  cidrsOverlap,
  formatCidr,
  parseCidr,
  parseIp,
  rangeContains,
  type Cidr,
} from '@quantumnet/api'
import { bool, defineFunction, listOf, parameter } from '../framework/index.ts'
import { cidr, ipOrCidr } from '../resources/kit/kinds.ts'
import { excludeBlocks, mergeBlocks } from './cidr-sets.ts'

/** Arithmetic with blocks of addresses. Blocks of IPv4 and IPv6 have nothing in common. */

/** The framework has checked the argument already. */
const blockOf = (text: string): Cidr => {
  const block = parseCidr(text)
  if (block === undefined) throw new Error('an argument was not checked')
  return block
}

const contains = (outer: Cidr, inner: string): boolean => {
  const address = parseIp(inner)
  if (address !== undefined) return cidrContains(outer, address)
  const block = blockOf(inner)
  const { first, last } = cidrRange(block)
  return (
    block.family === outer.family && rangeContains(cidrRange(outer), first) && rangeContains(cidrRange(outer), last)
  )
}

export const cidrOverlaps = defineFunction({
  summary: 'Whether two blocks share addresses',
  description: 'Whether two blocks share at least one address.',
  parameters: [parameter('a', cidr, 'A block in CIDR notation.'), parameter('b', cidr, 'Another one.')],
  returns: bool,
  call: (a, b) => cidrsOverlap(blockOf(a), blockOf(b)),
})

export const cidrContainsFunction = defineFunction({
  summary: 'Whether a block holds an address or another block',
  description: 'Whether a block holds an address, or all addresses of another block.',
  parameters: [
    parameter('block', cidr, 'A block in CIDR notation.'),
    parameter('inner', ipOrCidr, 'An address, or another block.'),
  ],
  returns: bool,
  call: (block, inner) => contains(blockOf(block), inner),
})

export const cidrMerge = defineFunction({
  summary: 'The fewest blocks that hold the same addresses',
  description: 'The fewest blocks that hold the same addresses as the given ones: IPv4 first, in ascending order.',
  parameters: [parameter('blocks', listOf(cidr), 'Blocks in CIDR notation, in any order.')],
  returns: listOf(cidr),
  call: (blocks) => mergeBlocks(blocks.map(blockOf)).map(formatCidr),
})

export const cidrExclude = defineFunction({
  summary: 'Blocks without the addresses of others',
  description:
    'The fewest blocks that hold the addresses of the first list without those of the second: IPv4 first, in ascending order.',
  parameters: [
    parameter('blocks', listOf(cidr), 'Blocks in CIDR notation.'),
    parameter('excluded', listOf(cidr), 'Blocks whose addresses are taken out.'),
  ],
  returns: listOf(cidr),
  call: (blocks, excluded) => excludeBlocks(blocks.map(blockOf), excluded.map(blockOf)).map(formatCidr),
})
