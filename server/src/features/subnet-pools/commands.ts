import type { CreateSubnetPool, UpdateSubnetPool } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Tx } from '../../db/pool.ts'
import { fieldError, type DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource, type Refusals } from '../../resource-kit/commands.ts'
import { liveReferrers } from '../../resource-kit/referrers.ts'
import { inUse } from '../../resource-kit/refusals.ts'
import { lockProject } from '../projects/index.ts'
import { planPool } from './rules.ts'
import {
  carvedOutside,
  detachTombstones,
  findOverlappingPool,
  replacePrefixes,
  subnetPools,
  type SubnetPoolRow,
} from './store.ts'
import { subnetPoolResource, type SubnetPoolView } from './view.ts'

const overlaps = (other?: { readonly name: string; readonly prefix: string; readonly asked: string }): DomainError =>
  fieldError('cidr_overlaps', {
    pointer: '/prefixes',
    message:
      other === undefined
        ? 'another subnet pool of the project has a part of it'
        : `${other.asked} overlaps ${other.prefix} of subnet pool "${other.name}"`,
    value: other?.asked,
    allowed: 'prefixes that no other pool of the project has',
  })

const refusals: Refusals = { subnet_pool_overlap: () => overlaps() }

const writePrefixes = async (
  tx: Tx,
  pool: Pick<SubnetPoolRow, 'id' | 'project_id'>,
  prefixes: readonly string[],
): Promise<void> => {
  // The exclusion constraint decides; this only finds the name to tell.
  const other = await findOverlappingPool(tx, pool, prefixes)
  if (other !== undefined) throw overlaps(other)
  await replacePrefixes(tx, pool, prefixes)
}

export const createSubnetPool = async (ctx: Ctx, caller: Caller, request: CreateSubnetPool): Promise<SubnetPoolView> =>
  await createResource({ ctx, caller, resource: subnetPoolResource, refusals }, request, async (tx, made) => {
    const project = await lockProject(tx, caller, request.project)
    const row = await subnetPools.insert(tx, { ...made, ...planPool(request), project_id: project.id })
    await writePrefixes(tx, row, row.prefixes)
    return { row, dirty: [] }
  })

/** Blocks that are carved stay where they are: every one of them has to lie within the new prefixes. */
export const updateSubnetPool = async (
  ctx: Ctx,
  caller: Caller,
  id: string,
  patch: UpdateSubnetPool,
): Promise<SubnetPoolView> =>
  await updateResource(
    { ctx, caller, resource: subnetPoolResource, id, refusals },
    {
      wanted: (row) => {
        const plan = planPool({ ...row, ...patch, prefixes: patch.prefixes ?? [...row.prefixes] })
        return { ...patch, ...plan }
      },
      apply: async (tx, before, changes) => {
        if (changes.prefixes === undefined) return []
        const outside = await carvedOutside(tx, id, changes.prefixes)
        if (outside.length > 0) throw inUse('subnet_pool', before.name, outside)
        await writePrefixes(tx, before, changes.prefixes)
        return []
      },
    },
  )

/** Refused while a subnet is carved from it. */
export const deleteSubnetPool = async (ctx: Ctx, caller: Caller, id: string): Promise<SubnetPoolView> =>
  await deleteResource(
    { ctx, caller, resource: subnetPoolResource, id },
    {
      referrers: async (tx) => {
        const referrers = await liveReferrers(tx, id, { subnet: 'pool_id' })
        if (referrers.length === 0) await detachTombstones(tx, id)
        return referrers
      },
    },
  )
