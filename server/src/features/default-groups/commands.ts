import { record } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import { newId } from '../../random.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { insertDefaultGroup, markDefaultGroupDeleting } from './store.ts'

/**
 * The security group that comes and goes with its project. It stands apart from the other groups, which belong to a project that is there:
 * projects make it, and groups know projects.
 */

/** Part of the project's creation. */
export const createDefaultGroup = async (tx: Tx, caller: Caller, project: string): Promise<void> => {
  const id = newId()
  await insertDefaultGroup(tx, id, project)
  const dirty = [{ kind: 'security_group', id }] as const
  await record(tx, caller, { action: 'create', kind: 'security_group', id, project, dirty })
}

/** Part of the project's deletion, which is refused while the project holds any other group. */
export const deleteDefaultGroup = async (tx: Tx, caller: Caller, project: string): Promise<void> => {
  const id = await markDefaultGroupDeleting(tx, project)
  if (id === undefined) return
  const dirty = [{ kind: 'security_group', id }] as const
  await record(tx, caller, { action: 'delete', kind: 'security_group', id, project, dirty })
}
