import { kindWords } from '@quantumnet/api'
import type { Quota } from '../db/outbox.ts'
import type { Tx } from '../db/pool.ts'
import { DomainError } from '../errors.ts'
import { countHeld } from './holdings.ts'

/** Another transaction that creates the same kind in the same project waits here: its count then has what this one made. */
const LOCK = 'select pg_advisory_xact_lock(hashtextextended($1, 0))'

/** More than all transactions that run at a time can have made and not committed. So far below a quota nobody has to wait for anybody. */
const FAR = 10_000

/**
 * Counts what projects have, after it was made and before it is committed. Only where a quota is set: without one a creation costs neither a
 * lock nor a statement; with one it costs a count of what the project has, and near the quota one creation at a time.
 * @throws DomainError quota_exceeded
 */
export const requireQuotas = async (tx: Tx, quotas: readonly Quota[]): Promise<void> => {
  const inOrder = quotas.toSorted((a, b) => (a.project + a.kind < b.project + b.kind ? -1 : 1))
  for (const { project, kind, quota } of inOrder) {
    if (quota > FAR && (await countHeld(tx, kind, project)) <= quota - FAR) continue
    await tx.query(LOCK, [`${project} ${kind}`])
    const count = await countHeld(tx, kind, project)
    if (count <= quota) continue
    throw new DomainError(
      'quota_exceeded',
      `the project may have ${String(quota)} of the kind ${kindWords(kind)}, and this would make it ${String(count)}`,
    )
  }
}
