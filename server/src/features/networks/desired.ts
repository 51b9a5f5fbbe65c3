import type { Owner } from '../../ovn/external-ids.ts'
import { all, is, numberIn } from '../../ovn/match.ts'
import { ACL_PRIORITY } from '../../ovn/priorities.ts'
import { switchRef } from '../../ovn/refs.ts'
import type { DesiredRow } from '../../ovn/rows.ts'
import type { Site } from '../../ovn/site.ts'
import { acl } from '../../ovn/tables/acl.ts'
import { localnetPort } from '../../ovn/tables/logical-switch-port.ts'
import { logicalSwitch } from '../../ovn/tables/logical-switch.ts'
import type { NetworkRoot } from './load.ts'

/** Protocol number (IANA). MLD, which is the same for IPv6, passes by OVN's own flows. */
const IGMP = 2

/** Questions to members and their answers pass whatever groups say: who is not heard to be a member would get nothing. */
const igmpRows = (owner: Owner): readonly DesiredRow[] =>
  (['ingress', 'egress'] as const).map((direction) =>
    acl(owner, `igmp-${direction}`, switchRef(owner.deployment, owner.key.id), {
      ...{ direction, priority: ACL_PRIORITY.platform, verdict: 'allow' },
      match: all(is('ip4'), numberIn('ip.proto', IGMP)),
    }),
  )

/** A network is a switch, with a port to its wire where it has one. Its subnets and ports bring their own rows to it. */
export const desiredNetwork = (network: NetworkRoot, { deployment }: Site): readonly DesiredRow[] => {
  const owner: Owner = { deployment, key: { kind: 'network', id: network.id } }
  const labels = { name: network.name, project: network.projectId }
  const { physicalNetwork, segmentId, multicast } = network
  return [
    logicalSwitch(owner, { multicast, vni: physicalNetwork === null ? segmentId : null, labels }),
    ...(physicalNetwork === null ? [] : [localnetPort(owner, { physicalNetwork, vlan: segmentId, labels })]),
    ...(multicast ? igmpRows(owner) : []),
  ]
}
