import type { NodeStatistics } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { enterBalanced, enterPortSamples } from '../statistics/index.ts'
import { requireService, requireSpeaker } from './access.ts'
import { findNode } from './registry.ts'

/** Enters what a hypervisor has counted. Nothing follows from it: nobody is woken. @throws DomainError not_found, forbidden, invalid_state */
export const reportStatistics = async (
  ctx: Ctx,
  caller: Caller,
  name: string,
  { ports, balanced }: NodeStatistics,
): Promise<Record<string, never>> => {
  requireSpeaker(caller, name)
  requireService(name, (await findNode(ctx.db, name))?.service)
  await enterPortSamples(ctx.db, name, ports)
  if (balanced !== undefined) await enterBalanced(ctx.db, name, balanced)
  return {}
}
