import { dhcpRef, dropGroupRef, groupRef, projectGroupRef } from '../../ovn/refs.ts'
import type { DesiredRow } from '../../ovn/rows.ts'
import type { Site } from '../../ovn/site.ts'
import { routerEnd } from '../../ovn/tables/logical-router-port.ts'
import { vmPort } from '../../ovn/tables/logical-switch-port.ts'
import type { PortRoot } from './load.ts'

/**
 * A port is a logical switch port. A secured one is in the platform's drop group, in that of its project, which policies are put on, and in its own
 * groups from the transaction on that makes it: there is no moment at which it has addresses and no default deny.
 */
export const desiredPort = (port: PortRoot, site: Site): readonly DesiredRow[] => [
  port.interfaceId === null ? portOfVm(port, site) : portOfRouter(port, port.interfaceId, site),
]

/** What became the interface of a router leads there: it has the router's addresses, and no rule can be about it. */
const portOfRouter = (port: PortRoot, interfaceId: string, { deployment }: Site): DesiredRow =>
  routerEnd(
    { deployment, key: { kind: 'port', id: port.id } },
    { networkId: port.networkId, id: interfaceId, labels: { name: port.name, project: port.projectId } },
  )

const portOfVm = (port: PortRoot, { deployment }: Site): DesiredRow =>
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
        ? [
            dropGroupRef(deployment),
            projectGroupRef(deployment, port.projectId),
            ...port.groupIds.map((id) => groupRef(deployment, id)),
          ]
        : [],
      labels: { name: port.name, project: port.projectId, vm: port.vm ?? undefined },
    },
  )
