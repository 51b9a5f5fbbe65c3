import { ApiError, securityGroupRoutes, type ReplaceSecurityGroupRules } from '@quantumnet/api'
import {
  computed,
  defineResource,
  failure,
  isRecord,
  Refusal,
  required,
  requiresReplace,
  string,
  useStateForUnknown,
  type Attributes,
  type Call,
  type Drafts,
  type Finding,
  type Knowns,
  type ObjectValue,
  type Resource,
  type Value,
} from '../../framework/index.ts'
import type { Connection } from '../kit/connection.ts'
import { byId, importById } from '../kit/by-id.ts'
import type { Deadline } from '../kit/deadline.ts'
import { requestFindings } from '../kit/derive/findings.ts'
import { uuid } from '../kit/kinds.ts'
import { ruleHints } from '../kit/rule-hints.ts'
import { attempt, untilApplied } from '../kit/waiting.ts'
import { inOrderOf, rulesAttribute, rulesBody, ruleSchema, sameRules, settleRules } from './rules.ts'

/**
 * All rules of a group, and no others: one that somebody else makes is shown by the next plan, and removed. The list is replaced at once, and
 * only the one that was seen (If-Match).
 */

const TYPE = 'quantumnet_security_group_rules_exclusive'

const attributes = {
  id: computed(string, 'Id of the security group.', { plan: [useStateForUnknown()] }),
  security_group: required(uuid, 'Id of the security group. One has one such list.', { plan: [requiresReplace()] }),
  rules: rulesAttribute,
}
type Exclusive = Attributes

interface Values {
  readonly id: string
  readonly security_group: string
  readonly rules: Value
}
const valuesOf = (values: object): Values => values as Values

interface RuleList {
  readonly id: string
  readonly generation: number
  readonly status: never
  readonly rules: readonly ObjectValue[]
}

const read = async (client: Connection, id: string, deadline: Deadline): Promise<RuleList> => {
  const answer: unknown = await client.call(securityGroupRoutes.getRules, { params: { id } }, deadline)
  return answer as RuleList
}

const stateOf = ({ id, rules }: RuleList, reference: Value | undefined): Knowns<Exclusive> => ({
  ...{ id, security_group: id, rules: inOrderOf(reference, rules) },
})

const changedMeanwhile = (): Refusal =>
  new Refusal([failure('The rules were changed meanwhile', 'They are not those that the plan has seen. Plan again.')])

interface Replacement {
  readonly id: string
  readonly rules: Value | undefined
  /** the rules that the plan has seen; undefined: it has seen none, and takes over whatever there is */
  readonly seen?: Value | undefined
}

/** Replaces the list that was seen; a change of the group beside its rules is no reason to give up. */
const replace = async ({ id, rules, seen }: Replacement, client: Connection, deadline: Deadline): Promise<RuleList> => {
  for (;;) {
    const before = await read(client, id, deadline)
    if (seen !== undefined && !sameRules(seen, before.rules)) throw changedMeanwhile()
    const body = { rules: rulesBody(rules) } as unknown as ReplaceSecurityGroupRules
    try {
      const route = securityGroupRoutes.replaceRules
      const answer: unknown = await client.call(route, { params: { id }, body }, deadline, before.generation)
      return answer as RuleList
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'precondition_failed')) throw error
    }
  }
}

type Saving = Parameters<Resource<Connection>['create']>[1]

const write = async (attempted: string, replacement: Replacement, call: Saving): Promise<Knowns<Exclusive>> =>
  await attempt(`${attempted} ${TYPE}`, call, async (deadline) => {
    const { client, warn } = call
    const { id, rules } = replacement
    const accepted = await replace(replacement, client, deadline)
    call.save(stateOf(accepted, rules))
    const waiter = {
      ...{ deadline, warn, until: client.defaults.until ?? ('applied' as const) },
      read: async (): Promise<RuleList> => await read(client, id, deadline),
    }
    return stateOf(await untilApplied(accepted, waiter), rules)
  })

const validate = (config: Drafts<Exclusive>): readonly Finding[] => {
  const { security_group: group, rules } = config as ObjectValue
  if (!Array.isArray(rules)) return []
  return (rules as readonly Value[]).flatMap((rule, index) =>
    isRecord(rule)
      ? requestFindings({ schema: ruleSchema, hints: ruleHints }, { ...rule, security_group: group ?? null }).map(
          ({ path, message }) => ({ path: ['rules', index, ...path], message }),
        )
      : [],
  )
}

const gone = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === 'not_found' || error.code === 'being_deleted')

const readList = async (state: Knowns<Exclusive>, call: Call<Connection>): Promise<Knowns<Exclusive> | undefined> =>
  await attempt(`read ${TYPE}`, call, async (deadline) => {
    const { id, rules } = valuesOf(state)
    try {
      return stateOf(await read(call.client, id, deadline), rules)
    } catch (error) {
      if (gone(error)) return undefined
      throw error
    }
  })

export const securityGroupRulesExclusive: Resource<Connection> = defineResource<Connection, Exclusive>({
  schema: {
    version: 0,
    description:
      'All rules of a security group, and no others: one that somebody else makes is shown by the next plan, and removed. What the group had before is taken over. Not together with `quantumnet_security_group_rule` for the same group.',
    attributes,
  },
  timeouts: { create: '5m', update: '5m', delete: '5m' },
  validate,
  refine: ({ config, planned }) => ({
    ...planned,
    rules: settleRules((config as ObjectValue)['rules'], (planned as ObjectValue)['rules'] ?? null),
  }),
  create: async (planned, call) => {
    const { security_group: id, rules } = valuesOf(planned)
    return await write('create', { id, rules }, call)
  },
  read: readList,
  update: async (planned, prior, call) => {
    const { id, rules } = valuesOf(planned)
    return await write('update', { id, rules, seen: valuesOf(prior).rules }, call)
  },
  delete: async (state, call) => {
    const { id } = valuesOf(state)
    await attempt(`delete ${TYPE}`, call, async (deadline) => {
      await replace({ id, rules: [] }, call.client, deadline).catch((error: unknown) => {
        if (!gone(error)) throw error
      })
    })
  },
  importState: importById,
  identity: byId,
})
