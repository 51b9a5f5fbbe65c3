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
import type { PartResource, PartTable } from './part.ts'
import { requireQuotas } from './quota.ts'
import { repeatedRow } from './repetition.ts'
import { beingDeleted, idTaken, inUse, notFound, referenceNotFound } from './refusals.ts'
import { requireReadable, requireWritable, type Ownership, type Resource } from './resource.ts'
import type { PartRow, ResourceRow, ShownRow } from './rows.ts'
import { toldTo, type OwnedReferrer } from './strangers.ts'

/** What every command on a part does alike: the commands of resources (commands.ts), under the lock of the parent. */

interface PartContext<Row extends PartRow, View extends object, Parent extends ResourceRow> {
  readonly ctx: Ctx
  readonly caller: Caller
  readonly resource: PartResource<Row, View, Parent>
  readonly refusals?: Refusals
}

/** A command on one part. */
export interface PartCommand<Row extends PartRow, View extends object, Parent extends ResourceRow> extends PartContext<
  Row,
  View,
  Parent
> {
  readonly id: string
}

/** A command that makes a part. */
export interface PartCreation<Row extends PartRow, View extends object, Parent extends ResourceRow> extends PartContext<
  Row,
  View,
  Parent
> {
  /** The parent, as the request names it, and where. */
  readonly in: { readonly pointer: string; readonly id: string }
}

/** What every request for a new part has. */
export interface CreatePartRequest {
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly description: string
  readonly labels: z.output<typeof Labels>
}

/** The columns of a new part that are the same for all. The column that refers to the parent is the command's. */
export interface MadePart<Request extends CreatePartRequest> {
  readonly id: string
  readonly create_digest: Buffer
  readonly description: string
  readonly labels: Request['labels']
  readonly generation: number
}

/** A part can be read when its parent can. */
const requireVisible = <Row extends PartRow>(
  caller: Caller,
  { sharedWith }: Pick<Ownership<Row>, 'sharedWith'>,
  row: Row,
  missing: () => DomainError,
): void => {
  requireReadable(caller, { projectOf: (part) => part.project_id, sharedWith }, row, missing)
}

/** The same as for resources (commands.ts). A part has no tombstone. */
export const answerAgainPart = async <Row extends PartRow, View extends object, Parent extends ResourceRow>(
  { ctx, caller, resource, id }: PartCommand<Row, View, Parent>,
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
      requireVisible(caller, resource, found, taken)
    },
  })
  return resource.view(row, ctx)
}

/** Locks the parent that a request names, and counts its generation. */
export const changeParent = async <Parent extends ResourceRow>(
  tx: Tx,
  caller: Caller,
  parent: Resource<Parent>,
  { pointer, id }: { readonly pointer: string; readonly id: string },
): Promise<{ readonly row: Parent; readonly generation: number }> => {
  const missing = (): DomainError => referenceNotFound(pointer, parent.kind, id)
  const row = await parent.table.lock(tx, id, 'change')
  if (row === undefined) throw missing()
  requireWritable(caller, parent, row, missing)
  if (row.deleting_at !== null) throw beingDeleted(parent.kind, row)
  return { row, generation: await parent.table.countGeneration(tx, id) }
}

const mustFind = async <Row extends PartRow>(tx: Tx, table: PartTable<Row, ShownRow>, id: string): Promise<Row> => {
  const row = await table.find(tx, id)
  if (row === undefined) throw new Error(`${table.name} ${id} is not there although it was written`)
  return row
}

/**
 * Creates a part once: the same request with the same id is answered with what the first one made.
 * @param insert writes the row with `made` and the parent's id, and gives what is dirty beside the parent
 */
export const createPart = async <
  Row extends PartRow,
  View extends object,
  Parent extends ResourceRow,
  Request extends CreatePartRequest,
>(
  { ctx, caller, resource, refusals = {}, in: named }: PartCreation<Row, View, Parent>,
  request: Request,
  insert: (tx: Tx, made: MadePart<Request>, parent: Parent) => Promise<readonly DirtyKey[]>,
): Promise<View> => {
  const { kind, table, parent, view } = resource
  const id = request.id ?? newId()
  const digest = createDigest(request)
  const all: Refusals = {
    ...nameRefusal({ ctx, caller, resource }, () => ({ name: request.name, of: request })),
    [`${table.name}_pkey`]: () => idTaken(kind, id, 'that another request made'),
    ...refusals,
  }
  try {
    return await commit(ctx, caller, all, async (tx) => {
      const { row: parentRow, generation } = await changeParent(tx, caller, parent, named)
      const { description, labels } = request
      const more = await insert(tx, { id, create_digest: digest, description, labels, generation }, parentRow)
      const after = view(await mustFind(tx, table, id), ctx)
      const dirty = [{ kind: parent.kind, id: parentRow.id }, ...more]
      const project = parent.projectOf(parentRow)
      await requireQuotas(tx, await record(tx, caller, { action: 'create', kind, id, project, after, dirty }))
      return after
    })
  } catch (error) {
    if (!(error instanceof DomainError) || error.status >= 500) throw error
    return await answerAgainPart({ ctx, caller, resource, id }, digest, error)
  }
}

