import type { Tx } from '../../db/pool.ts'
import { DomainError, fieldError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { referenceNotFound } from '../../resource-kit/refusals.ts'
import { requireReadable } from '../../resource-kit/resource.ts'
import { cidrContains, formatCidr } from '@quantumnet/api'
import { blockOf } from '../ipam/index.ts'
import { firstFreeBlock } from './carve.ts'
import { carvedBlocks, type SubnetPoolRow } from './store.ts'
import { subnetPoolResource } from './view.ts'

/** What a subnet asks a pool for. */
export interface CarveRequest {
  readonly pool: string
  /** of the network that the block is for */
  readonly project: string
  /** a certain block of the pool */
  readonly cidr: string | undefined
  /** default: the pool's */
  readonly prefixLength: number | undefined
}

/** Whoever carves waits for who carves from the same pool; it is rare, and the exclusion constraint would only refuse the second. */
const lockPool = async (
  tx: Tx,
  caller: Caller,
  { pool: id, project }: Pick<CarveRequest, 'pool' | 'project'>,
): Promise<SubnetPoolRow> => {
  const missing = (): DomainError => referenceNotFound('/pool', 'subnet_pool', id)
  const pool = await subnetPoolResource.table.lock(tx, id, 'change')
  if (pool === undefined) throw missing()
  requireReadable(caller, subnetPoolResource, pool, missing)
  if (pool.project_id !== project)
    throw fieldError('reference_not_found', {
      pointer: '/pool',
      message: `subnet pool "${pool.name}" belongs to another project than the network`,
      value: id,
      allowed: "a pool of the network's project",
    })
  return pool
}

const checkLength = (pointer: string, pool: SubnetPoolRow, length: number): void => {
  const { min_prefix_length: min, max_prefix_length: max } = pool
  if (length >= min && length <= max) return
  throw fieldError('invalid_request', {
    pointer,
    message: `subnet pool "${pool.name}" gives no block of this length`,
    value: length,
    allowed: `a prefix length of ${String(min)} to ${String(max)}`,
  })
}

const asked = (pool: SubnetPoolRow, cidr: string): string => {
  const block = blockOf(cidr)
  checkLength('/cidr', pool, block.prefixLength)
  const inside = pool.prefixes
    .map(blockOf)
    .some(
      (prefix) =>
        prefix.prefixLength <= block.prefixLength &&
        cidrContains(prefix, { family: block.family, value: block.network }),
    )
  if (inside) return formatCidr(block)
  throw fieldError('invalid_request', {
    pointer: '/cidr',
    message: `lies outside of subnet pool "${pool.name}"`,
    value: cidr,
    allowed: `a block within ${pool.prefixes.join(', ')}`,
  })
}

/** The block that is carved: the one that was asked for, or the first that is free. @throws DomainError invalid_request, pool_exhausted */
export const carveBlock = async (
  tx: Tx,
  caller: Caller,
  { pool: id, project, cidr, prefixLength }: CarveRequest,
): Promise<string> => {
  const pool = await lockPool(tx, caller, { pool: id, project })
  if (cidr !== undefined) return asked(pool, cidr)
  const length = prefixLength ?? pool.default_prefix_length
  checkLength('/prefix_length', pool, length)
  const used = await carvedBlocks(tx, id)
  const block = firstFreeBlock(
    pool.prefixes,
    used.map((each) => each.cidr),
    length,
  )
  if (block !== undefined) return block
  throw new DomainError(
    'pool_exhausted',
    `subnet pool "${pool.name}" has no free block of prefix length ${String(length)} in ${pool.prefixes.join(', ')}`,
    {
      errors: [
        {
          pointer: '/pool',
          message: 'no block is free',
          value: id,
          allowed: 'a pool with a free block, or a longer prefix',
        },
      ],
    },
  )
}
