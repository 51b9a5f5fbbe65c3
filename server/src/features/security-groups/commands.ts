import { v7 } from 'uuid'
import type { DirtyKey } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import { insertDefaultGroup, markGroupsDeleting } from './store.ts'

const keyOf = (id: string): DirtyKey => ({ kind: 'security_group', id })

/** Makes the group that every secured port of the project joins. Part of the project's creation. */
export const createDefaultGroup = async (tx: Tx, project: string): Promise<DirtyKey> => {
  const id = v7()
  await insertDefaultGroup(tx, id, project)
  return keyOf(id)
}

/** Part of the project's deletion. */
export const deleteGroupsOf = async (tx: Tx, project: string): Promise<DirtyKey[]> =>
  (await markGroupsDeleting(tx, project)).map(keyOf)
