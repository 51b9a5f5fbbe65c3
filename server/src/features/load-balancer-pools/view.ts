import type { LoadBalancerPool } from '@quantumnet/api'
import type { z } from 'zod'
import { partViewOf } from '../../resource-kit/common-view.ts'
import type { PartResource } from '../../resource-kit/part.ts'
import { loadBalancerResource, type LoadBalancerRow } from '../load-balancers/index.ts'
import { pools, type PoolRow } from './store.ts'

export type PoolView = z.input<typeof LoadBalancerPool>

export const poolResource: PartResource<PoolRow, PoolView, LoadBalancerRow> = {
  kind: 'load_balancer_pool',
  table: pools,
  namesWithin: 'load_balancer',
  parent: loadBalancerResource,
  parentOf: (row) => row.load_balancer_id,
  nameOf: (row) => row.name,
  view: (row) => ({
    ...partViewOf(row),
    load_balancer: row.load_balancer_id,
    name: row.name,
    health_check: row.health_check,
    member_counts: row.member_counts,
  }),
}
