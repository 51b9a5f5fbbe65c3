import * as z from 'zod'
import { exampleIds } from './example-ids.ts'
import { Description, PolicyId, PolicyRuleId, ProjectId, Text } from './fields.ts'
import { examplePolicyRule, PolicyRules, ReplacePolicyRules } from './policy-rules.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'
import { exampleListedRule, ruleContent } from './rule-fields.ts'
import { exampleRulesOf, ruleListRoutes } from './rule-lists.ts'

const scope = z
  .enum(['all', 'projects'])
  .describe('whose secured ports it holds for: of all projects, or of those listed')
const projects = z
  .array(ProjectId)
  .max(1000)
  .refine((ids) => new Set(ids).size === ids.length, 'must have each project once')
  .describe('with scope "projects"')

/** Rules of who runs the deployment: they decide before the rules of security groups, whatever these say. */
export const Policy = z
  .object({
    id: PolicyId,
    ...commonView,
    scope,
    projects: z.array(ProjectId).describe('empty with scope "all"'),
    rules: z
      .array(z.object({ id: PolicyRuleId, description: Description, ...ruleContent }))
      .readonly()
      .describe('in the order in which they decide; changed by routes of their own'),
  })
  .meta({ id: 'Policy' })
/** A policy as the API answers it. */
export type Policy = z.infer<typeof Policy>

/** What a policy is made from, without any rule; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreatePolicy = z
  .strictObject({ id: PolicyId.optional(), ...commonCreate, scope, projects: projects.default([]) })
  .superRefine((policy, context) => {
    const message = scopeProblem(policy)
    if (message !== undefined) context.addIssue({ code: 'custom', path: ['projects'], message })
  })
  .meta({ id: 'CreatePolicy' })
/** A request for a policy, with its defaults filled in. */
export type CreatePolicy = z.infer<typeof CreatePolicy>

/** What is wrong with the projects of a policy of this scope, or undefined. */
export const scopeProblem = (policy: {
  readonly scope: 'all' | 'projects'
  readonly projects: readonly string[]
}): string | undefined => {
  if (policy.scope === 'all') return policy.projects.length > 0 ? 'must be left out with scope "all"' : undefined
  return policy.projects.length === 0 ? 'must have at least one project with scope "projects"' : undefined
}

/** What of a policy may change. A field that is left out stays as it is. */
export const UpdatePolicy = z
  .strictObject({ ...commonUpdate, scope: scope.optional(), projects: projects.optional() })
  .meta({ id: 'UpdatePolicy' })
/** A change of a policy. */
export type UpdatePolicy = z.infer<typeof UpdatePolicy>

/** Quarantine: nothing in and nothing out, of either family. Both directions, for a drop of one leaves the replies of the other. */
const quarantine = (['ingress', 'egress'] as const).flatMap((direction) =>
  (['ipv4', 'ipv6'] as const).map((ethertype) => ({ direction, ethertype, action: 'drop', position: 0 })),
)

/** Create, read, list, change and delete policies, and replace the rules of one as a whole. */
export const policyRoutes = {
  ...resourceRoutes({
    kind: 'policy',
    plural: 'policies',
    write: 'platform_admin',
    tag: 'Policies',
    id: PolicyId,
    view: Policy,
    create: CreatePolicy,
    update: UpdatePolicy,
    filters: { name: Text.optional(), scope: scope.optional() },
    errors: { create: ['name_taken'], update: ['name_taken', 'reference_not_found'], delete: [] },
    never: { create: ['quota_exceeded', 'being_deleted'], delete: ['in_use'] },
    examples: {
      view: {
        ...{ id: exampleIds.policy, ...exampleCommon('monitoring'), scope: 'projects', projects: [exampleIds.project] },
        rules: [{ id: exampleIds.policy_rule, ...exampleListedRule }],
      },
      create: { name: 'monitoring', scope: 'projects', projects: [exampleIds.project] },
      update: { scope: 'all', projects: [] },
    },
  }),
  ...ruleListRoutes({
    parent: { pascal: 'Policy', words: 'policy' },
    path: '/v1/policies/{id}/rules',
    errors: [],
    tag: 'Policies',
    write: 'platform_admin',
    id: PolicyId,
    view: PolicyRules,
    body: ReplacePolicyRules,
    examples: { view: exampleRulesOf(exampleIds.policy, examplePolicyRule), body: { rules: quarantine } },
  }),
}
