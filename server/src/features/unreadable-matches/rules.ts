import type { Condition, UnreadableMatch } from '@quantumnet/api'
import { DROP_GROUP, groupName, projectGroupName, type PortGroupName } from '../../ovn/names.ts'
import { matchText, type RuleRow } from '../rule-acls/index.ts'

/** What becomes of a report that ovn-controller cannot read a match. Pure. */

/** Of a hypervisor: one for each match. */
export const OF_NODE = 'UnreadableMatch'
/** Of the group or policy that the match was made of. Its end makes it an error (resource-kit/common-view.ts). */
const OF_OWNER = 'MatchFailed'

const sinceOf = (conditions: readonly Condition[], alike: (each: Condition) => boolean, now: Date): string =>
  conditions.find(alike)?.since ?? now.toISOString()

/** The conditions of a hypervisor whose ovn-controller cannot read these. What goes on keeps the time at which it began. */
export const nodeConditions = (
  conditions: readonly Condition[],
  unreadable: readonly UnreadableMatch[],
  now: Date,
): Condition[] => [
  ...conditions.filter(({ type }) => type !== OF_NODE),
  ...unreadable.map(({ match, error }) => {
    const message = `ovn-controller cannot read "${match}": ${error}`
    const since = sinceOf(conditions, (each) => each.type === OF_NODE && each.message === message, now)
    return { type: OF_NODE, reason: 'OvnController', message, since }
  }),
]

const UUID = '[0-9a-f]{8}(?:_[0-9a-f]{4}){3}_[0-9a-f]{12}'
const OF_GROUP = new RegExp(`port == @sg_(${UUID})`, 'g')
const OF_PROJECT = new RegExp(`port == @qn_project_(${UUID})`, 'g')

const idsIn = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, id = '']) => id.replaceAll('_', '-'))

/** Security groups on whose port groups what these texts say stands. */
export const groupsIn = (texts: readonly string[]): string[] => [
  ...new Set(texts.flatMap((text) => idsIn(text, OF_GROUP))),
]

/** Whether what a text says may stand on a port group that policies put their rules on. */
export const mayBePolicy = (text: string): boolean =>
  text.includes(`port == @${DROP_GROUP}`) || idsIn(text, OF_PROJECT).length > 0

/** The port groups that rules of this owner stand on, as far as a text names them. */
const groupNamesIn = (owner: RuleOwner, text: string): readonly PortGroupName[] =>
  owner.kind === 'security_group'
    ? idsIn(text, OF_GROUP)
        .filter((id) => id === owner.id)
        .map(groupName)
    : [DROP_GROUP, ...idsIn(text, OF_PROJECT).map(projectGroupName)]

/** A group or a policy, with its rules. */
export interface RuleOwner {
  readonly kind: 'security_group' | 'policy'
  readonly id: string
  readonly conditions: readonly Condition[]
  readonly rules: readonly RuleRow[]
}

/** What a hypervisor says of one match. */
export interface Said {
  readonly node: string
  readonly message: string
}

/** The rule whose match stands in a text: the longest, for that of a wider rule may stand in that of a narrower one. */
const ruleIn = (owner: RuleOwner, text: string): string | undefined =>
  groupNamesIn(owner, text)
    .flatMap((group) => owner.rules.map((rule) => ({ id: rule.id, text: matchText(rule, group) })))
    .filter((each) => text.includes(each.text))
    .sort((a, b) => b.text.length - a.text.length)[0]?.id

const MOST_TOLD = 3

/** The conditions of a group or policy of which hypervisors say this. */
export const ownerConditions = (owner: RuleOwner, said: readonly Said[], now: Date): readonly Condition[] => {
  const others = owner.conditions.filter(({ type }) => type !== OF_OWNER)
  const about = said.flatMap(({ node, message }) => {
    const rule = ruleIn(owner, message)
    if (rule !== undefined) return [`rule ${rule} has no effect on ${node}: ${message}`]
    return owner.kind === 'security_group' && groupsIn([message]).includes(owner.id)
      ? [`not all of it has an effect on ${node}: ${message}`]
      : []
  })
  if (about.length === 0) return others
  const more = about.length > MOST_TOLD ? `; and ${String(about.length - MOST_TOLD)} more` : ''
  const since = sinceOf(owner.conditions, ({ type }) => type === OF_OWNER, now)
  const message = about.slice(0, MOST_TOLD).join('; ') + more
  return [...others, { type: OF_OWNER, reason: OF_NODE, message, since }]
}
