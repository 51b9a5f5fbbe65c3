import type { Ctx } from '../ctx.ts'
import { violatedConstraint } from '../db/failures.ts'
import type { Tx } from '../db/pool.ts'
import type { DomainError } from '../errors.ts'
import type { Caller } from './caller.ts'
import { claimKey, keepAnswer } from './idempotency.ts'

/** Refusals of the database by the constraint's name. They may look for who stands in the way: the transaction is over by then. */
export type Refusals = Readonly<Record<string, () => DomainError | Promise<DomainError>>>

/** The end of a dry run: everything was carried out, and rolled back. The HTTP layer answers with what would have changed. */
export class DryRunEnd extends Error {
  override readonly name = 'DryRunEnd'
}

type CommitCtx = Pick<Ctx, 'db' | 'notify'>

/** Locks, once taken, outlive a failed statement: a key is claimed before anything is looked at, so its repetition sees all or nothing. */
const runOnce = async <T>(tx: Tx, caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> => {
  // The transaction may be run again after a deadlock.
  caller.planned.length = 0
  const { idempotency } = caller
  if (idempotency === undefined || caller.dryRun) return await work(tx)
  const earlier = await claimKey(tx, caller.tokenId, idempotency)
  if (earlier !== undefined) {
    // Its own answer: what it was allowed then, it may read again.
    caller.allowAny()
    caller.replayed = true
    return earlier.answer as T
  }
  const result = await work(tx)
  await keepAnswer(tx, caller.tokenId, idempotency, result)
  return result
}

/**
 * Runs a command's transaction once, and wakes whoever follows the changes. With an Idempotency-Key the result is kept, so it has to be JSON
 * and hold no secret, and a repetition is given it instead of running `work`. Costs two statements more then, none without.
 * @throws Error when nobody decided whether the caller may do it (see Caller); DryRunEnd at the end of a dry run
 */
export const commit = async <T>(
  ctx: CommitCtx,
  caller: Caller,
  refusals: Refusals,
  work: (tx: Tx) => Promise<T>,
): Promise<T> => {
  try {
    const result = await ctx.db.tx(async (tx) => {
      const done = await runOnce(tx, caller, work)
      caller.requireDecision()
      if (caller.dryRun) throw new DryRunEnd('rolled back')
      return done
    })
    if (!caller.replayed) ctx.notify.changed()
    return result
  } catch (error) {
    throw (await refusals[violatedConstraint(error) ?? '']?.()) ?? error
  }
}
