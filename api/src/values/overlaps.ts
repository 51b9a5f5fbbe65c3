import { cidrRange, type Cidr } from './ip.ts'

/** A block of a list that shares addresses with another one of it. */
export interface Overlap {
  readonly index: number
  /** index of the block that it lies in */
  readonly within: number
}

type Placed = Pick<Cidr, 'family' | 'prefixLength'> & {
  readonly index: number
  readonly first: bigint
  readonly last: bigint
}

/** By family and first address; of blocks that begin alike the larger one first, of equal ones the one that is listed first. */
const byPlace = (a: Placed, b: Placed): number => {
  if (a.family !== b.family) return a.family - b.family
  if (a.first !== b.first) return a.first < b.first ? -1 : 1
  return a.prefixLength === b.prefixLength ? a.index - b.index : a.prefixLength - b.prefixLength
}

/**
 * Blocks that lie in another one of the list, or are there twice. Two blocks never overlap in part, so in order each has to be compared
 * with the last one only that lies in no other.
 */
export const overlapsIn = (blocks: readonly Cidr[]): readonly Overlap[] => {
  const placed = blocks.map((block, index): Placed => ({ ...block, ...cidrRange(block), index })).sort(byPlace)
  const found: Overlap[] = []
  let outer: Placed | undefined
  for (const block of placed)
    if (outer?.family === block.family && block.first <= outer.last)
      found.push({ index: block.index, within: outer.index })
    else outer = block
  return found.sort((a, b) => a.index - b.index)
}
