import { kindWords } from '@quantumnet/api'
import type { Quota } from '../db/outbox.ts'
import type { Tx } from '../db/pool.ts'
import { DomainError } from '../errors.ts'
import { countHeld } from './holdings.ts'

/** Another transaction that creates the same kind in the same project waits here: its count then has what this one made. */
const LOCK = 'select pg_advisory_xact_lock(hashtextextended($1, 0))'

/**
 * Counts what projects have, after it was made and before it is committed. Only where a quota is set: without one a creation takes no lock
 * and no statement. @throws DomainError quota_exceeded
 */
export const requireQuotas = async (tx: Tx, quotas: readonly Quota[]): Promise<void> => {
  for (const { project, kind, quota } of quotas.toSorted((a, b) =>
    a.project + a.kind < b.project + b.kind ? -1 : 1,
  )) {
    await tx.query(LOCK, [`${project} ${kind}`])
    const count = await countHeld(tx, kind, project)
    if (count > quota)
      throw new DomainError(
        'quota_exceeded',
        `the project may have ${String(quota)} of the kind ${kindWords(kind)}, and this would make it ${String(count)}`,
      )
  }
}
