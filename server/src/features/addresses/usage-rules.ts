import { cidrRange, hostRange, type PoolUsage, type Usage } from '@quantumnet/api'
import type { z } from 'zod'
import { allocatableRanges, blockOf, sizeOf, type AllocatingSubnet } from '../ipam/index.ts'
import { freeBlocks } from '../subnet-pools/index.ts'

/** How much is in use, from what is counted. Pure. */

/** Rows of `address` in one subnet. */
export interface SubnetCounts {
  readonly used: number
  readonly releasing: number
  readonly held: number
  /** of all of them, those where a port may be given an address without asking for it */
  readonly allocatable: number
  /** longest run of addresses there that nobody has */
  readonly longest: bigint
}

/** The parts that subnets of a network are summed up by. */
export interface SubnetUsage {
  readonly total: bigint
  readonly used: number
  readonly releasing: number
  readonly held: number
  readonly free: bigint
  readonly longest: bigint
}

/**
 * Free is what a port may be given without asking for it. What is neither that nor somebody's is reserved, so that the parts make up the
 * whole.
 */
export const usageOfSubnet = (subnet: AllocatingSubnet, counts: SubnetCounts): SubnetUsage => {
  const { first, last } = hostRange(blockOf(subnet.cidr))
  const { used, releasing, held, longest } = counts
  const free = sizeOf(allocatableRanges(subnet)) - BigInt(counts.allocatable)
  return { total: last - first + 1n, used, releasing, held, free, longest }
}

const ratio = (part: bigint, whole: bigint): number =>
  whole === 0n ? 0 : Number((part * 1_000_000n) / whole) / 1_000_000

/** How much of what can be had is had: reserved addresses are in neither. */
const utilizationOf = ({ used, releasing, held, free }: SubnetUsage): number => {
  const taken = BigInt(used + releasing + held)
  return ratio(taken, taken + free)
}

/**
 * The usage of subnets together. Fragmentation: the share of the free addresses that lies outside of the longest free run of their subnet.
 */
export const usageOf = (subnets: readonly SubnetUsage[]): z.input<typeof Usage> => {
  const sum = subnets.reduce(
    (total, each) => ({
      total: total.total + each.total,
      used: total.used + each.used,
      releasing: total.releasing + each.releasing,
      held: total.held + each.held,
      free: total.free + each.free,
      longest: total.longest + each.longest,
    }),
    { total: 0n, used: 0, releasing: 0, held: 0, free: 0n, longest: 0n },
  )
  const { total, used, releasing, held, free, longest } = sum
  const reserved = total - free - BigInt(used + releasing + held)
  return {
    total: String(total),
    used: String(used),
    releasing: String(releasing),
    held: String(held),
    reserved: String(reserved),
    free: String(free),
    utilization: utilizationOf(sum),
    fragmentation: ratio(free - longest, free),
  }
}

/** Blocks of a pool, as far as subnets have them. */
export interface Carved {
  readonly cidr: string
  readonly deleting: boolean
}

const blockSize = (cidr: string): bigint => {
  const { first, last } = cidrRange(blockOf(cidr))
  return last - first + 1n
}

/** How much of a pool is carved. Fragmentation: the share of what is free that lies outside of the largest free block. */
export const usageOfPool = (prefixes: readonly string[], carved: readonly Carved[]): z.input<typeof PoolUsage> => {
  const sum = (blocks: readonly Carved[]): bigint => blocks.reduce((total, { cidr }) => total + blockSize(cidr), 0n)
  const total = prefixes.reduce((whole, prefix) => whole + blockSize(prefix), 0n)
  const releasing = sum(carved.filter(({ deleting }) => deleting))
  const used = sum(carved.filter(({ deleting }) => !deleting))
  const free = freeBlocks(
    prefixes,
    carved.map(({ cidr }) => cidr),
  )
  const [largest] = [...free].sort((a, b) => (a.size > b.size ? -1 : 1))
  const left = total - used - releasing
  return {
    total: String(total),
    used: String(used),
    releasing: String(releasing),
    held: '0',
    reserved: '0',
    free: String(left),
    utilization: ratio(used + releasing, total),
    fragmentation: ratio(left - (largest?.size ?? 0n), left),
    largest_free_prefix_length: largest?.prefixLength ?? null,
    subnets: carved.filter(({ deleting }) => !deleting).length,
  }
}

/** Shares of use that are told, in percent, highest first. */
const THRESHOLDS = [95, 90, 80] as const

/** The highest threshold that the use of a subnet is above; 0: none. */
export const levelOf = (usage: SubnetUsage): 0 | 80 | 90 | 95 => {
  const percent = utilizationOf(usage) * 100
  return THRESHOLDS.find((threshold) => percent >= threshold) ?? 0
}
