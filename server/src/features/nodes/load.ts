import type { Queryable, Tx } from '../../db/pool.ts'
import { SILENT } from './silence.ts'
import { advanceOperation, lockRunningOperations } from '../operations/index.ts'

/** A node that was taken out for good, and whose chassis OVN may still wait for. */
export interface Leaving {
  readonly id: string
  readonly name: string
}

/** Nodes whose decommission goes on. */
export const leavingNodes = async (db: Queryable): Promise<readonly Leaving[]> =>
  await db.query<Leaving>(
    `select n.id, n.name from operation o join node n on n.id = o.target_id
     where o.action = 'decommission' and o.state = 'running' and n.service = 'decommissioned'`,
    [],
    'leaving-nodes',
  )

/** Nodes of which it was said that they are silent: an agent that ends with its host, or a host that ended. */
export const silentNodes = async (db: Queryable): Promise<readonly string[]> =>
  (
    await db.query<{ name: string }>(
      `select name from node where conditions @> '[{"type": "${SILENT}"}]' order by name`,
      [],
      'silent-nodes',
    )
  ).map(({ name }) => name)

/** OVN knows a node no more: its decommission has come to its end. */
export const endDecommission = async (tx: Tx, { id }: Leaving): Promise<void> => {
  for (const operation of await lockRunningOperations(tx, id))
    if (operation.action === 'decommission') await advanceOperation(tx, operation, { done: 1, state: 'succeeded' })
}
