import type { Network } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { networks, type NetworkRow } from './store.ts'

export type NetworkView = z.input<typeof Network>

export const networkResource: Resource<NetworkRow, NetworkView> = {
  kind: 'network',
  table: networks,
  projectOf: (row) => row.project_id,
  view: (row) => ({
    ...commonViewOf(row),
    project: row.project_id,
    type: row.type,
    mtu: row.mtu,
    dhcp: { enabled: row.dhcp_enabled, lease_time: row.dhcp_lease_time },
  }),
}
