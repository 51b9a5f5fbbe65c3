import type { RoleBinding } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { roleBindings, type RoleBindingRow } from './store.ts'

export type RoleBindingView = z.input<typeof RoleBinding>

export const roleBindingResource: Resource<RoleBindingRow, RoleBindingView> = {
  kind: 'role_binding',
  table: roleBindings,
  projectOf: (row) => row.project_id,
  realizedAtCommit: true,
  removedAtCommit: true,
  view: (row) => ({ ...commonViewOf(row), token: row.token_id, project: row.project_id, role: row.role }),
}
