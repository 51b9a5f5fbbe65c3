import type { DesiredRow } from '../../ovn/rows.ts'
import type { Site } from '../../ovn/site.ts'
import { floatingNat } from '../../ovn/tables/nat.ts'
import type { FloatingIpRoot } from './load.ts'
import { placementOf } from './rules.ts'

/**
 * A floating IP is a translation of its router. Where it is distributed, the VM's hypervisor answers for it, with a MAC address of its own; while the
 * port is down nobody would, so then the gateway does (ADR 41).
 */
export const desiredFloatingIp = (ip: FloatingIpRoot, { deployment }: Site): readonly DesiredRow[] => {
  const { portId, fixedIp, routerId, mac, routerIsDistributed } = ip
  if (portId === null || fixedIp === null || routerId === null) return []
  const router = routerIsDistributed === null ? null : { distributed: routerIsDistributed }
  const isLocal = placementOf(ip.distributed, ip.tied, router) === 'distributed' && ip.isUp
  return [
    floatingNat(
      { deployment, key: { kind: 'floating_ip', id: ip.id } },
      {
        ...{ routerId, address: ip.address, fixedIp },
        at: isLocal && mac !== null ? { portId, mac } : null,
        labels: { name: ip.name, project: ip.projectId },
      },
    ),
  ]
}
