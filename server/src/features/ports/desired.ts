import type { Labels, Owner } from '../../ovn/external-ids.ts'
import { dhcpRef, dropGroupRef, groupRef, portDhcpRef, projectGroupRef } from '../../ovn/refs.ts'
import type { DesiredRow, RowRef } from '../../ovn/rows.ts'
import type { Site } from '../../ovn/site.ts'
import { routerEnd } from '../../ovn/tables/logical-router-port.ts'
import { virtualPort, vmPort } from '../../ovn/tables/logical-switch-port.ts'
import { qosOfPort } from '../qos-policies/index.ts'
import { dhcpRow } from '../subnets/index.ts'
import type { DhcpSubnet, PortRoot } from './load.ts'

interface Dhcp {
  readonly ref: RowRef<'DHCP_Options'> | null
  /** the row itself where it is the port's own */
  readonly rows: readonly DesiredRow[]
}

/** Who is told the same as all in its subnet shares their row; who is told something else has one of its own. */
const dhcpOf = (owner: Owner, port: PortRoot, site: Site, [family, subnet]: [4 | 6, DhcpSubnet | null]): Dhcp => {
  const { deployment } = owner
  if (subnet === null) return { ref: null, rows: [] }
  if (subnet.settings === undefined) return { ref: dhcpRef(deployment, subnet.id, family), rows: [] }
  const labels = { name: port.name, project: port.projectId }
  const ref = portDhcpRef(deployment, port.id, family)
  const rows = dhcpRow(subnet.settings, site, { owner, ref, labels, overrides: port.dhcp.overrides })
  return { ref: rows.length === 0 ? null : ref, rows }
}

/**
 * A port is a logical switch port. A secured one is in the platform's drop group, in that of its project, which policies are put on, and in its own
 * groups from the transaction on that makes it: there is no moment at which it has addresses and no default deny.
 */
export const desiredPort = (port: PortRoot, site: Site): readonly DesiredRow[] => {
  const owner: Owner = { deployment: site.deployment, key: { kind: 'port', id: port.id } }
  if (port.interfaceId !== null) return [portOfRouter(owner, port, port.interfaceId)]
  return port.isVirtual ? sharedAddresses(owner, port) : portOfVm(owner, port, site)
}

const labelsOf = ({ name, projectId, vm }: PortRoot): Labels => ({ name, project: projectId, vm: vm ?? undefined })

/** What became the interface of a router leads there: it has the router's addresses, and no rule can be about it. */
const portOfRouter = (owner: Owner, port: PortRoot, interfaceId: string): DesiredRow =>
  routerEnd(owner, { networkId: port.networkId, id: interfaceId, labels: { name: port.name, project: port.projectId } })

/** Nobody is plugged into it: what may pass is a matter of its parents. */
const sharedAddresses = (owner: Owner, port: PortRoot): readonly DesiredRow[] => {
  const { networkId, mac, parentIds, adminUp: enabled } = port
  const labels = labelsOf(port)
  return port.ips.map((ip, position) =>
    virtualPort(owner, { networkId, mac, ip, position, parentIds, enabled, labels }),
  )
}

const portOfVm = (owner: Owner, port: PortRoot, site: Site): readonly DesiredRow[] => {
  const { deployment } = site
  const { networkId, mac, ips, pairs, hostname, portSecurity: isSecured, adminUp: enabled, node: chassis } = port
  const dhcp4 = dhcpOf(owner, port, site, [4, port.dhcp.v4])
  const dhcp6 = dhcpOf(owner, port, site, [6, port.dhcp.v6])
  return [
    ...dhcp4.rows,
    ...dhcp6.rows,
    vmPort(owner, {
      ...{ networkId, mac, ips, pairs, isSecured, enabled, chassis, hostname, labels: labelsOf(port) },
      dhcp4: dhcp4.ref,
      dhcp6: dhcp6.ref,
      groups: isSecured
        ? [
            dropGroupRef(deployment),
            projectGroupRef(deployment, port.projectId),
            ...port.groupIds.map((id) => groupRef(deployment, id)),
          ]
        : [],
    }),
    ...qosOfPort(owner, networkId, { limits: port.limits, labels: labelsOf(port) }),
  ]
}
