import type { QuotaKind } from '@quantumnet/api'
import type { ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'

export interface ProjectRow extends ResourceRow {
  readonly dns_label: string
  /** How many it may have, by kind; a kind that is not in it has no limit. */
  readonly quotas: Readonly<Partial<Record<QuotaKind, number>>>
}

export const projects = new ResourceTable<ProjectRow>('project', {
  visible: (projectIds) => `t.id = any(${projectIds})`,
})
