import type { Queryable } from '../../db/pool.ts'
import type { RootStatus } from '../../reconcile/root-row.ts'
import { ruleRows, type RuleRow } from '../rule-acls/index.ts'

/** A policy as the reconciler sees it. */
export interface PolicyRoot extends RootStatus {
  readonly name: string
  readonly scope: 'all' | 'projects'
  /** with scope "projects"; those that are there */
  readonly projects: readonly string[]
  readonly rules: readonly RuleRow[]
}

// A project that is being deleted holds no port, and its port group goes with it.
const LOAD = `
select t.id, t.generation, t.applied_generation as "appliedGeneration",
  t.realized_generation as "realizedGeneration", t.conditions, t.deleting_at is not null as deleting, t.name, t.scope,
  array(
    select p.id::text from jsonb_array_elements_text(t.projects) as listed join project p on p.id = listed::uuid
    where p.deleting_at is null order by p.id
  ) as projects, ${ruleRows('policy_rule', 'policy_id', 't.id')} as rules
from policy t where t.id = any($1::uuid[])`

export const loadPolicies = async (db: Queryable, ids: readonly string[]): Promise<readonly PolicyRoot[]> =>
  await db.query<PolicyRoot>(LOAD, [ids], 'load-policies')
