import type { IpFamily } from '@quantumnet/api'
import type { Owner } from '../../ovn/external-ids.ts'
import { all, is, portIn } from '../../ovn/match.ts'
import { addressSetName, groupName } from '../../ovn/names.ts'
import { ACL_PRIORITY } from '../../ovn/priorities.ts'
import { addressSetRef, groupRef } from '../../ovn/refs.ts'
import type { DesiredRow } from '../../ovn/rows.ts'
import type { Site } from '../../ovn/site.ts'
import { acl } from '../../ovn/tables/acl.ts'
import { addressSet } from '../../ovn/tables/address-set.ts'
import { portGroup } from '../../ovn/tables/port-group.ts'
import { ruleAcl, type Placement } from '../rule-acls/index.ts'
import type { SecurityGroupRoot } from './load.ts'

const FAMILIES: readonly IpFamily[] = [4, 6]

const defaultEgressRow = ({ owner, on, group, stateless }: Placement, family: IpFamily): DesiredRow =>
  acl(owner, `egress:v${String(family)}`, on, {
    direction: 'egress',
    priority: ACL_PRIORITY.defaultEgress,
    match: all(portIn('inport', group), is(family === 4 ? 'ip4' : 'ip6')),
    verdict: 'allow',
    stateless,
  })

/**
 * Ports of a stateless group are not tracked at all, also where no rule of the group speaks of a packet: half of a connection would pass for
 * an invalid one, and be dropped before any rule is asked.
 */
const untrackedRow = ({ owner, on, group }: Placement, direction: 'ingress' | 'egress'): DesiredRow =>
  acl(owner, `untracked:${direction}`, on, {
    direction,
    priority: ACL_PRIORITY.untracked,
    match: all(portIn(direction === 'ingress' ? 'outport' : 'inport', group), is('ip')),
    verdict: 'allow',
    stateless: true,
  })

/** A group is a port group with its rules, and one set of its members' addresses per family for rules that refer to it. */
export const desiredSecurityGroup = (group: SecurityGroupRoot, { deployment }: Site): readonly DesiredRow[] => {
  const { id, name, stateful, defaultEgress, rules, addresses } = group
  const owner: Owner = { deployment, key: { kind: 'security_group', id } }
  const labels = { name, project: group.projectId }
  const on = groupRef(deployment, id)
  const at: Placement = { owner, on, group: groupName(id), band: 'user', name, stateless: !stateful }
  return [
    portGroup(owner, on, { name: at.group, labels }),
    ...FAMILIES.map((family) =>
      addressSet(owner, addressSetRef(deployment, id, family), {
        name: addressSetName(id, family),
        addresses: addresses.filter((address) => address.includes(':') === (family === 6)),
        labels,
      }),
    ),
    ...(defaultEgress === 'allow' ? FAMILIES.map((family) => defaultEgressRow(at, family)) : []),
    ...(stateful ? [] : [untrackedRow(at, 'ingress'), untrackedRow(at, 'egress')]),
    ...rules.filter(({ enabled }) => enabled).map((rule) => ruleAcl(at, rule)),
  ]
}
