import type { Network } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { networks, type ShownNetworkRow } from './store.ts'
import { untoldTime } from './untold.ts'

export type NetworkView = z.input<typeof Network>

const view = (row: ShownNetworkRow): NetworkView => ({
  ...commonViewOf({ ...row, conditions: [...row.conditions, ...untoldTime(row)] }),
  project: row.project_id,
  type: row.type,
  physical_network: row.physical_network,
  segment_id: row.segment_id,
  mtu: row.mtu,
  multicast: row.multicast,
  dhcp: {
    enabled: row.dhcp_enabled,
    lease_time: row.dhcp_lease_time,
    ntp_servers: [...row.dhcp_ntp_servers],
    dns_servers: [...row.dhcp_dns_servers],
    domain_name: row.dhcp_domain_name,
    static_routes: [...row.dhcp_static_routes],
  },
  port_security_default: row.port_security_default,
  shared_with: [...row.shared_with],
  routers: row.routers.map(({ id }) => id),
})

export const networkResource: Resource<ShownNetworkRow, NetworkView> = {
  kind: 'network',
  table: networks,
  namesWithin: 'project',
  projectOf: (row) => row.project_id,
  sharedWith: (row) => row.shared_with,
  view,
  // One guest is not told of the others.
  guestView: (row, sees) => ({
    ...view(row),
    shared_with: row.shared_with.filter(sees),
    routers: row.routers.filter(({ project }) => sees(project)).map(({ id }) => id),
  }),
}
