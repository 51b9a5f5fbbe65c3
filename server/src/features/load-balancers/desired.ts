import type { HealthCheck } from '@quantumnet/api'
import type { Owner } from '../../ovn/external-ids.ts'
import { addressIs, all, any, is, numberIn } from '../../ovn/match.ts'
import { loadBalancerName, portName } from '../../ovn/names.ts'
import { ACL_PRIORITY } from '../../ovn/priorities.ts'
import { routerRef, switchRef } from '../../ovn/refs.ts'
import type { DesiredRow } from '../../ovn/rows.ts'
import type { Site } from '../../ovn/site.ts'
import { acl } from '../../ovn/tables/acl.ts'
import { bracketed, healthCheckRow, loadBalancer, loadBalancerRef, place } from '../../ovn/tables/load-balancer.ts'
import { ipOf } from '../ipam/index.ts'
import type { LoadBalancerRoot, LoadedListener, LoadedMember } from './load.ts'

/** Members that get new connections. */
const serving = ({ members }: LoadedListener): readonly LoadedMember[] =>
  members.filter(({ enabled, draining }) => enabled && !draining)

/** The logical port through which a member is probed, and from which address, by the member's address. */
const probed = (listener: LoadedListener): Readonly<Record<string, string>> =>
  Object.fromEntries(
    serving(listener).flatMap(({ ip, portId, probedFrom }) =>
      portId === null || probedFrom === null ? [] : [[bracketed(ip), `${portName(portId)}:${bracketed(probedFrom)}`]],
    ),
  )

/** Without a member that serves, clients are refused at once. Connections that there are stay where they are: OVN's `ct_flush` looks at a row as a whole (ADR 27). */
const OPTIONS = { reject: 'true' } as const

const checkOptions = ({ interval, timeout, success, failure }: HealthCheck): Readonly<Record<string, string>> => ({
  interval: String(interval),
  timeout: String(timeout),
  success_count: String(success),
  failure_count: String(failure),
})

/**
 * A member that reaches itself gets its own packets from the load balancer's address, which no security group of it needs to know. No
 * secured port sends from that address, so nobody else comes in by this.
 */
const hairpinRows = (owner: Owner, root: LoadBalancerRoot, listener: LoadedListener): readonly DesiredRow[] => {
  if (!listener.hairpin) return []
  const vip = ipOf(root.address)
  const byNetwork = Map.groupBy(serving(listener), ({ networkId }) => networkId)
  return [...byNetwork].flatMap(([networkId, members]) =>
    networkId === null
      ? []
      : [
          acl(owner, `hairpin:${listener.id}:${networkId}`, switchRef(owner.deployment, networkId), {
            direction: 'ingress',
            priority: ACL_PRIORITY.hairpin,
            match: all(
              is(vip.family === 4 ? 'ip4' : 'ip6'),
              addressIs('src', vip),
              any(
                ...members.map(({ ip, portNumber }) =>
                  all(addressIs('dst', ipOf(ip)), numberIn(`${listener.protocol}.dst`, portNumber)),
                ),
              ),
            ),
            verdict: 'allow',
            labels: { name: root.name, project: root.projectId },
          }),
        ],
  )
}

const listenerRows = (owner: Owner, root: LoadBalancerRoot, listener: LoadedListener): readonly DesiredRow[] => {
  const { deployment } = owner
  const { id, protocol, port, healthCheck } = listener
  const vip = place(root.address, port)
  const part = `listener:${id}`
  const labels = { name: root.name, project: root.projectId }
  return [
    loadBalancer(
      owner,
      {
        name: `${loadBalancerName(root.id)}-${protocol}-${String(port)}`,
        protocol,
        vips: {
          [vip]: serving(listener)
            .map(({ ip, portNumber }) => place(ip, portNumber))
            .join(','),
        },
        probed: healthCheck === null ? {} : probed(listener),
        hashedBy: listener.affinity ? ['ip_src'] : [],
        options: OPTIONS,
        on: [
          ...root.routerIds.map((routerId) => routerRef(deployment, routerId)),
          ...root.networkIds.map((networkId) => switchRef(deployment, networkId)),
        ],
        labels,
      },
      part,
    ),
    ...(healthCheck === null
      ? []
      : [healthCheckRow(owner, loadBalancerRef(owner, part), { vip, options: checkOptions(healthCheck), labels })]),
    ...hairpinRows(owner, root, listener),
  ]
}

/**
 * A load balancer is a row for each listener: affinity is a matter of the row, and a change of one listener's members writes no other's. It works on
 * the routers, for clients from outside, and on switches, for their VMs; on which, `load.ts` says.
 */
export const desiredLoadBalancer = (root: LoadBalancerRoot, { deployment }: Site): readonly DesiredRow[] => {
  const owner: Owner = { deployment, key: { kind: 'load_balancer', id: root.id } }
  return root.listeners.flatMap((listener) => listenerRows(owner, root, listener))
}
