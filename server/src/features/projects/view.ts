import type { Project } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { projects, type ProjectRow } from './store.ts'

export type ProjectView = z.input<typeof Project>

export const projectResource: Resource<ProjectRow, ProjectView> = {
  kind: 'project',
  table: projects,
  namesWithin: 'deployment',
  projectOf: (row) => row.id,
  realizedAtCommit: true,
  view: (row) => ({ ...commonViewOf(row), dns_label: row.dns_label, quotas: { ...row.quotas } }),
}
