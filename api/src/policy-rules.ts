import * as z from 'zod'
import { exampleIds } from './example-ids.ts'
import { PolicyId, PolicyRuleId } from './fields.ts'
import { resourceRoutes } from './resource-routes.ts'
import { exampleCreateRule, exampleRule, refuseRule, ruleCreate, ruleUpdate, ruleView } from './rule-fields.ts'
import { rulesOf, wantedRulesOf } from './rule-lists.ts'

/** One rule of an admin policy: decides before every rule of a security group. */
export const PolicyRule = z.object({ id: PolicyRuleId, policy: PolicyId, ...ruleView }).meta({ id: 'PolicyRule' })
/** A rule of a policy as the API answers it. */
export type PolicyRule = z.infer<typeof PolicyRule>

/**
 * What a rule of a policy is made from. Its remote may be a group of any project: whoever may change that group changes whom the policy
 * means.
 */
export const CreatePolicyRule = z
  .strictObject({ id: PolicyRuleId.optional(), policy: PolicyId, ...ruleCreate })
  .superRefine(refuseRule)
  .meta({ id: 'CreatePolicyRule' })
/** A request for a rule of a policy, with its defaults filled in. */
export type CreatePolicyRule = z.infer<typeof CreatePolicyRule>

/** What of a rule may change. A field that is left out stays as it is; the rule as a whole is checked again. */
export const UpdatePolicyRule = z.strictObject(ruleUpdate).meta({ id: 'UpdatePolicyRule' })
/** A change of a rule of a policy. */
export type UpdatePolicyRule = z.infer<typeof UpdatePolicyRule>

/** One rule of a list that replaces all rules of a policy; `id` is of the rule that it changes, or of a new one. */
export const WantedPolicyRule = z
  .strictObject({ id: PolicyRuleId.optional(), ...ruleCreate })
  .superRefine(refuseRule)
  .meta({ id: 'WantedPolicyRule' })

/** All rules of a policy. */
export const PolicyRules = rulesOf(PolicyId, PolicyRule).meta({ id: 'PolicyRules' })
/** The rules that a policy is to have, and no others. */
export const ReplacePolicyRules = wantedRulesOf(WantedPolicyRule).meta({ id: 'ReplacePolicyRules' })
/** A list of rules that replaces another. */
export type ReplacePolicyRules = z.infer<typeof ReplacePolicyRules>

/** A rule for examples in the documentation. */
export const examplePolicyRule = { id: exampleIds.policy_rule, policy: exampleIds.policy, ...exampleRule }

/** Create, read, list, change and delete single rules of policies. */
export const policyRuleRoutes = resourceRoutes({
  kind: 'policy_rule',
  write: 'platform_admin',
  tag: 'Policies',
  id: PolicyRuleId,
  view: PolicyRule,
  create: CreatePolicyRule,
  update: UpdatePolicyRule,
  filters: { policy: PolicyId.optional() },
  errors: { create: ['already_exists'], update: ['already_exists', 'reference_not_found'], delete: ['being_deleted'] },
  never: { delete: ['in_use'] },
  examples: {
    view: examplePolicyRule,
    create: { policy: exampleIds.policy, ...exampleCreateRule },
    update: { log: true },
  },
})
