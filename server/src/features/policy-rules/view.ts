import type { PolicyRule } from '@quantumnet/api'
import type { z } from 'zod'
import { partViewOf } from '../../resource-kit/common-view.ts'
import { PartTable, type PartResource } from '../../resource-kit/part.ts'
import { holdsFor, policyResource, sharedWith, type PolicyRow, type PolicyScope } from '../policies/index.ts'
import { ruleWords, shownContent, type RulePart } from '../rule-lists/index.ts'

/** A rule of a policy, and whose ports that holds for. */
interface PolicyRuleRow extends RulePart, PolicyScope {
  readonly policy_id: string
}

export type PolicyRuleView = z.input<typeof PolicyRule>

export const ruleResource: PartResource<PolicyRuleRow, PolicyRuleView, PolicyRow> = {
  kind: 'policy_rule',
  table: new PartTable('policy_rule', {
    parent: 'policy',
    column: 'policy_id',
    project: 'null::uuid',
    columns: 'p.scope, p.projects',
    visible: (projects) => holdsFor('p', projects),
  }),
  parent: policyResource,
  parentOf: (row) => row.policy_id,
  sharedWith,
  nameOf: ruleWords,
  view: (row) => ({ ...partViewOf(row), policy: row.policy_id, ...shownContent(row) }),
}
