import type { RouterInterface } from '@quantumnet/api'
import type { z } from 'zod'
import { partViewOf } from '../../resource-kit/common-view.ts'
import type { PartResource } from '../../resource-kit/part.ts'
import { routerResource, type RouterRow } from '../routers/index.ts'
import { interfaces, type InterfaceRow } from './store.ts'

export type RouterInterfaceView = z.input<typeof RouterInterface>

export const interfaceResource: PartResource<InterfaceRow, RouterInterfaceView, RouterRow> = {
  kind: 'router_interface',
  table: interfaces,
  parent: routerResource,
  parentOf: (row) => row.router_id,
  nameOf: (row) => `${row.subnet_name} of ${row.router_name}`,
  view: (row) => ({
    ...partViewOf(row),
    project: row.project_id ?? '',
    router: row.router_id,
    network: row.network_id,
    subnet: row.subnet_id,
    port: row.port_id,
    ip: row.ip,
    mac: row.mac,
  }),
}
