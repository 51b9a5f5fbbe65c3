import type { PoolUsage, Usage } from '@quantumnet/api'
import type { z } from 'zod'
import type { Ctx } from '../../ctx.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { notFound } from '../../resource-kit/refusals.ts'
import { requireReadable } from '../../resource-kit/resource.ts'
import { networkResource } from '../networks/index.ts'
import { carvedBlocks, subnetPoolResource } from '../subnet-pools/index.ts'
import { subnetResource, type SubnetRow } from '../subnets/index.ts'
import { usageOf, usageOfPool, usageOfSubnet, type SubnetUsage } from './usage-rules.ts'
import { countSubnet, subnetsForUsage } from './usage-store.ts'

type UsageView = z.input<typeof Usage>

/** Counts are of this moment: nothing is added up on a row that every allocation would have to wait for. */
const measure = async (db: Ctx['db'], subnet: SubnetRow): Promise<SubnetUsage> =>
  usageOfSubnet(subnet, await countSubnet(db, subnet))

/** @throws DomainError not_found */
export const subnetUsage = async (ctx: Ctx, caller: Caller, id: string): Promise<UsageView> => {
  const row = await subnetResource.table.find(ctx.db, id)
  if (row === undefined) throw notFound('subnet', id)
  requireReadable(caller, subnetResource, row, () => notFound('subnet', id))
  return usageOf([await measure(ctx.db, row)])
}

/** @throws DomainError not_found */
export const networkUsage = async (ctx: Ctx, caller: Caller, id: string): Promise<UsageView> => {
  const row = await networkResource.table.find(ctx.db, id)
  if (row === undefined) throw notFound('network', id)
  requireReadable(caller, networkResource, row, () => notFound('network', id))
  const subnets = await subnetsForUsage(ctx.db, { network: id })
  const measured: SubnetUsage[] = []
  for (const subnet of subnets) measured.push(await measure(ctx.db, subnet))
  return usageOf(measured)
}

/** @throws DomainError not_found */
export const poolUsage = async (ctx: Ctx, caller: Caller, id: string): Promise<z.input<typeof PoolUsage>> => {
  const row = await subnetPoolResource.table.find(ctx.db, id)
  if (row === undefined) throw notFound('subnet_pool', id)
  requireReadable(caller, subnetPoolResource, row, () => notFound('subnet_pool', id))
  return usageOfPool(row.prefixes, await carvedBlocks(ctx.db, id))
}
