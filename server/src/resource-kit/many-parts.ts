import type { Ctx } from '../ctx.ts'
import { recordAll, type DirtyKey } from '../db/outbox.ts'
import type { Tx } from '../db/pool.ts'
import { DomainError } from '../errors.ts'
import type { Reading, Reread } from '../http/serve.ts'
import { newId } from '../random.ts'
import { createDigest } from './canonical.ts'
import { commit, type Refusals } from './commit.ts'
import {
  answerAgainPart,
  changeParent,
  type CreatePartRequest,
  type MadePart,
  type PartCreation,
} from './part-commands.ts'
import type { PartResource } from './part.ts'
import { requireQuotas } from './quota.ts'
import { idTaken, notFound, within } from './refusals.ts'
import type { PartRow, ResourceRow } from './rows.ts'

/** Parts of one parent that are made together: one transaction, one generation. */

interface PartView {
  readonly id: string
  readonly generation: number
  readonly status: object
}

/** Parts that were made together. What waits for them sees how far their parent has come, as of the first. */
export interface CreatedParts<View extends PartView> extends Pick<View, 'id' | 'generation' | 'status'> {
  readonly items: View[]
}

const together = <View extends PartView>(items: View[]): CreatedParts<View> => {
  const [first] = items
  if (first === undefined) throw new Error('a list of new parts is empty')
  return { id: first.id, generation: first.generation, status: first.status, items }
}

interface ManyParts<Row extends PartRow, View extends PartView, Parent extends ResourceRow> extends PartCreation<
  Row,
  View,
  Parent
> {
  /** where the list is in the request, as `/members` */
  readonly at: string
}

/**
 * Creates parts of one parent, all or none; the same list with the same ids is answered with what the first one made.
 * @param insert writes the rows, and gives what is dirty beside the parent
 * @throws DomainError that points into the list
 */
export const createParts = async <
  Row extends PartRow,
  View extends PartView,
  Parent extends ResourceRow,
  Request extends CreatePartRequest,
>(
  { ctx, caller, resource, refusals = {}, in: named, at }: ManyParts<Row, View, Parent>,
  requests: readonly Request[],
  insert: (tx: Tx, made: readonly MadePart<Request>[], parent: Parent) => Promise<readonly DirtyKey[]>,
): Promise<CreatedParts<View>> => {
  const { kind, table, parent, view } = resource
  const [ids, digests] = [requests.map(({ id }) => id ?? newId()), requests.map((request) => createDigest(request))]
  const known: Refusals = {
    [`${table.name}_pkey`]: async () => {
      const taken = new Set((await table.findAll(ctx.db, ids)).map(({ id }) => id))
      const index = ids.findIndex((id) => taken.has(id) || taken.size === taken.add(id).size)
      return within(`${at}/${String(index)}`, idTaken(kind, ids[index] ?? '', 'that another request made'))
    },
    ...refusals,
  }
  try {
    return await commit(ctx, caller, known, async (tx) => {
      const { row, generation } = await changeParent(tx, caller, parent, named)
      const made = requests.map(({ description, labels }, index) => ({
        ...{ id: ids[index] ?? '', create_digest: digests[index] ?? Buffer.alloc(0) },
        ...{ description, labels, generation },
      }))
      const more = await insert(tx, made, row)
      const rows = new Map((await table.findAll(tx, ids)).map((each) => [each.id, each]))
      const items = ids.flatMap((id) => rows.get(id) ?? []).map((each) => view(each, ctx))
      const all = [{ kind: parent.kind, id: row.id }, ...more]
      const change = { caller, action: 'create', kind, project: parent.projectOf(row) } as const
      const changes = items.map((after, index) => ({ ...change, id: after.id, after, dirty: index === 0 ? all : [] }))
      await requireQuotas(tx, await recordAll(tx, changes))
      return together(items)
    })
  } catch (error) {
    if (!(error instanceof DomainError) || error.status >= 500) throw error
    const items: View[] = []
    for (const [index, id] of ids.entries())
      items.push(await answerAgainPart({ ctx, caller, resource, id }, digests[index] ?? Buffer.alloc(0), error))
    return together(items)
  }
}

/** Reads parts again that were made together, for who waits for them. Those that are gone meanwhile are told as they were. */
export const rereadParts =
  <Row extends PartRow, View extends PartView, Parent extends ResourceRow>(
    ctx: Ctx,
    { kind, table, parentOf, view }: PartResource<Row, View, Parent>,
  ): Reread =>
  async ({ caller, answered }): Promise<Reading> => {
    const { items } = answered as CreatedParts<View>
    const found = await table.findAll(
      ctx.db,
      items.map(({ id }) => id),
    )
    const rows = new Map(found.map((row) => [row.id, row]))
    const now = items.map((item) => {
      const row = rows.get(item.id)
      if (row !== undefined) caller.requireAnyOf([row.project_id], () => notFound(kind, item.id))
      return row === undefined ? item : view(row, ctx)
    })
    const parents = new Set(found.map(parentOf))
    return { document: together(now), watch: [...items.map(({ id }) => id), ...parents] }
  }
