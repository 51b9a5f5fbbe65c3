import { ofSecond, withFields, type Fields } from './case-builders.ts'
import { NOWHERE, type Body, type Case } from './problem-cases.ts'
import { sampleOf } from './samples.ts'
import type { Thing } from './world-makers.ts'

/** What requests about security groups, policies and their rules can be refused for. */

const RULE = { direction: 'ingress', ethertype: 'ipv4' }

const toNowhere = withFields(() => ({ remote_cidr: null, remote_group: NOWHERE }))
const likeTheFirst = (): Body => ({ position: 100 })
const twice = withFields(() => ({ rules: [RULE, RULE] }))
const listToNowhere = withFields(() => ({ rules: [{ ...RULE, remote_group: NOWHERE }] }))
const withIdOf =
  (rule: Thing): Fields =>
  ({ world }) => ({ rules: [{ ...RULE, id: world.id(rule) }] })

export const securityCases: Readonly<Record<string, Case>> = {
  'createSecurityGroupRule:already_exists': withFields(likeTheFirst),
  'createPolicyRule:already_exists': withFields(likeTheFirst),
  'updateSecurityGroupRule:already_exists': ofSecond('security_group_rule', likeTheFirst),
  'updatePolicyRule:already_exists': ofSecond('policy_rule', likeTheFirst),
  'updateSecurityGroupRule:reference_not_found': toNowhere,
  'updatePolicyRule:reference_not_found': toNowhere,
  'updatePolicy:reference_not_found': withFields(() => ({ scope: 'projects', projects: [NOWHERE] })),
  'replaceSecurityGroupRules:already_exists': twice,
  'replacePolicyRules:already_exists': twice,
  'replaceSecurityGroupRules:reference_not_found': listToNowhere,
  'replacePolicyRules:reference_not_found': listToNowhere,
  'replaceSecurityGroupRules:id_taken': ofSecond('security_group', withIdOf('security_group_rule')),
  'replacePolicyRules:id_taken': ofSecond('policy', withIdOf('policy_rule')),
  'replaceSecurityGroupRules:quota_exceeded': async (ground, route) => {
    await ground.setQuotas({ security_group_rule: 0 })
    return [{ ...sampleOf(route, ground.world), body: { rules: [RULE] } }]
  },
}

export const securityElsewhere: Readonly<Record<string, string>> = {
  'deleteSecurityGroup:in_use': 'test/integration/security-groups.test.ts',
  'updateSecurityGroupRule:being_deleted': 'test/integration/security-groups.test.ts',
  'deleteAddressGroup:in_use': 'test/integration/address-groups.test.ts',
  'updatePolicyRule:being_deleted': 'test/integration/policies.test.ts',
  'createPolicyRule:quota_exceeded': 'test/integration/policies.test.ts',
}
