import type { Condition } from '@quantumnet/api'
import type { Queryable, Tx } from '../../db/pool.ts'
import { ruleRows } from '../rule-acls/index.ts'
import type { RuleOwner, Said } from './rules.ts'

/** The conditions of a hypervisor; undefined when there is none of this name. */
export const conditionsOfNode = async (db: Queryable, name: string): Promise<readonly Condition[] | undefined> => {
  const [row] = await db.query<{ conditions: readonly Condition[] }>('select conditions from node where name = $1', [
    name,
  ])
  return row?.conditions
}

/** Writes the conditions of a hypervisor, and gives its id. */
export const writeNode = async (
  tx: Tx,
  name: string,
  conditions: readonly Condition[],
): Promise<string | undefined> => {
  const [row] = await tx.query<{ id: string }>('update node set conditions = $2 where name = $1 returning id', [
    name,
    JSON.stringify(conditions),
  ])
  return row?.id
}

/** All that hypervisors say of matches that they cannot read. */
export const saidByNodes = async (db: Queryable, type: string): Promise<readonly Said[]> =>
  await db.query<Said>(
    `select n.name as node, c ->> 'message' as message from node n, jsonb_array_elements(n.conditions) c
     where n.conditions <> '[]' and c ->> 'type' = $1 order by n.name, message`,
    [type],
  )

interface OwnerRow extends RuleOwner {
  readonly project: string | null
}

/** Locks these groups, and all policies where policies are concerned, with their rules. */
export const lockOwners = async (
  tx: Tx,
  groups: readonly string[],
  withPolicies: boolean,
): Promise<readonly OwnerRow[]> => [
  ...(await tx.query<OwnerRow>(
    `select 'security_group' as kind, g.id, g.project_id as project, g.conditions,
       ${ruleRows('security_group_rule', 'group_id', 'g.id')} as rules
     from security_group g where g.id = any($1::uuid[]) and g.deleting_at is null order by g.id for no key update of g`,
    [groups],
  )),
  ...(withPolicies
    ? await tx.query<OwnerRow>(
        `select 'policy' as kind, p.id, null as project, p.conditions, ${ruleRows('policy_rule', 'policy_id', 'p.id')} as rules
         from policy p where p.deleting_at is null order by p.id for no key update of p`,
      )
    : []),
]

export const writeOwner = async (tx: Tx, { kind, id }: RuleOwner, conditions: readonly Condition[]): Promise<void> => {
  await tx.query(`update ${kind} set conditions = $2 where id = $1`, [id, JSON.stringify(conditions)])
}
