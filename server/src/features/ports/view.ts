import type { Port } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { portStatisticsView } from '../statistics/index.ts'
import { libvirtXml } from './libvirt.ts'
import { ports, type PortRow } from './store.ts'
import { bindingReasonOf, waitsForNode } from './unbound.ts'
import { untoldDhcp } from './untold.ts'

export type PortView = z.input<typeof Port>

export const portResource: Resource<PortRow, PortView> = {
  kind: 'port',
  table: ports,
  projectOf: (row) => row.project_id,
  view: (row, { dnsZone }) => ({
    ...commonViewOf({ ...row, conditions: [...row.conditions, ...untoldDhcp(row), ...waitsForNode(row)] }),
    project: row.project_id,
    network: row.network_id,
    type: row.type,
    fixed_ips: [...row.fixed_ips],
    mac: row.mac,
    hostname: row.hostname,
    fqdn: row.hostname === null ? null : `${row.hostname}.${row.dns_label}.${dnsZone}`,
    wildcard: row.wildcard,
    vm: { id: row.vm_id, name: row.vm_name },
    security_groups: [...row.security_groups],
    port_security: row.port_security,
    allowed_address_pairs: [...row.allowed_address_pairs],
    dhcp_options: row.dhcp_options,
    qos_policy: row.qos_policy_id,
    admin_up: row.admin_up,
    node: row.node,
    interface_id: row.id,
    libvirt_xml: libvirtXml(row),
    binding: {
      node: row.binding_node,
      state: row.binding_state,
      reason: bindingReasonOf(row),
      since: row.binding_since.toISOString(),
    },
    statistics: portStatisticsView(row.statistics),
  }),
}
