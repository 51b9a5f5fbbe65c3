import type { LoadBalancerMember } from '@quantumnet/api'
import type { z } from 'zod'
import { partViewOf } from '../../resource-kit/common-view.ts'
import type { PartResource } from '../../resource-kit/part.ts'
import { loadBalancerResource, type LoadBalancerRow } from '../load-balancers/index.ts'
import { balancedView } from '../statistics/index.ts'
import { members, type MemberRow } from './store.ts'

export type MemberView = z.input<typeof LoadBalancerMember>

export const memberResource: PartResource<MemberRow, MemberView, LoadBalancerRow> = {
  kind: 'load_balancer_member',
  table: members,
  parent: loadBalancerResource,
  parentOf: (row) => row.load_balancer_id,
  nameOf: (row) => `${row.ip} port ${String(row.port_number)}`,
  view: (row) => ({
    ...partViewOf(row),
    pool: row.pool_id,
    load_balancer: row.load_balancer_id,
    target: {
      port: row.port_id,
      fixed_ip: row.port_id === null ? null : row.ip,
      ip: row.port_id === null ? row.ip : null,
      port_number: row.port_number,
    },
    enabled: row.enabled,
    draining: row.draining,
    health: row.health,
    statistics: balancedView(row.statistics),
  }),
}
