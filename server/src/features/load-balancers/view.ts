import type { Condition, LoadBalancer } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { loadBalancers, type LoadBalancerRow } from './store.ts'

export type LoadBalancerView = z.input<typeof LoadBalancer>

/** OVN's routers answer for the address (ARP, neighbour discovery): without one it is on the switches and nobody finds it. */
const unreachable = (row: LoadBalancerRow): Condition[] => {
  if (row.routed || row.deleting_at !== null) return []
  const message =
    row.floating_ip_id === null
      ? 'no router of its project or of the network has an interface in the subnet of its address, so that nobody answers for it: add one'
      : 'no router of the project has its gateway on the network of its floating IP: add one'
  return [{ type: 'Unreachable', reason: 'NoRouter', message, since: row.updated_at.toISOString() }]
}

export const loadBalancerResource: Resource<LoadBalancerRow, LoadBalancerView> = {
  kind: 'load_balancer',
  table: loadBalancers,
  namesWithin: 'project',
  projectOf: (row) => row.project_id,
  view: (row) => ({
    ...commonViewOf({ ...row, conditions: [...row.conditions, ...unreachable(row)] }),
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
