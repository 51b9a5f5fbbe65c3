import { kindWords, MOST_RULES, type Status } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { recordAll, type CallersChange } from '../../db/outbox.ts'
import type { Queryable, Tx } from '../../db/pool.ts'
import { newId } from '../../random.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { commit, lockLive, type Wanted } from '../../resource-kit/commands.ts'
import { statusOf } from '../../resource-kit/common-view.ts'
import { createPart, updatePart, type CreatePartRequest } from '../../resource-kit/part-commands.ts'
import type { PartResource } from '../../resource-kit/part.ts'
import { requireQuotas } from '../../resource-kit/quota.ts'
import { idTaken, notFound } from '../../resource-kit/refusals.ts'
import { requireReadable } from '../../resource-kit/resource.ts'
import type { PartRow, ResourceRow } from '../../resource-kit/rows.ts'
import {
  byDecision,
  patchedRule,
  planRules,
  refuseFull,
  refuseRepeated,
  refuseTwin,
  type RulePatch,
  type WantedRule,
} from './changes.ts'
import { contentOf, type RuleContent, type SaidRule } from './content.ts'
import { holdRemotes } from './remotes.ts'
import { idsInUse, writeRules } from './store.ts'

/** What the rules of security groups and of policies have in common: each command is about one of the two sorts. */

/** The row of a rule. */
export type RulePart = PartRow & RuleContent

/** Who wants something of a sort of rules. */
export interface RuleCommand<Row extends RulePart, View extends object, Parent extends ResourceRow> {
  readonly ctx: Ctx
  readonly caller: Caller
  readonly resource: PartResource<Row, View, Parent>
}

/** The rules of a group or policy, in the order in which they decide. Those of a row that was locked are read behind the lock. */
const rulesUnder = async <Row extends RulePart, View extends object, Parent extends ResourceRow>(
  db: Queryable,
  { table }: PartResource<Row, View, Parent>,
  parent: string,
): Promise<readonly Row[]> => {
  const { rows } = await table.list(db, { filters: { [table.column]: parent }, projects: 'all' }, { limit: MOST_RULES })
  return rows.toSorted(byDecision)
}

/**
 * Adds a rule to a group or policy.
 * @throws DomainError also already_exists, when another rule matches the same at the same position
 */
export const createRule = async <Row extends RulePart, View extends object, Parent extends ResourceRow>(
  { ctx, caller, resource }: RuleCommand<Row, View, Parent>,
  request: SaidRule & CreatePartRequest,
  parent: string,
): Promise<View> => {
  const content = contentOf(request)
  const named = { pointer: `/${resource.parent.kind}`, id: parent }
  return await createPart({ ctx, caller, resource, in: named }, request, async (tx, made, group) => {
    const others = await rulesUnder(tx, resource, parent)
    refuseFull(group.name, others)
    refuseTwin(content, made.id, others)
    await holdRemotes(tx, resource.parent.projectOf(group), [{ content, pointer: '' }])
    const rule = { ...content, id: made.id, create_digest: made.create_digest }
    const { generation } = made
    await writeRules(tx, resource.table, { parent, generation, added: [rule], changed: [], removed: [] })
    return []
  })
}

/** Changes what a rule says; it has to go together afterwards, and beside the others. */
export const updateRule = async <Row extends RulePart, View extends object, Parent extends ResourceRow>(
  { ctx, caller, resource }: RuleCommand<Row, View, Parent>,
  id: string,
  patch: RulePatch,
): Promise<View> =>
  await updatePart(
    { ctx, caller, resource, id },
    {
      wanted: async (row, _, tx) => {
        const content = patchedRule(row, patch)
        refuseTwin(content, id, await rulesUnder(tx, resource, resource.parentOf(row)))
        await holdRemotes(tx, row.project_id, [{ content, pointer: '' }])
        // The columns of what it says are those of every sort of rule.
        return content as Wanted<Row>
      },
    },
  )

/** All rules of a group or policy. */
export interface RuleList<View> {
  readonly id: string
  readonly generation: number
  readonly status: Status
  readonly rules: View[]
}

const listOf = <Row extends RulePart, View extends object, Parent extends ResourceRow>(
  { ctx, resource }: RuleCommand<Row, View, Parent>,
  parent: Parent,
  rules: readonly Row[],
): RuleList<View> => ({
  id: parent.id,
  generation: parent.generation,
  status: statusOf(parent),
  rules: rules.map((row) => resource.view(row, ctx)),
})

