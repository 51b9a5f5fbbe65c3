import { cidrRange, overlapsIn, parseCidr, type Cidr } from '@quantumnet/api'
import { Token } from 'cdktf'
import type { Construct } from 'constructs'
import { refuse } from '../kit/check.ts'

/** What a pattern knows about its blocks before Terraform does. Blocks that only Terraform knows are passed on; wrong ones are the subnets' to refuse. */

/** Blocks by the property that they were given as. */
type Blocks = Readonly<Record<string, string>>

const known = (cidr: string): Cidr | undefined => (Token.isUnresolved(cidr) ? undefined : parseCidr(cidr))

const said = ([property, cidr]: readonly [string, string]): string => `${property} (${cidr})`

/** Blocks that one router is to lead to. @throws Error when two of them overlap */
export const checkDisjoint = (construct: Construct, blocks: Blocks): void => {
  const entries = Object.entries(blocks).filter(([, cidr]) => known(cidr) !== undefined)
  const [overlap] = overlapsIn(entries.flatMap(([, cidr]) => known(cidr) ?? []))
  if (overlap === undefined) return
  const [inner, outer] = [entries[overlap.index], entries[overlap.within]]
  if (inner === undefined || outer === undefined) return
  refuse(construct, `${said(inner)} overlaps ${said(outer)}: a router leads to each address only once`)
}

/** @throws Error unless each of the blocks lies in the outer one */
export const checkWithin = (
  construct: Construct,
  outer: readonly [property: string, cidr: string],
  blocks: Blocks,
): void => {
  const whole = known(outer[1])
  if (whole === undefined) return
  const { first, last } = cidrRange(whole)
  for (const [property, cidr] of Object.entries(blocks)) {
    const block = known(cidr)
    if (block === undefined) continue
    const range = cidrRange(block)
    if (block.family !== whole.family || range.first < first || range.last > last)
      refuse(construct, `${said([property, cidr])} must be a part of ${said(outer)}`)
  }
}
