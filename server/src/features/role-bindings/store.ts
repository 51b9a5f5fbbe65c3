import type { ProjectRole } from '@quantumnet/api'
import type { ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'

export interface RoleBindingColumns extends ResourceRow {
  readonly token_id: string
  readonly project_id: string
  readonly role: ProjectRole
}

/** A binding with the end of the token that it is for. */
export interface RoleBindingRow extends RoleBindingColumns {
  /** null: never */
  readonly token_expires_at: Date | null
}

export const roleBindings = new ResourceTable<RoleBindingRow, RoleBindingColumns>('role_binding', {
  columns: 'token.expires_at as token_expires_at',
  joins: 'join token on token.id = t.token_id',
})
