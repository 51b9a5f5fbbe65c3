import type { LoadBalancer } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { loadBalancers, type LoadBalancerRow } from './store.ts'

export type LoadBalancerView = z.input<typeof LoadBalancer>

export const loadBalancerResource: Resource<LoadBalancerRow, LoadBalancerView> = {
  kind: 'load_balancer',
  table: loadBalancers,
  namesWithin: 'project',
  projectOf: (row) => row.project_id,
  view: (row) => ({
    ...commonViewOf(row),
    project: row.project_id,
    vip: {
      network: row.network_id,
      subnet: row.subnet_id,
      floating_ip: row.floating_ip_id,
      address: row.address,
    },
    listeners: [...row.listeners],
    pools: [...row.pools],
  }),
}
