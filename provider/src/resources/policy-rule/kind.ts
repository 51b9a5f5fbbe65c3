import { policyRuleRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'
import { ruleHints, settleRule } from '../kit/rule-hints.ts'

export const policyRule: DerivedKind = {
  kind: 'policy_rule',
  routes: policyRuleRoutes,
  description:
    'One rule of an admin policy: it decides before every rule of a security group. Only a platform admin makes them.',
  hints: ruleHints,
  settle: settleRule,
}
