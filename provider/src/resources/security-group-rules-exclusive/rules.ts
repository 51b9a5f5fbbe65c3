import { isDeepStrictEqual } from 'node:util'
import { CreateSecurityGroupRule, SecurityGroupRule, WantedSecurityGroupRule } from '@quantumnet/api'
import { objectList, required, type Attributes, type ObjectValue, type Value } from '../../framework/index.ts'
import { attributesFrom } from '../kit/derive/attributes.ts'
import { bodyFrom } from '../kit/derive/body.ts'
import { shapeOf, type Shape } from '../kit/derive/field.ts'
import { stateFrom } from '../kit/derive/state.ts'
import { ruleHints, settleRule } from '../kit/rule-hints.ts'

/** The rules of a group as one list: their attributes, and their conversion. */

const wanted: Shape = Object.fromEntries(
  Object.entries(shapeOf(WantedSecurityGroupRule)).filter(([name]) => name !== 'id'),
)
const answered: Shape = Object.fromEntries(
  Object.entries(shapeOf(SecurityGroupRule)).filter(([name]) => name in wanted),
)

export const ruleAttributes: Attributes = attributesFrom(
  { view: answered, create: wanted },
  {
    ...ruleHints,
    description: { text: 'Free text of at most 1000 characters.' },
    labels: { text: 'Up to 64 labels of your own.' },
  },
)

export const rulesAttribute = required(
  objectList(ruleAttributes),
  'All rules that the group is to have, up to 200. Their order says nothing: `position` does. `[]`: none.',
)

/** What the API checks a rule by, with the group that it would be of. */
export const ruleSchema = CreateSecurityGroupRule

const listOf = (value: Value | undefined): readonly ObjectValue[] =>
  Array.isArray(value) ? (value as readonly ObjectValue[]) : []

export const rulesBody = (rules: Value | undefined): Record<string, unknown>[] =>
  listOf(rules).map((rule) => bodyFrom(wanted, rule, ruleHints))

/** What a rule says, as the API spells it and with its defaults: equal for two rules that say the same. */
const meaningOf = (rule: ObjectValue): unknown => {
  const parsed = WantedSecurityGroupRule.safeParse(bodyFrom(wanted, rule, ruleHints))
  return parsed.success ? { ...parsed.data, port_max: parsed.data.port_max ?? parsed.data.port_min } : rule
}

/**
 * The rules that the API answers, in the order of a list before: those that it had come first, as it spelt them, and then the others.
 */
export const inOrderOf = (reference: Value | undefined, answer: readonly ObjectValue[]): readonly ObjectValue[] => {
  const left = answer.map((rule) => stateFrom(ruleAttributes, rule, ruleHints))
  const kept = listOf(reference).flatMap((before) => {
    const meaning = meaningOf(before)
    const index = left.findIndex((rule) => isDeepStrictEqual(meaningOf(rule), meaning))
    return index < 0 ? [] : left.splice(index, 1)
  })
  return [...kept, ...left]
}

/** Whether the rules that the API answers say what those of a list say, in whatever order. */
export const sameRules = (list: Value | undefined, answer: readonly ObjectValue[]): boolean =>
  isDeepStrictEqual(inOrderOf(list, answer).map(meaningOf), listOf(list).map(meaningOf))

/** Rules in which what follows from other attributes is filled in. */
export const settleRules = (config: Value | undefined, planned: Value): Value => {
  if (!Array.isArray(planned)) return planned
  const configured = listOf(config)
  return (planned as readonly Value[]).map((rule, index) =>
    typeof rule === 'object' && rule !== null
      ? settleRule({ config: configured[index] ?? {}, planned: rule as ObjectValue })
      : rule,
  )
}
