import type { Tx } from '../../db/pool.ts'
import { beingDeleted, referenceNotFound } from '../../resource-kit/refusals.ts'
import type { RuleContent } from './content.ts'
import { lockRemotes } from './store.ts'

const REMOTES = [
  { kind: 'security_group', column: 'remote_group_id', field: 'remote_group' },
  { kind: 'address_group', column: 'remote_address_group_id', field: 'remote_address_group' },
] as const

/** A rule of a request; in a list, where it stands there. */
export interface PlacedRule {
  readonly content: RuleContent
  readonly pointer: string
}

/**
 * Locks the groups and address groups that rules name, so that they stay. Rules of a security group name those of its own project; rules of a
 * policy, which belongs to none (null), name any.
 * @throws DomainError reference_not_found, being_deleted
 */
export const holdRemotes = async (tx: Tx, project: string | null, rules: readonly PlacedRule[]): Promise<void> => {
  for (const { kind, column, field } of REMOTES) {
    const named = rules.flatMap(({ pointer, content }) => {
      const id = content[column]
      return id === null ? [] : [{ id, pointer: `${pointer}/${field}` }]
    })
    const found = await lockRemotes(tx, kind, [...new Set(named.map(({ id }) => id))])
    for (const { id, pointer } of named) {
      const row = found.get(id)
      if (row === undefined || (project !== null && row.project_id !== project))
        throw referenceNotFound(pointer, kind, id)
      if (row.deleting) throw beingDeleted(kind, row)
    }
  }
}
