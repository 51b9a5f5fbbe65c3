import type { RouterPolicyRoute } from '@quantumnet/api'
import type { z } from 'zod'
import { partViewOf } from '../../resource-kit/common-view.ts'
import type { PartResource } from '../../resource-kit/part.ts'
import { routerResource, type RouterRow } from '../routers/index.ts'
import { policyRoutes, type PolicyRouteRow } from './store.ts'

export type RouterPolicyRouteView = z.input<typeof RouterPolicyRoute>

export const policyRouteResource: PartResource<PolicyRouteRow, RouterPolicyRouteView, RouterRow> = {
  kind: 'router_policy_route',
  table: policyRoutes,
  parent: routerResource,
  parentOf: (row) => row.router_id,
  view: (row) => ({
    ...partViewOf(row),
    project: row.project_id ?? '',
    router: row.router_id,
    priority: row.priority,
    match: { ...row.match },
    action: row.action,
    next_hops: [...row.next_hops],
  }),
}
