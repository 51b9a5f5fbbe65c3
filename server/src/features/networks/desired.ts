import type { DesiredRow } from '../../ovn/rows.ts'
import type { Site } from '../../ovn/site.ts'
import { logicalSwitch } from '../../ovn/tables/logical-switch.ts'
import type { NetworkRoot } from './load.ts'

/** A network is a switch. Its subnets and ports bring their own rows to it. */
export const desiredNetwork = (network: NetworkRoot, { deployment }: Site): readonly DesiredRow[] => [
  logicalSwitch(
    { deployment, key: { kind: 'network', id: network.id } },
    { name: network.name, project: network.projectId },
  ),
]

/** What of a network OVN is not told yet: its switch is there, and reaches no wire. */
export const unprogrammedOfNetwork = ({ type, multicast }: NetworkRoot): string | undefined => {
  if (type !== 'overlay') return 'the wire of a provider network'
  return multicast ? 'the multicast of a network' : undefined
}
