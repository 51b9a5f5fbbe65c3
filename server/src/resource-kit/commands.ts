import type { Labels } from '@quantumnet/api'
import type { z } from 'zod'
import type { Ctx } from '../ctx.ts'
import { record, type DirtyKey } from '../db/outbox.ts'
import type { Tx } from '../db/pool.ts'
import { DomainError } from '../errors.ts'
import { newId } from '../random.ts'
import type { Caller } from './caller.ts'
import { createDigest } from './canonical.ts'
import { differences, type Wanted } from './changes.ts'
import { commit, type Refusals } from './commit.ts'
import { nameRefusal, type WantedName } from './names.ts'
import { requireQuotas } from './quota.ts'
import { repeatedRow } from './repetition.ts'
import { beingDeleted, idTaken, inUse, notFound } from './refusals.ts'
import { requireReadable, requireWritable, shownTo, type Resource } from './resource.ts'
import type { ResourceRow } from './rows.ts'
import { toldTo, type OwnedReferrer } from './strangers.ts'

export type { Wanted } from './changes.ts'
export { commit, type Refusals } from './commit.ts'

/**
 * What every command does alike: one transaction with the rows, the generation, the dirty keys, the event and the audit row; who may do it;
 * the database's refusals said in the caller's words; and after the commit a wake-up.
 */

/** A command on a kind of resource: whose it is and what it is about. */
export interface Creation<Row extends ResourceRow, View extends object> {
  readonly ctx: Ctx
  readonly caller: Caller
  readonly resource: Resource<Row, View>
  readonly refusals?: Refusals
}

/** A command on one resource. */
export interface Command<Row extends ResourceRow, View extends object> extends Creation<Row, View> {
  readonly id: string
}

/** What every request for a new resource has. */
export interface CreateRequest {
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly description: string
  readonly labels: z.output<typeof Labels>
}

/** The columns of a new row that come from the request as they are. */
export interface Made<Request extends CreateRequest> {
  readonly id: string
  readonly create_digest: Buffer
  readonly name: Request['name']
  readonly description: string
  readonly labels: Request['labels']
  /** 1 where the resource is realized at commit, else 0. */
  readonly applied_generation: number
  readonly realized_generation: number
}

export interface Created<Row> {
  readonly row: Row
  readonly dirty: readonly DirtyKey[]
}

/** What an earlier request made under this id. @throws DomainError the refusal of this one otherwise */
export const answerAgain = async <Row extends ResourceRow, View extends object>(
  { ctx, caller, resource, id }: Command<Row, View>,
  digest: Buffer,
  refusal: DomainError,
): Promise<View> => {
  const row = repeatedRow({
    caller,
    kind: resource.kind,
    id,
    digest,
    refusal,
    row: await resource.table.find(ctx.db, id),
    requireSeen: (found, taken) => {
      requireReadable(caller, resource, found, taken)
    },
  })
  if (row.deleting_at !== null) throw idTaken(resource.kind, id, 'that is being deleted')
  return shownTo(caller, resource, row, ctx)
}

/**
 * Creates a resource once: the same request with the same id is answered with what the first one made. A repetition collides with what
 * the first one made, be it the id, the name or an address; so only a refusal has to look for it.
 *
 * `insert` writes the row, and has to find out whether the caller may: `lockParent` does it for a parent in the body, else
 * `caller.requireIn`, before anything that could tell of others' rows.
 */
export const createResource = async <Row extends ResourceRow, View extends object, Request extends CreateRequest>(
  { ctx, caller, resource, refusals = {} }: Creation<Row, View>,
  request: Request,
  insert: (tx: Tx, made: Made<Request>) => Promise<Created<Row>>,
): Promise<View> => {
  const { kind, table, view, projectOf, realizedAtCommit = false } = resource
  const { name, description, labels } = request
  const id = request.id ?? newId()
  const digest = createDigest(request)
  const generation = realizedAtCommit ? 1 : 0
  const made: Made<Request> = {
    id,
    name,
    description,
    labels,
    create_digest: digest,
    applied_generation: generation,
    realized_generation: generation,
  }
  const all: Refusals = {
    ...nameRefusal({ ctx, caller, resource }, () => ({ name, of: request })),
    [`${table.name}_pkey`]: () => idTaken(kind, id, 'that another request made'),
    ...refusals,
  }
  try {
    return await commit(ctx, caller, all, async (tx) => {
      const { row, dirty } = await insert(tx, made)
      const project = projectOf(row)
      caller.requireIn(project, () => notFound(kind, id))
      const after = view(row, ctx)
      await requireQuotas(tx, await record(tx, caller, { action: 'create', kind, id, project, after, dirty }))
      return after
    })
  } catch (error) {
    if (!(error instanceof DomainError) || error.status >= 500) throw error
    return await answerAgain({ ctx, caller, resource, id }, digest, error)
  }
}

