import type { SecurityGroupRule } from '@quantumnet/api'
import type { z } from 'zod'
import { partViewOf } from '../../resource-kit/common-view.ts'
import { PartTable, type PartResource } from '../../resource-kit/part.ts'
import { ruleWords, shownContent, type RulePart } from '../rule-lists/index.ts'
import { securityGroupResource, type SecurityGroupRow } from '../security-groups/index.ts'

interface SecurityGroupRuleRow extends RulePart {
  readonly group_id: string
}

export type SecurityGroupRuleView = z.input<typeof SecurityGroupRule>

export const ruleResource: PartResource<SecurityGroupRuleRow, SecurityGroupRuleView, SecurityGroupRow> = {
  kind: 'security_group_rule',
  table: new PartTable('security_group_rule', { parent: 'security_group', column: 'group_id' }),
  parent: securityGroupResource,
  parentOf: (row) => row.group_id,
  nameOf: ruleWords,
  view: (row) => ({ ...partViewOf(row), security_group: row.group_id, ...shownContent(row) }),
}
