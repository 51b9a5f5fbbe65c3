import type { Router } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { shortcomingsOf } from './shortcomings.ts'
import { routers, type RouterRow } from './store.ts'

export type RouterView = z.input<typeof Router>

export const routerResource: Resource<RouterRow, RouterView> = {
  kind: 'router',
  table: routers,
  namesWithin: 'project',
  projectOf: (row) => row.project_id,
  view: (row) => ({
    ...commonViewOf({ ...row, conditions: [...row.conditions, ...shortcomingsOf(row)] }),
    project: row.project_id,
    distributed: row.distributed,
    gateway_nodes: [...row.gateway_nodes],
    external_gateway:
      row.gateway_network_id === null
        ? null
        : {
            network: row.gateway_network_id,
            fixed_ips: row.gateway_fixed_ips.map(({ subnet, ip }) => ({ subnet, ip })),
            snat: row.gateway_snat,
          },
    interfaces: [...row.interfaces],
    routes: row.routes.map(({ id, destination, next_hop: nextHop }) => ({ id, destination, next_hop: nextHop })),
    policy_routes: [...row.policy_routes],
  }),
}
