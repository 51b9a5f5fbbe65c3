import { portForwardName } from '../../ovn/names.ts'
import { routerRef, switchRef } from '../../ovn/refs.ts'
import type { DesiredRow } from '../../ovn/rows.ts'
import type { Site } from '../../ovn/site.ts'
import { loadBalancer, place } from '../../ovn/tables/load-balancer.ts'
import type { PortForwardRoot } from './load.ts'

/**
 * A port forward is a load balancer with one member, on the router: a translation of one port. OVN asks its load balancers before its translations
 * of whole addresses, so it goes before the port that the floating IP stands for. On the switches behind the router it is for VMs inside: the router alone would
 * leave their source as it is, and the answers would pass it by. A row of its own for each: another one's change does not touch it.
 */
export const desiredPortForward = (forward: PortForwardRoot, { deployment }: Site): readonly DesiredRow[] => {
  const { id, routerId, networkIds, address, externalPort, targetIp, targetPort } = forward
  if (routerId === null) return []
  return [
    loadBalancer(
      { deployment, key: { kind: 'port_forward', id } },
      {
        name: portForwardName(id),
        protocol: forward.protocol,
        vips: { [place(address, externalPort)]: place(targetIp, targetPort) },
        options: {},
        on: [routerRef(deployment, routerId), ...networkIds.map((networkId) => switchRef(deployment, networkId))],
        labels: { name: forward.name, project: forward.projectId },
      },
    ),
  ]
}