/** All rules of a group or policy that the caller may see; undefined when there is none. */
export const findRules = async <Row extends RulePart, View extends object, Parent extends ResourceRow>(
  command: RuleCommand<Row, View, Parent>,
  id: string,
): Promise<RuleList<View> | undefined> => {
  const { ctx, caller, resource } = command
  const row = await resource.parent.table.find(ctx.db, id)
  if (row === undefined) return undefined
  requireReadable(caller, resource.parent, row, () => notFound(resource.parent.kind, id))
  return listOf(command, row, await rulesUnder(ctx.db, resource, id))
}

/** All rules of a group or policy that the caller may see. @throws DomainError not_found */
export const getRules = async <Row extends RulePart, View extends object, Parent extends ResourceRow>(
  command: RuleCommand<Row, View, Parent>,
  id: string,
): Promise<RuleList<View>> => {
  const rules = await findRules(command, id)
  if (rules === undefined) throw notFound(command.resource.parent.kind, id)
  return rules
}

/** What each rule was and is, for the records. */
const recordsOf = <Row extends RulePart, View extends object, Parent extends ResourceRow>(
  { ctx, caller, resource }: RuleCommand<Row, View, Parent>,
  parent: Parent,
  [before, after]: readonly [readonly Row[], readonly Row[]],
): CallersChange[] => {
  const [earlier, later] = [new Map(before.map((row) => [row.id, row])), new Map(after.map((row) => [row.id, row]))]
  const project = resource.parent.projectOf(parent)
  const view = (row: Row | undefined): View | undefined => row && resource.view(row, ctx)
  const change = (id: string, action: CallersChange['action']): CallersChange => ({
    caller,
    kind: resource.kind,
    id,
    action,
    project,
    dirty: [],
    before: view(earlier.get(id)),
    after: view(later.get(id)),
    ...(action === 'delete' && { event: 'deleted' }),
  })
  return [
    ...before.filter(({ id }) => !later.has(id)).map(({ id }) => change(id, 'delete')),
    ...after
      .filter(({ id, generation }) => generation !== earlier.get(id)?.generation)
      .map(({ id }) => change(id, earlier.has(id) ? 'update' : 'create')),
  ]
}

/** @throws DomainError id_taken when a rule of another group or policy has one of the ids */
const refuseForeignIds = async <Row extends RulePart, View extends object, Parent extends ResourceRow>(
  tx: Tx,
  { kind, table, parent: { kind: parentKind } }: PartResource<Row, View, Parent>,
  added: readonly WantedRule[],
): Promise<void> => {
  const ids = added.flatMap(({ id }) => id ?? [])
  const [taken] = ids.length === 0 ? [] : await idsInUse(tx, table, ids)
  if (taken !== undefined) throw idTaken(kind, taken, `of another ${kindWords(parentKind)}`)
}

/**
 * Makes a list of rules the rules of a group or policy: in one transaction and one generation, or not at all. What stays keeps its id.
 * A list that changes nothing counts no generation.
 */
export const replaceRules = async <Row extends RulePart, View extends object, Parent extends ResourceRow>(
  command: RuleCommand<Row, View, Parent>,
  id: string,
  requested: readonly (SaidRule & { readonly id?: string | undefined })[],
): Promise<RuleList<View>> => {
  const { ctx, caller, resource } = command
  const { table, parent: parentResource } = resource
  const wanted = requested.map((rule): WantedRule => ({ id: rule.id, content: contentOf(rule) }))
  return await commit(ctx, caller, {}, async (tx) => {
    const parent = await lockLive(tx, { caller, resource: parentResource, id })
    refuseRepeated(wanted)
    const before = await rulesUnder(tx, resource, id)
    const { added, changed, removed } = planRules(before, wanted)
    if (added.length + changed.length + removed.length === 0) return listOf(command, parent, before)
    await refuseForeignIds(tx, resource, added)
    const placed = wanted.map(({ content }, index) => ({ content, pointer: `/rules/${String(index)}` }))
    await holdRemotes(tx, parentResource.projectOf(parent), placed)
    const generation = await parentResource.table.countGeneration(tx, id)
    await writeRules(tx, table, {
      parent: id,
      generation,
      added: added.map((rule) => ({ ...rule.content, id: rule.id ?? newId() })),
      changed: changed.map(({ before: { id: kept }, content }) => ({ ...content, id: kept })),
      removed: removed.map((rule) => rule.id),
    })
    const after = await rulesUnder(tx, resource, id)
    const [first, ...others] = recordsOf(command, parent, [before, after])
    const dirty = [{ kind: parentResource.kind, id }]
    await requireQuotas(tx, await recordAll(tx, first === undefined ? others : [{ ...first, dirty }, ...others]))
    return listOf(command, { ...parent, generation }, after)
  })
}
