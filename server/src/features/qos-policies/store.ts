import type { Tx } from '../../db/pool.ts'
import type { ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'
import type { Limits } from './rules.ts'

/** A burst is null where it follows from its rate. */
export interface QosPolicyRow extends ResourceRow, Limits {
  readonly project_id: string
}

export const qosPolicies = new ResourceTable<QosPolicyRow>('qos_policy')

/**
 * The ports that use a policy. Locks it, so that a port which is just being made with it is one of them: whoever names a policy keeps it
 * from this lock until the end of his transaction.
 */
export const portsOfPolicy = async (tx: Tx, id: string): Promise<readonly string[]> => {
  await tx.query('select from qos_policy where id = $1 for update', [id])
  const rows = await tx.query<{ id: string }>(
    'select id from port where qos_policy_id = $1 and deleting_at is null order by id',
    [id],
  )
  return rows.map((port) => port.id)
}

/** Policies by id; none of them can be deleted before this transaction ends. */
export const lockQosPolicies = async (tx: Tx, ids: readonly string[]): Promise<readonly QosPolicyRow[]> =>
  ids.length === 0
    ? []
    : await tx.query<QosPolicyRow>(
        'select * from qos_policy where id = any($1::uuid[]) order by id for key share',
        [ids],
        'qos_policies_lock',
      )
