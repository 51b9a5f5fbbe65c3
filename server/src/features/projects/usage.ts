import type { ProjectUsage } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { usageOf } from '../../resource-kit/holdings.ts'
import { notFound } from '../../resource-kit/refusals.ts'
import { projects } from './store.ts'

/** What a project has of each kind, and how many it may have. Counts, so it costs what the project holds. @throws DomainError not_found */
export const readUsage = async (ctx: Ctx, caller: Caller, id: string): Promise<ProjectUsage> => {
  const missing = (): DomainError => notFound('project', id)
  const row = await projects.find(ctx.db, id)
  if (row === undefined) throw missing()
  caller.requireIn(id, missing)
  const used = await usageOf(ctx.db, id)
  return { items: [...used].map(([kind, count]) => ({ kind, used: count, quota: row.quotas[kind] ?? null })) }
}
