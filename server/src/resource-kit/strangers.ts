import type { Referrer } from '@quantumnet/api'
import type { Caller } from './caller.ts'

/** What stands in the way of a command, and whose it is. */
export interface OwnedReferrer extends Referrer {
  /** null: of the platform. Left out: of the project of what it refers to. */
  readonly project?: string | null
}

const isSeen = (caller: Caller, project: string | null): boolean =>
  caller.role === 'platform_admin' || (project !== null && caller.roleIn(project) !== undefined)

/**
 * Referrers as a refusal may name them. Where projects share something, one stands in the way of the other; what it has there is as if it were
 * not there (ADR 34), so the refusal names the project alone, once, by its id. Of the platform's own it tells the kind.
 */
export const toldTo = (caller: Caller, referrers: readonly OwnedReferrer[]): Referrer[] => {
  const told = referrers.map(({ project, ...referrer }): Referrer => {
    if (project === undefined || isSeen(caller, project)) return referrer
    return project === null ? { ...referrer, name: 'of the platform' } : { kind: 'project', id: project, name: project }
  })
  return [...new Map(told.map((referrer) => [`${referrer.kind} ${referrer.id}`, referrer])).values()]
}
