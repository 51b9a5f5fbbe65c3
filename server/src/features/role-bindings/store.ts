import type { ProjectRole } from '@quantumnet/api'
import type { ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'

export interface RoleBindingRow extends ResourceRow {
  readonly token_id: string
  readonly project_id: string
  readonly role: ProjectRole
}

export const roleBindings = new ResourceTable<RoleBindingRow>('role_binding')