/** Locks the parent of a part, and reads the part behind that lock. */
const lockPart = async <Row extends PartRow, View extends object, Parent extends ResourceRow>(
  tx: Tx,
  { caller, resource, id }: PartCommand<Row, View, Parent>,
): Promise<{ readonly row: Row; readonly parent: Parent }> => {
  const { kind, table, parent: parentResource } = resource
  const missing = (): DomainError => notFound(kind, id)
  const parent = await parentResource.table.lockParentOf(tx, { table: table.name, column: table.column }, id)
  const row = parent && (await table.find(tx, id))
  if (parent === undefined || row === undefined) throw missing()
  requireWritable(caller, parentResource, parent, missing)
  if (parent.deleting_at !== null) throw beingDeleted(parentResource.kind, parent)
  caller.requireMatch(row.generation)
  return { row, parent }
}

export interface PartUpdate<Row extends PartRow, Parent extends ResourceRow> {
  /** The columns as the request wants them; pure, unless it has to look up what the request names. */
  readonly wanted: (row: Row, parent: Parent, tx: Tx) => Wanted<Row> | Promise<Wanted<Row>>
  /** What else has to be written, and what is dirty beside the parent. Called only when a column changes. */
  readonly apply?: (tx: Tx, before: Row, changes: Partial<Row>) => Promise<readonly DirtyKey[]>
}

/** Changes a part. A change that changes nothing counts no generation and wakes nobody. */
export const updatePart = async <Row extends PartRow, View extends object, Parent extends ResourceRow>(
  command: PartCommand<Row, View, Parent>,
  { wanted, apply }: PartUpdate<Row, Parent>,
): Promise<View> => {
  const { ctx, caller, resource, id, refusals = {} } = command
  const { kind, table, view } = resource
  let naming: WantedName = { of: {} }
  const all: Refusals = { ...nameRefusal(command, () => naming), ...refusals }
  return await commit(ctx, caller, all, async (tx) => {
    const { row, parent } = await lockPart(tx, command)
    const changes: Partial<Row> & { readonly name?: unknown } = differences(row, await wanted(row, parent, tx))
    if (Object.keys(changes).length === 0) return view(row, ctx)
    naming = { name: changes.name, of: row }
    const generation = await resource.parent.table.countGeneration(tx, parent.id)
    await table.set(tx, id, { ...changes, generation })
    const more = (await apply?.(tx, row, changes)) ?? []
    const [before, after] = [view(row, ctx), view(await mustFind(tx, table, id), ctx)]
    const dirty = [{ kind: resource.parent.kind, id: parent.id }, ...more]
    await record(tx, caller, { action: 'update', kind, id, project: row.project_id, before, after, dirty })
    return after
  })
}

export interface PartRemoval<Row extends PartRow> {
  /** What still refers to it; left out: nothing can. */
  readonly referrers?: (tx: Tx, row: Row) => Promise<readonly OwnedReferrer[]>
  /** What goes with it, and what is dirty beside the parent. Called before the row is removed. */
  readonly apply?: (tx: Tx, row: Row) => Promise<readonly DirtyKey[]>
}

/** Removes a part. It is answered as it was, with the parent's generation at which it is gone. */
export const deletePart = async <Row extends PartRow, View extends object, Parent extends ResourceRow>(
  command: PartCommand<Row, View, Parent>,
  removal: PartRemoval<Row> = {},
): Promise<View> => {
  const { ctx, caller, resource, id, refusals = {} } = command
  const { kind, table, view, nameOf } = resource
  return await commit(ctx, caller, refusals, async (tx) => {
    const { row, parent } = await lockPart(tx, command)
    const referrers = toldTo(caller, (await removal.referrers?.(tx, row)) ?? [])
    if (referrers.length > 0) throw inUse(kind, nameOf?.(row) ?? id, referrers)
    const more = (await removal.apply?.(tx, row)) ?? []
    await table.remove(tx, id)
    const generation = await resource.parent.table.countGeneration(tx, parent.id)
    const dirty = [{ kind: resource.parent.kind, id: parent.id }, ...more]
    const before = view(row, ctx)
    const project = row.project_id
    await record(tx, caller, { action: 'delete', event: 'deleted', kind, id, project, before, dirty })
    return view({ ...row, generation, deleting_at: ctx.clock() }, ctx)
  })
}

/** The row of a part that the caller may see. @throws DomainError not_found */
export const findPart = async <Row extends PartRow, View extends object, Parent extends ResourceRow>({
  ctx,
  caller,
  resource,
  id,
}: PartCommand<Row, View, Parent>): Promise<Row> => {
  const missing = (): DomainError => notFound(resource.kind, id)
  const row = await resource.table.find(ctx.db, id)
  if (row === undefined) throw missing()
  requireVisible(caller, resource, row, missing)
  return row
}
