import type { LoadBalancerListener } from '@quantumnet/api'
import type { z } from 'zod'
import { partViewOf } from '../../resource-kit/common-view.ts'
import type { PartResource } from '../../resource-kit/part.ts'
import { loadBalancerResource, type LoadBalancerRow } from '../load-balancers/index.ts'
import { balancedView } from '../statistics/index.ts'
import { listeners, type ListenerRow } from './store.ts'

export type ListenerView = z.input<typeof LoadBalancerListener>

export const listenerResource: PartResource<ListenerRow, ListenerView, LoadBalancerRow> = {
  kind: 'load_balancer_listener',
  table: listeners,
  namesWithin: 'load_balancer',
  parent: loadBalancerResource,
  parentOf: (row) => row.load_balancer_id,
  nameOf: (row) => row.name,
  view: (row) => ({
    ...partViewOf(row),
    load_balancer: row.load_balancer_id,
    name: row.name,
    protocol: row.protocol,
    port: row.port,
    pool: row.pool_id,
    hairpin: row.hairpin,
    session_affinity: row.session_affinity,
    statistics: balancedView(row.statistics),
  }),
}
