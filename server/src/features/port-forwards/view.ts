import type { PortForward } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { portForwards, type PortForwardRow } from './store.ts'

export type PortForwardView = z.input<typeof PortForward>

export const portForwardResource: Resource<PortForwardRow, PortForwardView> = {
  kind: 'port_forward',
  table: portForwards,
  namesWithin: 'project',
  projectOf: (row) => row.project_id,
  view: (row) => ({
    ...commonViewOf(row),
    project: row.project_id,
    floating_ip: row.floating_ip_id,
    protocol: row.protocol,
    external_port: row.external_port,
    target: { port: row.target_port_id, fixed_ip: row.target_ip, port_number: row.target_port_number },
    router: row.router_id,
  }),
}
