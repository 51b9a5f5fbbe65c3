import { securityGroupRuleRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'
import { ruleHints, settleRule } from '../kit/rule-hints.ts'

export const securityGroupRule: DerivedKind = {
  kind: 'security_group_rule',
  routes: securityGroupRuleRoutes,
  description:
    'One rule of a security group: which packets to or from its members, and what becomes of them. Not together with `quantumnet_security_group_rules_exclusive` for the same group.',
  hints: ruleHints,
  settle: settleRule,
}
