import type { Port } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { ports, type PortRow } from './store.ts'

export type PortView = z.input<typeof Port>

export const portResource: Resource<PortRow, PortView> = {
  kind: 'port',
  table: ports,
  projectOf: (row) => row.project_id,
  view: (row, { dnsZone }) => ({
    ...commonViewOf(row),
    project: row.project_id,
    network: row.network_id,
    fixed_ips: [...row.fixed_ips],
    mac: row.mac,
    hostname: row.hostname,
    fqdn: row.hostname === null ? null : `${row.hostname}.${row.dns_label}.${dnsZone}`,
    vm: { id: row.vm_id, name: row.vm_name },
    port_security: row.port_security,
    admin_up: row.admin_up,
    node: row.node,
    interface_id: row.id,
    binding: {
      node: row.binding_node,
      state: row.binding_state,
      reason: row.binding_reason,
      since: row.binding_since.toISOString(),
    },
  }),
}
