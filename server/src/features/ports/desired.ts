import { dhcpRef, dropGroupRef, groupRef } from '../../ovn/refs.ts'
import type { DesiredRow } from '../../ovn/rows.ts'
import type { Site } from '../../ovn/site.ts'
import { vmPort } from '../../ovn/tables/logical-switch-port.ts'
import type { PortRoot } from './load.ts'

/**
 * A port is a logical switch port. A secured one is in the platform's drop group and in its own groups from the transaction on that makes
 * it: there is no moment at which it has addresses and no default deny.
 */
export const desiredPort = (port: PortRoot, { deployment }: Site): readonly DesiredRow[] => [
  vmPort(
    { deployment, key: { kind: 'port', id: port.id } },
    {
      networkId: port.networkId,
      mac: port.mac,
      ips: port.ips,
      portSecurity: port.portSecurity,
      enabled: port.adminUp,
      dhcp: port.dhcpSubnetId === null ? null : dhcpRef(deployment, port.dhcpSubnetId, 4),
      chassis: port.node,
      groups: port.portSecurity
        ? [dropGroupRef(deployment), ...port.groupIds.map((id) => groupRef(deployment, id))]
        : [],
      labels: { name: port.name, project: port.projectId, vm: port.vm ?? undefined },
    },
  ),
]
