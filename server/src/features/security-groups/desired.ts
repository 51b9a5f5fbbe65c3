import { parseCidr, type IpFamily } from '@quantumnet/api'
import type { Owner } from '../../ovn/external-ids.ts'
import {
  addressIn,
  all,
  is,
  memberOf,
  numberIn,
  portIn,
  type Match,
  type Protocol,
  type Side,
} from '../../ovn/match.ts'
import { addressGroupSetName, addressSetName, groupName } from '../../ovn/names.ts'
import { ACL_PRIORITY, rulePriority } from '../../ovn/priorities.ts'
import { addressGroupSetRef, addressSetRef, groupRef } from '../../ovn/refs.ts'
import type { DesiredRow, RowRef } from '../../ovn/rows.ts'
import type { Site } from '../../ovn/site.ts'
import { acl } from '../../ovn/tables/acl.ts'
import { addressSet } from '../../ovn/tables/address-set.ts'
import { portGroup } from '../../ovn/tables/port-group.ts'
import type { RuleRow, SecurityGroupRoot } from './load.ts'

const familyOf = (ethertype: RuleRow['ethertype']): IpFamily => (ethertype === 'ipv4' ? 4 : 6)
const ip = (family: IpFamily): Match => is(family === 4 ? 'ip4' : 'ip6')

/** Protocols that OVN knows by name. ICMP is another protocol in each family. */
const protocolName = (protocol: number, family: IpFamily): Protocol | undefined => {
  const named = new Map<number, Protocol>([
    [6, 'tcp'],
    [17, 'udp'],
    [132, 'sctp'],
    family === 4 ? [1, 'icmp4'] : [58, 'icmp6'],
  ])
  return named.get(protocol)
}

const LAST_PORT = 65_535

const portTerms = ({ id, portMin, portMax }: RuleRow, protocol: Protocol | undefined): readonly Match[] => {
  const [min, max] = [portMin ?? portMax, portMax ?? portMin]
  if (min === null || max === null) return []
  if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'sctp')
    throw new TypeError(`rule ${id} names ports, but its protocol has none: allowed are tcp, udp and sctp`)
  // ovn-controller expands a range to masks: all ports are said by saying none.
  return min <= 1 && max === LAST_PORT ? [] : [numberIn(`${protocol}.dst`, min, max)]
}

const icmpTerms = ({ id, icmpType, icmpCode }: RuleRow, protocol: Protocol | undefined): readonly Match[] => {
  if (icmpType === null && icmpCode === null) return []
  if (icmpType === null || (protocol !== 'icmp4' && protocol !== 'icmp6'))
    throw new TypeError(`rule ${id} names an ICMP type or code, but its protocol has none or the type is missing`)
  const type = numberIn(`${protocol}.type`, icmpType)
  return icmpCode === null ? [type] : [type, numberIn(`${protocol}.code`, icmpCode)]
}

const protocolTerms = (rule: RuleRow, family: IpFamily): readonly Match[] => {
  const name = rule.protocol === null ? undefined : protocolName(rule.protocol, family)
  const further = [...portTerms(rule, name), ...icmpTerms(rule, name)]
  if (rule.protocol === null) return further
  return [name === undefined ? numberIn('ip.proto', rule.protocol) : is(name), ...further]
}

const remoteTerms = (rule: RuleRow, family: IpFamily): readonly Match[] => {
  const side: Side = rule.direction === 'ingress' ? 'src' : 'dst'
  if (rule.remoteGroupId !== null) return [memberOf(side, family, addressSetName(rule.remoteGroupId, family))]
  if (rule.remoteAddressGroupId !== null)
    return [memberOf(side, family, addressGroupSetName(rule.remoteAddressGroupId, family))]
  if (rule.remoteCidr === null) return []
  const block = parseCidr(rule.remoteCidr)
  if (block?.family !== family)
    throw new TypeError(`rule ${rule.id}: ${rule.remoteCidr} is not an ${rule.ethertype} block`)
  return block.prefixLength === 0 ? [] : [addressIn(side, block)]
}

/** The set that a rule's match names: without it ovn-controller could not read the match. */
const neededSets = (deployment: string, rule: RuleRow, family: IpFamily): readonly RowRef[] => [
  ...(rule.remoteGroupId === null ? [] : [addressSetRef(deployment, rule.remoteGroupId, family)]),
  ...(rule.remoteAddressGroupId === null ? [] : [addressGroupSetRef(deployment, rule.remoteAddressGroupId, family)]),
]

const ruleRow = (owner: Owner, rule: RuleRow): DesiredRow => {
  const family = familyOf(rule.ethertype)
  const { deployment, key } = owner
  return acl(owner, `rule:${rule.id}`, groupRef(deployment, key.id), {
    direction: rule.direction,
    priority: rulePriority(rule.position, rule.action),
    match: all(
      portIn(rule.direction === 'ingress' ? 'outport' : 'inport', groupName(key.id)),
      ip(family),
      ...remoteTerms(rule, family),
      ...protocolTerms(rule, family),
    ),
    verdict: rule.action,
    needs: neededSets(deployment, rule, family),
    labels: { rule: rule.id },
  })
}

const defaultEgressRow = (owner: Owner, family: IpFamily): DesiredRow =>
  acl(owner, `egress:v${String(family)}`, groupRef(owner.deployment, owner.key.id), {
    direction: 'egress',
    priority: ACL_PRIORITY.defaultEgress,
    match: all(portIn('inport', groupName(owner.key.id)), ip(family)),
    verdict: 'allow',
  })

/**
 * What of a group OVN is not told yet. A stateless group has none of its allowing rules there: written as stateful ones they would let replies
 * in that no rule allows.
 */
export const unprogrammedOfGroup = ({ stateful, rules }: SecurityGroupRoot): string | undefined => {
  if (!stateful) return 'what a stateless group allows'
  return rules.some(({ enabled, log }) => enabled && log) ? 'the logging of rules' : undefined
}

/** The rules that hold, as far as they can be said. */
const sayable = ({ stateful, rules }: SecurityGroupRoot): readonly RuleRow[] =>
  rules.filter(({ enabled, action }) => enabled && (stateful || action !== 'allow'))

/** A group is a port group with its rules, and one set of its members' addresses per family for rules that refer to it. */
export const desiredSecurityGroup = (group: SecurityGroupRoot, { deployment }: Site): readonly DesiredRow[] => {
  const owner: Owner = { deployment, key: { kind: 'security_group', id: group.id } }
  const labels = { name: group.name, project: group.projectId }
  const sets = ([4, 6] as const).map((family) =>
    addressSet(owner, addressSetRef(deployment, group.id, family), {
      name: addressSetName(group.id, family),
      addresses: group.addresses.filter((address) => address.includes(':') === (family === 6)),
      labels,
    }),
  )
  return [
    portGroup(owner, groupRef(deployment, group.id), { name: groupName(group.id), labels }),
    ...sets,
    ...(group.stateful && group.defaultEgress === 'allow'
      ? [defaultEgressRow(owner, 4), defaultEgressRow(owner, 6)]
      : []),
    ...sayable(group).map((rule) => ruleRow(owner, rule)),
  ]
}
