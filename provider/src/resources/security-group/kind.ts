import { securityGroupRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'
import { ruleHints } from '../kit/rule-hints.ts'

export const securityGroup: DerivedKind = {
  kind: 'security_group',
  routes: securityGroupRoutes,
  description:
    'Ports that the same rules hold for. It is made without any rule: those come with `quantumnet_security_group_rule`, one by one, or with `quantumnet_security_group_rules_exclusive`, as a whole.',
  hints: {
    project: { fromProvider: true },
    rules: { text: 'Its rules, in the order in which they decide.', fields: ruleHints },
  },
}
