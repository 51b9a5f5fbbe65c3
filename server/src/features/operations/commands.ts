import type { OperationView } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Tx } from '../../db/pool.ts'
import { DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { commit } from '../../resource-kit/commit.ts'
import { advanceOperation } from './progress.ts'
import { findOperation, listOperations, lockOperation, type OperationFilter, type OperationRow } from './store.ts'
import { operationView } from './view.ts'

type Answer = ReturnType<typeof operationView>

/** Takes back what an operation did so far, in the transaction that cancels it. Locks its target, before the operation is locked. */
export type Undo = (
  tx: Tx,
  by: { readonly ctx: Pick<Ctx, 'clock'>; readonly caller: Caller },
  target: string,
) => Promise<void>

/** What cancelling means, by what the operation does. */
export type Undos = Readonly<Record<OperationView['action'], Undo>>

const noSuchOperation = (id: string): DomainError => new DomainError('not_found', `there is no operation ${id}`)

const visibleOr = (caller: Caller, id: string, row: OperationRow | undefined): OperationRow => {
  if (row === undefined) throw noSuchOperation(id)
  caller.requireIn(row.project_id, () => noSuchOperation(id))
  return row
}

/** @throws DomainError not_found */
export const getOperation = async (ctx: Pick<Ctx, 'db'>, caller: Caller, id: string): Promise<Answer> =>
  operationView(visibleOr(caller, id, await findOperation(ctx.db, id)))

export const readOperations = async (
  ctx: Pick<Ctx, 'db'>,
  filter: OperationFilter,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ items: Answer[]; next_cursor: string | null }> => {
  const { rows, nextCursor } = await listOperations(ctx.db, filter, page)
  return { items: rows.map(operationView), next_cursor: nextCursor }
}

const requireRunning = ({ id, state }: OperationRow): void => {
  if (state !== 'running')
    throw new DomainError('invalid_state', `operation ${id} has ended (${state}): there is nothing to cancel`)
}

/** Ends an operation that runs, and takes back what it did. Twice is the same as once. @throws DomainError not_found, invalid_state */
export const cancelOperation = async (
  ctx: Ctx & { readonly undos: Undos },
  caller: Caller,
  id: string,
): Promise<Answer> =>
  await commit(ctx, caller, {}, async (tx) => {
    const seen = visibleOr(caller, id, await findOperation(tx, id))
    if (seen.state === 'cancelled') return operationView(seen)
    requireRunning(seen)
    await ctx.undos[seen.action](tx, { ctx, caller }, seen.target_name)
    // It may have ended before its target was locked; then what was undone belongs to another one, and all of it is rolled back.
    const row = await lockOperation(tx, id)
    requireRunning(row ?? seen)
    return operationView(await advanceOperation(tx, row ?? seen, { state: 'cancelled' }))
  })