/** Locks a row that is to be changed. @throws DomainError not_found, forbidden, being_deleted, precondition_failed */
export const lockLive = async <Row extends ResourceRow, View extends object>(
  tx: Tx,
  { caller, resource, id }: Pick<Command<Row, View>, 'caller' | 'resource' | 'id'>,
): Promise<Row> => {
  const missing = (): DomainError => notFound(resource.kind, id)
  const row = await resource.table.lock(tx, id, 'change')
  if (row === undefined) throw missing()
  requireWritable(caller, resource, row, missing)
  if (row.deleting_at !== null) throw beingDeleted(resource.kind, row)
  caller.requireMatch(row.generation)
  return row
}

export interface Update<Row> {
  /** The columns as the request wants them; pure, unless it has to look up what the request names. */
  readonly wanted: (row: Row, tx: Tx) => Wanted<Row> | Promise<Wanted<Row>>
  /**
   * What else has to be written, and what is dirty then; left out: the resource itself. Called only when a column changes. What it writes to the
   * row itself is not in the answer.
   */
  readonly apply?: (tx: Tx, before: Row, changes: Partial<Row>) => Promise<readonly DirtyKey[]>
}

/** Changes a resource. A change that changes nothing counts no generation and wakes nobody. */
export const updateResource = async <Row extends ResourceRow, View extends object>(
  command: Command<Row, View>,
  { wanted, apply }: Update<Row>,
): Promise<View> => {
  const { ctx, caller, resource, id, refusals = {} } = command
  const { kind, table, view, projectOf, realizedAtCommit = false } = resource
  let naming: WantedName = { of: {} }
  const all: Refusals = { ...nameRefusal(command, () => naming), ...refusals }
  return await commit(ctx, caller, all, async (tx) => {
    const row = await lockLive(tx, command)
    const changes = differences(row, await wanted(row, tx))
    if (Object.keys(changes).length === 0) return view(row, ctx)
    naming = { name: changes.name, of: row }
    const updated = await table.update(tx, id, changes, { realized: realizedAtCommit })
    const dirty = apply === undefined ? ownKey(resource, id) : await apply(tx, row, changes)
    const changed = updated ?? (await table.find(tx, id))
    if (changed === undefined) throw notFound(kind, id)
    const [before, after] = [view(row, ctx), view(changed, ctx)]
    await record(tx, caller, { action: 'update', kind, id, project: projectOf(row), before, after, dirty })
    return after
  })
}

/** What is dirty when nobody says otherwise. What is realized at commit concerns no reconciler. */
const ownKey = (resource: Pick<Resource<ResourceRow>, 'kind' | 'realizedAtCommit'>, id: string): readonly DirtyKey[] =>
  resource.realizedAtCommit === true ? [] : [{ kind: resource.kind, id }]

export interface Removal<Row> {
  /** What still refers to it and is not being deleted itself; left out: nothing can. */
  readonly referrers?: (tx: Tx, row: Row) => Promise<readonly OwnedReferrer[]>
  /** What goes with it, and what is dirty then; left out: the resource itself. */
  readonly apply?: (tx: Tx, row: Row) => Promise<readonly DirtyKey[]>
}

/**
 * Makes a resource a tombstone; doing it twice is the same as once. The row is locked `for update` before its referrers are read: a child
 * in the making holds `for key share` on it until its commit, so it is either seen here, or finds the tombstone.
 */
export const deleteResource = async <Row extends ResourceRow, View extends object>(
  command: Command<Row, View>,
  removal: Removal<Row> = {},
): Promise<View> => {
  const { ctx, caller, resource, id, refusals = {} } = command
  const { kind, table, view, projectOf } = resource
  const missing = (): DomainError => notFound(kind, id)
  return await commit(ctx, caller, refusals, async (tx) => {
    const row = await table.lock(tx, id, 'deletion')
    if (row === undefined) throw missing()
    requireWritable(caller, resource, row, missing)
    if (row.deleting_at !== null) return view(row, ctx)
    caller.requireMatch(row.generation)
    const referrers = toldTo(caller, (await removal.referrers?.(tx, row)) ?? [])
    if (referrers.length > 0) throw inUse(kind, row.name, referrers)
    const tombstone = await endRow(tx, command, row)
    const dirty = removal.apply === undefined ? ownKey(resource, id) : await removal.apply(tx, row)
    const before = view(row, ctx)
    const event = resource.removedAtCommit === true ? 'deleted' : 'deleting'
    await record(tx, caller, { action: 'delete', event, kind, id, project: projectOf(row), before, dirty })
    return view(tombstone ?? (await table.find(tx, id)) ?? row, ctx)
  })
}

/** Gives the row as it is shown then, where that is known without reading it. */
const endRow = async <Row extends ResourceRow, View extends object>(
  tx: Tx,
  { ctx, resource, id }: Command<Row, View>,
  row: Row,
): Promise<Row | undefined> => {
  if (resource.removedAtCommit !== true) return await resource.table.markDeleting(tx, id)
  await resource.table.remove(tx, id)
  return { ...row, deleting_at: ctx.clock() }
}
