import { cidrRange, formatCidr, type Cidr } from '@quantumnet/api'
import { blockOf } from '../ipam/index.ts'

/** Carving blocks out of prefixes: the lowest free one that is aligned, so that what stays free stays in large pieces. Pure. */

const byNetwork = (a: Cidr, b: Cidr): number => (a.network < b.network ? -1 : a.network > b.network ? 1 : 0)

const alignedAt = (value: bigint, size: bigint): bigint => ((value + size - 1n) / size) * size

/** The first free block of this length, or undefined. @param used blocks that are carved already, of any length */
export const firstFreeBlock = (
  prefixes: readonly string[],
  used: readonly string[],
  prefixLength: number,
): string | undefined => {
  const taken = used.map(blockOf).sort(byNetwork)
  for (const prefix of prefixes.map(blockOf).sort(byNetwork)) {
    if (prefix.prefixLength > prefixLength) continue
    const size = 1n << BigInt((prefix.family === 4 ? 32 : 128) - prefixLength)
    const { last } = cidrRange(prefix)
    let start = prefix.network
    for (const block of taken) {
      const range = cidrRange(block)
      if (range.last < start) continue
      if (range.first >= start + size) break
      start = alignedAt(range.last + 1n, size)
    }
    if (start + size - 1n <= last) return formatCidr({ family: prefix.family, network: start, prefixLength })
  }
  return undefined
}

/** The largest aligned blocks that make up what of the prefixes is free, as their prefix lengths. */
export const freeBlocks = (
  prefixes: readonly string[],
  used: readonly string[],
): { prefixLength: number; size: bigint }[] => {
  const taken = used.map(blockOf).sort(byNetwork)
  return prefixes.map(blockOf).flatMap((prefix) => {
    const bits = prefix.family === 4 ? 32 : 128
    const { last } = cidrRange(prefix)
    const blocks: { prefixLength: number; size: bigint }[] = []
    const fill = (from: bigint, to: bigint): void => {
      for (let start = from; start <= to;) {
        let size = 1n
        while (start % (size * 2n) === 0n && start + size * 2n - 1n <= to) size *= 2n
        blocks.push({ prefixLength: bits - (size.toString(2).length - 1), size })
        start += size
      }
    }
    let start = prefix.network
    for (const block of taken) {
      const range = cidrRange(block)
      if (block.family !== prefix.family || range.last < start || range.first > last) continue
      fill(start, range.first - 1n)
      start = range.last + 1n
    }
    fill(start, last)
    return blocks
  })
}
