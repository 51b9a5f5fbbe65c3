import type { Tx } from '../../db/pool.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { lockParent } from '../../resource-kit/parent.ts'
import type { ProjectRow } from './store.ts'
import { projectResource } from './view.ts'

/**
 * The project that a request gives what it makes to, as `/project`. It stays until this transaction ends.
 * @throws DomainError reference_not_found also when the caller may not see it, forbidden, being_deleted
 */
export const lockProject = async (tx: Tx, caller: Caller, id: string): Promise<ProjectRow> =>
  await lockParent(tx, caller, { resource: projectResource, pointer: '/project', id })
