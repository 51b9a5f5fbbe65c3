import { createHash, randomBytes } from 'node:crypto'
import type { Cidr, IpRange } from '@quantumnet/api'
import { sizeOf } from './ip.ts'

/** Modified EUI-64 (RFC 4291 appendix A): the address that a host makes by itself from its MAC. @param block a /64 */
export const eui64 = (block: Cidr, mac: string): bigint => {
  const value = BigInt(`0x${mac.replaceAll(':', '')}`)
  const upper = (value >> 24n) ^ 0x02_00_00n
  return block.network | (upper << 40n) | (0xfffen << 24n) | (value & 0xff_ff_ffn)
}

/** The address of a number between 0 and their size less one. */
const within = (ranges: readonly IpRange[], index: bigint): bigint | undefined => {
  let rest = index
  for (const { first, last } of ranges) {
    const size = last - first + 1n
    if (rest < size) return first + rest
    rest -= size
  }
  return undefined
}

const scaled = (ranges: readonly IpRange[], bytes: Uint8Array): bigint | undefined => {
  const size = sizeOf(ranges)
  return size === 0n ? undefined : within(ranges, BigInt(`0x${Buffer.from(bytes).toString('hex')}`) % size)
}

export interface StableName {
  readonly subnet: string
  /** what the address is for */
  readonly owner: string
  /** which of its owner's addresses */
  readonly position: number
}

/**
 * An address that depends on nothing but what it is for, in the way of RFC 7217 §5: the same port gets the same one again, and neighbours
 * tell nothing of each other. There is no secret in it: who may read the port may read its address.
 */
export const stableAddress = (ranges: readonly IpRange[], name: StableName): bigint | undefined => {
  const text = [name.subnet, name.owner, name.position].join(' ')
  return scaled(ranges, createHash('sha256').update(text).digest())
}

/** Any address of the ranges. */
export const randomAddress = (ranges: readonly IpRange[]): bigint | undefined => scaled(ranges, randomBytes(24))
