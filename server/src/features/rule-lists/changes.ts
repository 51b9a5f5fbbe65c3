import { MOST_RULES, ruleProblems, type UpdateSecurityGroupRule } from '@quantumnet/api'
import { DomainError, fieldError } from '../../errors.ts'
import { canonicalJson } from '../../resource-kit/canonical.ts'
import {
  contentColumns,
  contentOf,
  matchKey,
  ruleWords,
  shownContent,
  twinKey,
  type RuleContent,
  type SaidRule,
} from './content.ts'

/** What becomes of the rules of a group or policy by a request. Pure. */

const STRENGTH = { drop: 0, reject: 1, allow: 2 } as const

type Placed = Pick<RuleContent, 'direction' | 'position' | 'action'> & { readonly id: string }

/** Compares rules by the order in which they decide, ingress first. */
export const byDecision = (a: Placed, b: Placed): number => {
  if (a.direction !== b.direction) return a.direction === 'ingress' ? -1 : 1
  if (a.position !== b.position) return a.position - b.position
  if (a.action !== b.action) return STRENGTH[a.action] - STRENGTH[b.action]
  return a.id < b.id ? -1 : 1
}

/** A rule that is there. */
export type ExistingRule = RuleContent & { readonly id: string }

/** A rule of a list that replaces another. */
export interface WantedRule {
  /** of the rule that it changes, or of a new one */
  readonly id: string | undefined
  readonly content: RuleContent
}

/** A change of one rule; a field that is left out stays as it is. */
export type RulePatch = UpdateSecurityGroupRule

type Given<T> = { [Field in keyof T]?: Exclude<T[Field], undefined> }

const given = <T extends object>(patch: T): Given<T> =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Given<T>

/** A rule for one port is one for another by a change of `port_min` alone, and one for all ports when that is taken away. */
const followingPort = (
  row: RuleContent,
  { port_min: min, port_max: max }: RulePatch,
): Partial<Pick<SaidRule, 'port_max'>> =>
  min !== undefined && max === undefined && (min === null || row.port_min === row.port_max) ? { port_max: min } : {}

/**
 * The rule that a change leads to. The fields have to go together afterwards, whichever of them the request names.
 * @throws DomainError invalid_request for the fields that don't
 */
export const patchedRule = (row: RuleContent, patch: RulePatch): RuleContent => {
  const said: SaidRule = {
    ...shownContent(row),
    labels: { ...row.labels },
    ...given(patch),
    ...followingPort(row, patch),
  }
  const problems = ruleProblems(said)
  if (problems.length > 0) {
    const errors = problems.map(({ field, message }) => ({ pointer: `/${field}`, message, value: said[field] }))
    const summary = errors.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ')
    throw new DomainError('invalid_request', `the changed rule would not go together: ${summary}`, { errors })
  }
  return contentOf(said)
}

const twinRefusal = (pointer: string, rule: RuleContent, twin: string): DomainError =>
  new DomainError(
    'already_exists',
    `${twin} matches the same at position ${String(rule.position)}: ${ruleWords(rule)}`,
    {
      errors: [
        {
          pointer,
          message: `${twin} matches the same packets at position ${String(rule.position)}`,
          allowed: 'another match or another position',
        },
      ],
    },
  )

/** Refuses a rule beside which another one has no effect. `rule.id` is its own, which is no twin. @throws DomainError already_exists */
export const refuseTwin = (rule: RuleContent, id: string, others: readonly ExistingRule[]): void => {
  const key = twinKey(rule)
  const twin = others.find((other) => other.id !== id && twinKey(other) === key)
  if (twin !== undefined) throw twinRefusal('/position', rule, `rule ${twin.id}`)
}

/** Refuses one rule more than a group or policy may have. @throws DomainError quota_exceeded */
export const refuseFull = (parent: string, rules: readonly unknown[]): void => {
  if (rules.length < MOST_RULES) return
  throw new DomainError(
    'quota_exceeded',
    `"${parent}" has ${String(rules.length)} rules, and no group or policy may have more`,
  )
}

/** Refuses a list that names one rule twice, by its id or by what it says. @throws DomainError */
export const refuseRepeated = (wanted: readonly WantedRule[]): void => {
  const ids = new Map<string, number>()
  const keys = new Map<string, number>()
  wanted.forEach(({ id, content }, index) => {
    const pointer = `/rules/${String(index)}`
    const sameId = id === undefined ? undefined : ids.get(id)
    if (sameId !== undefined)
      throw fieldError('invalid_request', {
        pointer: `${pointer}/id`,
        message: `is the id of item ${String(sameId)} too`,
        value: id,
        allowed: 'each id once',
      })
    const twin = keys.get(twinKey(content))
    if (twin !== undefined) throw twinRefusal(pointer, content, `item ${String(twin)}`)
    if (id !== undefined) ids.set(id, index)
    keys.set(twinKey(content), index)
  })
}

/** What has to be written so that a list becomes another. */
export interface RuleChanges {
  readonly added: readonly WantedRule[]
  readonly changed: readonly { readonly before: ExistingRule; readonly content: RuleContent }[]
  readonly removed: readonly ExistingRule[]
}

const contentText = (rule: RuleContent): string => canonicalJson(contentColumns.map((column) => rule[column]))

/**
 * The least that has to be written. A wanted rule takes the existing one with its id; or else one that matches the same at the same
 * position; or else one that matches the same elsewhere. So a list that is written again without ids keeps them.
 */
export const planRules = (existing: readonly ExistingRule[], wanted: readonly WantedRule[]): RuleChanges => {
  const free = new Map(existing.map((rule) => [rule.id, rule]))
  const taken = new Map<WantedRule, ExistingRule>()
  const take = (rule: WantedRule, found: ExistingRule | undefined): void => {
    if (found === undefined) return
    free.delete(found.id)
    taken.set(rule, found)
  }
  for (const rule of wanted) if (rule.id !== undefined) take(rule, free.get(rule.id))
  for (const key of [twinKey, matchKey]) {
    const alike = Map.groupBy(free.values(), key)
    for (const rule of wanted)
      if (rule.id === undefined && !taken.has(rule)) take(rule, alike.get(key(rule.content))?.shift())
  }
  return {
    added: wanted.filter((rule) => !taken.has(rule)),
    changed: [...taken]
      .filter(([{ content }, before]) => contentText(content) !== contentText(before))
      .map(([{ content }, before]) => ({ before, content })),
    removed: [...free.values()],
  }
}
