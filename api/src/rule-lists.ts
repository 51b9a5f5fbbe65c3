import * as z from 'zod'
import type { ErrorCode } from './error-codes.ts'
import { examplePart, Status } from './resource.ts'
import { MOST_RULES } from './rule-fields.ts'
import { readQuery, writeQuery, type Example, type Operation } from './route.ts'
import type { Access } from './roles.ts'

type ById<Id extends z.ZodType> = z.ZodObject<{ id: Id }>
type Rules<Id extends z.ZodType, Rule extends z.ZodType> = z.ZodObject<{
  id: Id
  generation: z.ZodInt
  status: typeof Status
  rules: z.ZodArray<Rule>
}>
type Wanted<Rule extends z.ZodType> = z.ZodObject<{ rules: z.ZodArray<Rule> }, z.core.$strict>

/** All rules of a group or policy in the order in which they decide, and how far they have come. */
export const rulesOf = <Id extends z.ZodType, Rule extends z.ZodType>(parent: Id, rule: Rule): Rules<Id, Rule> =>
  z.object({
    id: parent.describe('of the group or policy'),
    generation: z.int().describe('of the group or policy; its ETag is made of it'),
    status: Status,
    rules: z.array(rule),
  })

/** The rules that a group or policy is to have, and no others; their order in the list says nothing. */
export const wantedRulesOf = <Rule extends z.ZodType>(rule: Rule): Wanted<Rule> =>
  z.strictObject({ rules: z.array(rule).max(MOST_RULES) })

/** A list of one rule, for examples in the documentation. */
export const exampleRulesOf = (id: string, rule: object): object => {
  const { generation, status } = examplePart
  return { id, generation, status, rules: [rule] }
}

interface RuleListSpec<Id, View, Body> {
  /** for example `SecurityGroup`, and in words */
  readonly parent: { readonly pascal: string; readonly words: string }
  readonly path: `/v1/${string}/{id}/rules`
  readonly tag: string
  readonly write: Access
  /** of the PUT, beyond those that both have */
  readonly errors: readonly ErrorCode[]
  readonly id: Id
  readonly view: View
  readonly body: Body
  readonly examples: { readonly view: unknown; readonly body: unknown }
}

/** Reading and replacing all rules of a group or policy at once. */
export interface RuleListRoutes<Id extends z.ZodType, View extends z.ZodType, Body extends z.ZodType> {
  readonly getRules: Operation<ById<Id>, z.ZodObject<Pick<typeof readQuery, 'fields'>>, undefined, View>
  readonly replaceRules: Operation<ById<Id>, z.ZodObject<typeof writeQuery>, Body, View>
}

const REPLACE_ERRORS: readonly ErrorCode[] = [
  'not_found',
  'being_deleted',
  'precondition_required',
  'precondition_failed',
  'reference_not_found',
  'already_exists',
  'id_taken',
]

/** `GET` and `PUT` of a whole rule list. The PUT needs If-Match: who replaces a list must have seen the one that it replaces. */
export const ruleListRoutes = <Id extends z.ZodType, View extends z.ZodType, Body extends z.ZodType>({
  parent,
  examples,
  ...spec
}: RuleListSpec<Id, View, Body>): RuleListRoutes<Id, View, Body> => {
  const { path, tag, view } = spec
  const common = {
    path,
    tag,
    params: z.strictObject({ id: spec.id }),
    answer: view,
    status: 200,
    events: undefined,
  } as const
  const example: Example = { answer: examples.view }
  return {
    getRules: {
      ...{ ...common, name: `get${parent.pascal}Rules`, method: 'GET', access: 'viewer', body: undefined },
      summary: `Read all rules of a ${parent.words}, in the order in which they decide.`,
      query: z.strictObject({ fields: readQuery.fields }),
      errors: ['not_found'],
      example,
    },
    replaceRules: {
      ...{ ...common, name: `replace${parent.pascal}Rules`, method: 'PUT', access: spec.write, body: spec.body },
      summary: `Replace all rules of a ${parent.words} at once. A rule that is listed by its id, or says what one of the list said before, keeps its id; one that is not listed goes.`,
      query: z.strictObject(writeQuery),
      errors: [...REPLACE_ERRORS, ...spec.errors],
      ifMatch: 'required',
      example: { ...example, body: examples.body },
    },
  }
}
