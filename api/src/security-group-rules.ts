import * as z from 'zod'
import { exampleIds } from './example-ids.ts'
import { SecurityGroupId, SecurityGroupRuleId } from './fields.ts'
import { resourceRoutes } from './resource-routes.ts'
import { exampleCreateRule, exampleRule, refuseRule, ruleCreate, ruleUpdate, ruleView } from './rule-fields.ts'
import { rulesOf, wantedRulesOf } from './rule-lists.ts'

/** One rule of a security group: which packets to or from its members, and what becomes of them. */
export const SecurityGroupRule = z
  .object({ id: SecurityGroupRuleId, security_group: SecurityGroupId, ...ruleView })
  .meta({ id: 'SecurityGroupRule' })
/** A rule of a security group as the API answers it. */
export type SecurityGroupRule = z.infer<typeof SecurityGroupRule>

/** What a rule is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateSecurityGroupRule = z
  .strictObject({ id: SecurityGroupRuleId.optional(), security_group: SecurityGroupId, ...ruleCreate })
  .superRefine(refuseRule)
  .meta({ id: 'CreateSecurityGroupRule' })
/** A request for a rule, with its defaults filled in. */
export type CreateSecurityGroupRule = z.infer<typeof CreateSecurityGroupRule>

/** What of a rule may change. A field that is left out stays as it is; the rule as a whole is checked again. */
export const UpdateSecurityGroupRule = z.strictObject(ruleUpdate).meta({ id: 'UpdateSecurityGroupRule' })
/** A change of a rule. */
export type UpdateSecurityGroupRule = z.infer<typeof UpdateSecurityGroupRule>

/** One rule of a list that replaces all rules of a group; `id` is of the rule that it changes, or of a new one. */
export const WantedSecurityGroupRule = z
  .strictObject({ id: SecurityGroupRuleId.optional(), ...ruleCreate })
  .superRefine(refuseRule)
  .meta({ id: 'WantedSecurityGroupRule' })

/** All rules of a group. */
export const SecurityGroupRules = rulesOf(SecurityGroupId, SecurityGroupRule).meta({ id: 'SecurityGroupRules' })
/** The rules that a group is to have, and no others. */
export const ReplaceSecurityGroupRules = wantedRulesOf(WantedSecurityGroupRule).meta({
  id: 'ReplaceSecurityGroupRules',
})
/** A list of rules that replaces another. */
export type ReplaceSecurityGroupRules = z.infer<typeof ReplaceSecurityGroupRules>

/** A rule for examples in the documentation. */
export const exampleSecurityGroupRule = {
  ...{ id: exampleIds.security_group_rule, security_group: exampleIds.security_group, ...exampleRule },
}

/** Create, read, list, change and delete single rules; without If-Match, for a rule stands for itself. */
export const securityGroupRuleRoutes = resourceRoutes({
  kind: 'security_group_rule',
  write: 'operator',
  tag: 'Security groups',
  id: SecurityGroupRuleId,
  view: SecurityGroupRule,
  create: CreateSecurityGroupRule,
  update: UpdateSecurityGroupRule,
  filters: { security_group: SecurityGroupId.optional() },
  errors: { create: ['already_exists'], update: ['already_exists', 'reference_not_found'], delete: ['being_deleted'] },
  never: { delete: ['in_use'] },
  examples: {
    view: exampleSecurityGroupRule,
    create: { security_group: exampleIds.security_group, ...exampleCreateRule },
    update: { enabled: false },
  },
})
