import type { Owner } from '../../ovn/external-ids.ts'
import { DROP_GROUP, projectGroupName } from '../../ovn/names.ts'
import { dropGroupRef, projectGroupRef } from '../../ovn/refs.ts'
import type { DesiredRow } from '../../ovn/rows.ts'
import type { Site } from '../../ovn/site.ts'
import { finalAcls, ruleAcl, type Placement, type RuleRow } from '../rule-acls/index.ts'
import type { PolicyRoot } from './load.ts'

/**
 * A policy has no port group of its own: its rules are on that of all secured ports, or on those of its projects. So neither does a port know of
 * policies nor a policy of ports, and the number of rows follows from rules and projects alone (ADR 30).
 */
const placementsOf = (policy: PolicyRoot, owner: Owner): readonly Placement[] => {
  const { deployment } = owner
  const common = { owner, band: 'admin', name: policy.name, stateless: false } as const
  if (policy.scope === 'all') return [{ ...common, on: dropGroupRef(deployment), group: DROP_GROUP }]
  return policy.projects.map((project) => ({
    ...{ ...common, on: projectGroupRef(deployment, project), group: projectGroupName(project) },
    part: project,
  }))
}

/** What a rule matches, without the direction; ports and ICMP types are said of one direction only. */
const mirrorKey = ({ ethertype, protocol, remoteCidr, remoteGroupId, remoteAddressGroupId }: RuleRow): string =>
  JSON.stringify([ethertype, protocol, remoteCidr, remoteGroupId, remoteAddressGroupId])

/**
 * Drops at position 0 that stand in both directions: quarantine, or a block that nobody may talk to. No rule comes before them, so what they match
 * never passes; that must hold for replies too, which OVN lets pass before it asks any rule for as long as the other side keeps silent.
 */
const finalDrops = (rules: readonly RuleRow[]): ReadonlySet<RuleRow> => {
  const drops = rules.filter(
    ({ action, position, portMin, icmpType }) =>
      action === 'drop' && position === 0 && portMin === null && icmpType === null,
  )
  const directions = Map.groupBy(drops, mirrorKey)
  return new Set(drops.filter((rule) => directions.get(mirrorKey(rule))?.length === 2))
}

/** The rules of a policy, in the band above those of users. */
export const desiredPolicy = (policy: PolicyRoot, { deployment }: Site): readonly DesiredRow[] => {
  const owner: Owner = { deployment, key: { kind: 'policy', id: policy.id } }
  const rules = policy.rules.filter(({ enabled }) => enabled)
  const final = finalDrops(rules)
  return placementsOf(policy, owner).flatMap((at) =>
    rules.flatMap((rule) => (final.has(rule) ? finalAcls(at, rule) : [ruleAcl(at, rule)])),
  )
}
