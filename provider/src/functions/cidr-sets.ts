import { addressBits, cidrRange, type Cidr, type IpFamily, type IpRange } from '@quantumnet/api'

/** Sets of addresses, as the fewest blocks that hold them. Pure. */

const FAMILIES: readonly IpFamily[] = [4, 6]

const byFirst = (a: IpRange, b: IpRange): number => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0)

/** Ranges in order, of which no two touch. */
const united = (ranges: readonly IpRange[]): readonly IpRange[] => {
  const all: IpRange[] = []
  for (const range of [...ranges].sort(byFirst)) {
    const last = all.at(-1)
    if (last !== undefined && range.first <= last.last + 1n)
      all[all.length - 1] = { first: last.first, last: range.last > last.last ? range.last : last.last }
    else all.push(range)
  }
  return all
}

/** What of the ranges lies in none of the holes. Both are in order, and none touch each other. */
const without = (ranges: readonly IpRange[], holes: readonly IpRange[]): readonly IpRange[] => {
  const left: IpRange[] = []
  let next = 0
  for (const { first, last } of ranges) {
    let from = first
    while (next < holes.length && (holes[next]?.last ?? 0n) < from) next += 1
    for (let index = next; index < holes.length; index += 1) {
      const hole = holes[index]
      if (hole === undefined || hole.first > last) break
      if (hole.first > from) left.push({ first: from, last: hole.first - 1n })
      from = hole.last + 1n
    }
    if (from <= last) left.push({ first: from, last })
  }
  return left
}

/** The largest blocks that make up a range, in order. */
const blocksOf = (family: IpFamily, { first, last }: IpRange): readonly Cidr[] => {
  const blocks: Cidr[] = []
  let network = first
  while (network <= last) {
    let prefixLength = addressBits(family)
    let size = 1n
    while (prefixLength > 0 && network % (size * 2n) === 0n && network + size * 2n - 1n <= last) {
      size *= 2n
      prefixLength -= 1
    }
    blocks.push({ family, network, prefixLength })
    network += size
  }
  return blocks
}

const rangesOf = (family: IpFamily, blocks: readonly Cidr[]): readonly IpRange[] =>
  united(blocks.filter((block) => block.family === family).map(cidrRange))

/** The fewest blocks that hold the same addresses: IPv4 first, in order. */
export const mergeBlocks = (blocks: readonly Cidr[]): readonly Cidr[] => excludeBlocks(blocks, [])

/** The fewest blocks that hold what is in `blocks` and not in `excluded`: IPv4 first, in order. */
export const excludeBlocks = (blocks: readonly Cidr[], excluded: readonly Cidr[]): readonly Cidr[] =>
  FAMILIES.flatMap((family) =>
    without(rangesOf(family, blocks), rangesOf(family, excluded)).flatMap((range) => blocksOf(family, range)),
  )
