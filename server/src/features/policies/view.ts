import type { Policy } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { listedRule } from '../rule-lists/index.ts'
import { policies, type PolicyRow, type PolicyScope } from './store.ts'

/** Projects whose members may read a policy: it holds for them. */
export const sharedWith = ({ scope, projects }: PolicyScope): readonly string[] | 'all' =>
  scope === 'all' ? 'all' : projects

export type PolicyView = z.input<typeof Policy>

const view = (row: PolicyRow): PolicyView => ({
  ...commonViewOf(row),
  scope: row.scope,
  projects: [...row.projects],
  rules: row.rules.map(listedRule),
})

export const policyResource: Resource<PolicyRow, PolicyView> = {
  kind: 'policy',
  table: policies,
  namesWithin: 'deployment',
  projectOf: () => null,
  sharedWith,
  view,
  guestView: (row, sees) => ({ ...view(row), projects: row.projects.filter(sees) }),
}
