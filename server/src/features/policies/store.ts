import type { Tx } from '../../db/pool.ts'
import type { NewRow, ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'
import { rulesOfRow, type ExistingRule } from '../rule-lists/index.ts'

/** Whose secured ports a policy holds for. */
export interface PolicyScope {
  readonly scope: 'all' | 'projects'
  readonly projects: readonly string[]
}

/** The columns of a policy's own table. */
interface PolicyColumns extends ResourceRow, PolicyScope {}

/** A policy with its rules, in the order in which they decide. */
export interface PolicyRow extends PolicyColumns {
  readonly rules: readonly ExistingRule[]
}

/** SQL: whether a policy holds for one of these projects. `policy` is the alias of its row. */
export const holdsFor = (policy: string, projects: string): string =>
  `${policy}.scope = 'all' or ${policy}.projects ?| (${projects})::text[]`

export const policies = new ResourceTable<PolicyRow, PolicyColumns>('policy', {
  columns: `${rulesOfRow({ name: 'policy_rule', column: 'policy_id' })} as rules`,
  visible: (projects) => holdsFor('t', projects),
})

/** Inserts a policy, which has no rule yet. */
export const insertPolicy = async (tx: Tx, policy: NewRow<PolicyColumns>): Promise<PolicyRow> => ({
  ...(await policies.insert(tx, policy)),
  rules: [],
})

/** Locks projects, so that they stay until a policy names them; gives the ids of those that are live. */
export const lockProjects = async (tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await tx.query<{ id: string }>(
    'select id from project where id = any($1::uuid[]) and deleting_at is null order by id for key share',
    [ids],
  )
  return new Set(rows.map(({ id }) => id))
}
