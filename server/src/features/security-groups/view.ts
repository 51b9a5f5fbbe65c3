import type { SecurityGroup } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { listedRule } from '../rule-lists/index.ts'
import { securityGroups, type SecurityGroupRow } from './store.ts'

export type SecurityGroupView = z.input<typeof SecurityGroup>

export const securityGroupResource: Resource<SecurityGroupRow, SecurityGroupView> = {
  kind: 'security_group',
  table: securityGroups,
  namesWithin: 'project',
  projectOf: (row) => row.project_id,
  view: (row) => ({
    ...commonViewOf(row),
    project: row.project_id,
    stateful: row.stateful,
    default_egress: row.default_egress,
    rules: row.rules.map(listedRule),
  }),
}
