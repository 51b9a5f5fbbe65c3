import type { Owner } from '../../ovn/external-ids.ts'
import type { PortGroupName } from '../../ovn/names.ts'
import { ACL_PRIORITY, rulePriority, type Band } from '../../ovn/priorities.ts'
import { addressGroupSetRef, addressSetRef } from '../../ovn/refs.ts'
import type { DesiredRow, RowRef } from '../../ovn/rows.ts'
import { acl, type AclFields } from '../../ovn/tables/acl.ts'
import type { RuleRow } from './load.ts'
import { familyOf, matchOf } from './match.ts'

/** What OVN is told of rules. Pure. */

/** A list of rules on one port group. */
export interface Placement {
  readonly owner: Owner
  readonly on: RowRef<'Port_Group'>
  readonly group: PortGroupName
  readonly band: Band
  /** of the group or policy, by which people find its rules */
  readonly name: string
  /** whether replies of what a rule allows need a rule of their own */
  readonly stateless: boolean
  /** tells the rows of this placement from those of the same rules elsewhere */
  readonly part?: string
}

/** The set that a rule's match names: without it ovn-controller could not read the match. */
const neededSets = ({ deployment }: Owner, rule: RuleRow): readonly RowRef[] => {
  const family = familyOf(rule.ethertype)
  return [
    ...(rule.remoteGroupId === null ? [] : [addressSetRef(deployment, rule.remoteGroupId, family)]),
    ...(rule.remoteAddressGroupId === null ? [] : [addressGroupSetRef(deployment, rule.remoteAddressGroupId, family)]),
  ]
}

/** ACL.name ends at 63 characters, of which the id of the rule, by which its log is found, is 36. */
const LONGEST_NAME = 26

/** What OVN calls a rule: in its lists of ACLs, and in each line of the log. */
const aclName = ({ name }: Placement, { id }: RuleRow): string => `${name.slice(0, LONGEST_NAME)}/${id}`

const rowOf = (
  at: Placement,
  rule: RuleRow,
  fields: Pick<AclFields, 'priority' | 'verdict' | 'stateless' | 'log'>,
  ...suffix: readonly string[]
): DesiredRow =>
  acl(at.owner, ['rule', rule.id, ...(at.part === undefined ? [] : [at.part]), ...suffix].join(':'), at.on, {
    ...fields,
    direction: rule.direction,
    match: matchOf(rule, at.group),
    name: aclName(at, rule),
    needs: neededSets(at.owner, rule),
    labels: { rule: rule.id },
  })

/** An ACL that decides nothing: it keeps connection tracking, and with it what OVN lets pass by itself, away from what it matches. */
const untrackedRow = (at: Placement, rule: RuleRow): DesiredRow =>
  rowOf(at, rule, { priority: ACL_PRIORITY.untracked, verdict: 'allow', stateless: true }, 'untracked')

/** The ACL of a rule that is enabled. */
export const ruleAcl = (at: Placement, rule: RuleRow): DesiredRow =>
  rowOf(at, rule, {
    priority: rulePriority(at.band, rule.position, rule.action),
    verdict: rule.action,
    stateless: at.stateless,
    log: rule.log,
  })

/** The ACLs of a rule whose verdict holds for replies of established connections too. */
export const finalAcls = (at: Placement, rule: RuleRow): readonly DesiredRow[] => [
  ruleAcl(at, rule),
  untrackedRow(at, rule),
]
