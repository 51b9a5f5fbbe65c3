import * as z from 'zod'
import { exampleIds } from './example-ids.ts'
import { Description, ProjectId, SecurityGroupId, SecurityGroupRuleId, Text } from './fields.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'
import { exampleCreateRule, exampleListedRule, ruleContent } from './rule-fields.ts'
import { exampleRulesOf, ruleListRoutes } from './rule-lists.ts'
import { exampleSecurityGroupRule, ReplaceSecurityGroupRules, SecurityGroupRules } from './security-group-rules.ts'

const stateful = z
  .boolean()
  .describe('whether replies to what a rule allows pass without a rule of their own; false: every packet needs a rule')

/** The name of the group that comes and goes with its project, and that ports join when they name none. It keeps that name. */
export const DEFAULT_SECURITY_GROUP = 'default'

const defaultEgress = z
  .enum(['allow', 'deny'])
  .describe('whether members may send what no rule speaks of; ingress that no rule allows is always dropped')

/** Ports that the same rules hold for. A port is in any number of groups; the rules of all of them hold for it together. */
export const SecurityGroup = z
  .object({
    id: SecurityGroupId,
    project: ProjectId,
    ...commonView,
    stateful,
    default_egress: defaultEgress,
    rules: z
      .array(z.object({ id: SecurityGroupRuleId, description: Description, ...ruleContent }))
      .readonly()
      .describe('in the order in which they decide; changed by routes of their own'),
  })
  .meta({ id: 'SecurityGroup' })
/** A security group as the API answers it. */
export type SecurityGroup = z.infer<typeof SecurityGroup>

/** What a group is made from, without any rule; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateSecurityGroup = z
  .strictObject({
    id: SecurityGroupId.optional(),
    project: ProjectId,
    ...commonCreate,
    stateful: stateful.default(true),
    default_egress: defaultEgress.default('allow'),
  })
  .meta({ id: 'CreateSecurityGroup' })
/** A request for a group, with its defaults filled in. */
export type CreateSecurityGroup = z.infer<typeof CreateSecurityGroup>

/** What of a group may change. A field that is left out stays as it is. */
export const UpdateSecurityGroup = z
  .strictObject({ ...commonUpdate, stateful: stateful.optional(), default_egress: defaultEgress.optional() })
  .meta({ id: 'UpdateSecurityGroup' })
/** A change of a group. */
export type UpdateSecurityGroup = z.infer<typeof UpdateSecurityGroup>

/** Create, read, list, change and delete groups, and replace the rules of one as a whole. */
export const securityGroupRoutes = {
  ...resourceRoutes({
    kind: 'security_group',
    write: 'operator',
    tag: 'Security groups',
    id: SecurityGroupId,
    view: SecurityGroup,
    create: CreateSecurityGroup,
    update: UpdateSecurityGroup,
    filters: { project: ProjectId.optional(), name: Text.optional() },
    errors: { create: ['name_taken'], update: ['name_taken'], delete: [] },
    examples: {
      view: {
        ...{ id: exampleIds.security_group, project: exampleIds.project, ...exampleCommon('web') },
        ...{ stateful: true, default_egress: 'allow' },
        rules: [{ id: exampleIds.security_group_rule, ...exampleListedRule }],
      },
      create: { project: exampleIds.project, name: 'web' },
      update: { default_egress: 'deny' },
    },
  }),
  ...ruleListRoutes({
    parent: { pascal: 'SecurityGroup', words: 'security group' },
    path: '/v1/security-groups/{id}/rules',
    errors: ['quota_exceeded'],
    tag: 'Security groups',
    write: 'operator',
    id: SecurityGroupId,
    view: SecurityGroupRules,
    body: ReplaceSecurityGroupRules,
    examples: {
      view: exampleRulesOf(exampleIds.security_group, exampleSecurityGroupRule),
      body: { rules: [exampleCreateRule] },
    },
  }),
}
