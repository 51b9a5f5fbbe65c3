import type { Case, Ground } from './problem-cases.ts'
import { sampleOf } from './samples.ts'
import type { Thing } from './world-makers.ts'

/** What requests about security groups, policies and their rules can be refused for. */

type Body = Readonly<Record<string, unknown>>
type Fields = (ground: Ground) => Body

const NOWHERE = '0198c5a1-0000-7000-8000-0000000000ff'
const RULE = { direction: 'ingress', ethertype: 'ipv4' }

/** The route's usual request with these fields beside or instead of its own. */
const withFields =
  (fields: Fields): Case =>
  (ground, route) => {
    const sample = sampleOf(route, ground.world)
    return [{ ...sample, body: { ...(sample.body as Body), ...fields(ground) } }]
  }

/** A request about the second one of a kind, with this body. */
const ofSecond =
  (thing: Thing, body: Fields): Case =>
  (ground, route) => [{ ...sampleOf(route, ground.world, ground.seconds.get(thing)), body: body(ground) }]

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
