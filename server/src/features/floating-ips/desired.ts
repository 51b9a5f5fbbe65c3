import type { Owner } from '../../ovn/external-ids.ts'
import { ownSubnetsRef } from '../../ovn/refs.ts'
import type { DesiredRow } from '../../ovn/rows.ts'
import type { Site } from '../../ovn/site.ts'
import { destinationNat, floatingNat, sourceNat } from '../../ovn/tables/nat.ts'
import { familyOf } from '../ipam/index.ts'
import type { FloatingIpRoot } from './load.ts'
import { placementOf } from './rules.ts'

/**
 * On a router that is on one chassis an address is translated at every port, so also between the tenant's own subnets, unless these are excepted. With
 * both directions in one row that would except what comes in from them, too: VMs would not reach the floating IPs of their own router.
 */
const onOneChassis = (owner: Owner, fields: Parameters<typeof destinationNat>[1]): readonly DesiredRow[] => {
  const { routerId, address, fixedIp: inside, labels } = fields
  const except = ownSubnetsRef(owner.deployment, routerId, familyOf(inside))
  const out = { routerId, part: 'out', inside, address, except, ...(labels && { labels }) }
  return [destinationNat(owner, fields), sourceNat(owner, out)]
}

/**
 * A floating IP is a translation of its router. Where it is distributed, the VM's hypervisor answers for it, with a MAC address of its own; while the
 * port is down nobody would, so then the gateway does (ADR 41).
 */
export const desiredFloatingIp = (ip: FloatingIpRoot, { deployment }: Site): readonly DesiredRow[] => {
  const { portId, fixedIp, routerId, mac, address, routerIsDistributed } = ip
  if (portId === null || fixedIp === null || routerId === null) return []
  const owner: Owner = { deployment, key: { kind: 'floating_ip', id: ip.id } }
  const fields = { routerId, address, fixedIp, labels: { name: ip.name, project: ip.projectId } }
  if (routerIsDistributed === false) return onOneChassis(owner, fields)
  const isLocal = ip.isUp && placementOf(ip.distributed, ip.tied, null) === 'distributed'
  return [floatingNat(owner, { ...fields, at: isLocal && mac !== null ? { portId, mac } : null })]
}
