import type { Referrer } from '@quantumnet/api'
import type { Actor, Ctx } from '../ctx.ts'
import { violatedConstraint } from '../db/failures.ts'
import { record, type DirtyKey } from '../db/outbox.ts'
import type { Tx } from '../db/pool.ts'
import { DomainError } from '../errors.ts'
import { canonicalJson } from './canonical.ts'
import { beingDeleted, idTaken, inUse, notFound } from './refusals.ts'
import type { Resource } from './resource.ts'
import type { ResourceRow } from './rows.ts'

/**
 * What every command does alike: one transaction with the rows, the generation, the dirty keys, the event and the audit row; the database's
 * refusals said in the caller's words; and after the commit a wake-up.
 */

/** Refusals of the database by the constraint's name. */
export type Refusals = Readonly<Record<string, () => DomainError>>

/** A command on one resource: whose it is and what it is about. */
export interface Command<Row extends ResourceRow, View extends object> {
  readonly ctx: Ctx
  readonly actor: Actor
  readonly resource: Resource<Row, View>
  readonly id: string
  readonly refusals?: Refusals
}

/** Runs a transaction and wakes whoever follows the changes. */
export const commit = async <T>(
  ctx: Pick<Ctx, 'db' | 'notify'>,
  refusals: Refusals,
  work: (tx: Tx) => Promise<T>,
): Promise<T> => {
  try {
    const result = await ctx.db.tx(work)
    ctx.notify.changed()
    return result
  } catch (error) {
    throw refusals[violatedConstraint(error) ?? '']?.() ?? error
  }
}

export interface Created<Row> {
  readonly row: Row
  readonly dirty: readonly DirtyKey[]
}

/** What an earlier request made under this id; the refusal of this one otherwise. */
const answerAgain = async <Row extends ResourceRow, View extends object>(
  { ctx, resource, id }: Command<Row, View>,
  digest: Buffer,
  refusal: DomainError,
): Promise<View> => {
  const row = await resource.table.find(ctx.db, id)
  if (row === undefined) throw refusal
  if (!row.create_digest.equals(digest)) throw idTaken(resource.kind, id, 'that another request made')
  if (row.deleting_at !== null) throw idTaken(resource.kind, id, 'that is being deleted')
  return resource.view(row, ctx)
}

/**
 * Creates a resource once: the same request with the same id is answered with what the first one made. A repetition collides with what
 * the first one made, be it the id, the name or an address; so only a refusal has to look for it.
 */
export const createResource = async <Row extends ResourceRow, View extends object>(
  command: Command<Row, View>,
  digest: Buffer,
  insert: (tx: Tx) => Promise<Created<Row>>,
): Promise<View> => {
  const { ctx, actor, resource, id } = command
  const { kind, table, view } = resource
  const refusals = { ...command.refusals, [`${table.name}_pkey`]: () => idTaken(kind, id, 'that another request made') }
  try {
    return await commit(ctx, refusals, async (tx) => {
      const { row, dirty } = await insert(tx)
      const after = view(row, ctx)
      await record(tx, { actor, action: 'create', kind, id, project: resource.projectOf(row), after, dirty })
      return after
    })
  } catch (error) {
    if (!(error instanceof DomainError) || error.status >= 500) throw error
    return await answerAgain(command, digest, error)
  }
}

/** Locks a row that is to be changed. @throws DomainError not_found, being_deleted */
const lockLive = async <Row extends ResourceRow, View extends object>(
  tx: Tx,
  { resource, id }: Command<Row, View>,
): Promise<Row> => {
  const row = await resource.table.lock(tx, id, 'change')
  if (row === undefined) throw notFound(resource.kind, id)
  if (row.deleting_at !== null) throw beingDeleted(resource.kind, row)
  return row
}

/** Columns as a request wants them; what is undefined stays as it is. */
export type Wanted<Row> = { readonly [Column in keyof Row]?: Row[Column] | undefined }

/** The columns of `wanted` that differ from the row's. */
const differences = <Row extends object>(row: Row, wanted: Wanted<Row>): Partial<Row> =>
  Object.fromEntries(
    Object.entries(wanted).filter(
      ([column, value]) => value !== undefined && canonicalJson(value) !== canonicalJson(row[column as keyof Row]),
    ),
  ) as Partial<Row>

export interface Update<Row> {
  /** Pure. */
  readonly wanted: (row: Row) => Wanted<Row>
  /** What else has to be written, and what is dirty then. Called only when a column changes. */
  readonly apply: (tx: Tx, before: Row, changes: Partial<Row>) => Promise<readonly DirtyKey[]>
}

/** Changes a resource. A change that changes nothing counts no generation and wakes nobody. */
export const updateResource = async <Row extends ResourceRow, View extends object>(
  command: Command<Row, View>,
  { wanted, apply }: Update<Row>,
): Promise<View> => {
  const { ctx, actor, resource, id, refusals = {} } = command
  const { kind, table, view } = resource
  return await commit(ctx, refusals, async (tx) => {
    const row = await lockLive(tx, command)
    const changes = differences(row, wanted(row))
    if (Object.keys(changes).length === 0) return view(row, ctx)
    await table.update(tx, id, changes)
    const dirty = await apply(tx, row, changes)
    const changed = await table.find(tx, id)
    if (changed === undefined) throw notFound(kind, id)
    const [before, after] = [view(row, ctx), view(changed, ctx)]
    await record(tx, { actor, action: 'update', kind, id, project: resource.projectOf(row), before, after, dirty })
    return after
  })
}

export interface Removal<Row> {
  /** What still refers to it and is not being deleted itself. */
  readonly referrers: (tx: Tx, row: Row) => Promise<readonly Referrer[]>
  /** What goes with it, and what is dirty then. */
  readonly apply: (tx: Tx, row: Row) => Promise<readonly DirtyKey[]>
}

/**
 * Makes a resource a tombstone; doing it twice is the same as once. The row is locked `for update` before its referrers are read: a child
 * in the making holds `for key share` on it until its commit, so it is either seen here, or finds the tombstone.
 */
export const deleteResource = async <Row extends ResourceRow, View extends object>(
  command: Command<Row, View>,
  removal: Removal<Row>,
): Promise<View> => {
  const { ctx, actor, resource, id, refusals = {} } = command
  const { kind, table, view } = resource
  return await commit(ctx, refusals, async (tx) => {
    const row = await table.lock(tx, id, 'deletion')
    if (row === undefined) throw notFound(kind, id)
    if (row.deleting_at !== null) return view(row, ctx)
    const referrers = await removal.referrers(tx, row)
    if (referrers.length > 0) throw inUse(kind, row.name, referrers)
    await table.markDeleting(tx, id)
    const dirty = await removal.apply(tx, row)
    await record(tx, {
      actor,
      action: 'delete',
      kind,
      id,
      project: resource.projectOf(row),
      before: view(row, ctx),
      dirty,
    })
    const tombstone = await table.find(tx, id)
    return view(tombstone ?? row, ctx)
  })
}
