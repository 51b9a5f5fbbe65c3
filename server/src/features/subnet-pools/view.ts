import type { SubnetPool } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { subnetPools, type SubnetPoolRow } from './store.ts'

export type SubnetPoolView = z.input<typeof SubnetPool>

export const subnetPoolResource: Resource<SubnetPoolRow, SubnetPoolView> = {
  kind: 'subnet_pool',
  table: subnetPools,
  namesWithin: 'project',
  realizedAtCommit: true,
  removedAtCommit: true,
  projectOf: (row) => row.project_id,
  view: (row) => ({
    ...commonViewOf(row),
    project: row.project_id,
    prefixes: [...row.prefixes],
    default_prefix_length: row.default_prefix_length,
    min_prefix_length: row.min_prefix_length,
    max_prefix_length: row.max_prefix_length,
  }),
}
