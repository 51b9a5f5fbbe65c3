import type { UpdateNetwork } from '@quantumnet/api'
import type { Wanted } from '../../resource-kit/commands.ts'
import type { NetworkRow } from './store.ts'

/** The columns as an update wants them. A field of `dhcp` that is left out stays as it is. */
export const patchedNetwork = ({ dhcp, ...patch }: UpdateNetwork): Wanted<NetworkRow> => ({
  ...patch,
  dhcp_enabled: dhcp?.enabled,
  dhcp_lease_time: dhcp?.lease_time,
})

/** Kinds of what is rendered anew: DHCP options carry all these columns, and a port says whether it has any. */
export const dependentKinds = (changes: Partial<NetworkRow>): readonly ('subnet' | 'port')[] => {
  if ('dhcp_enabled' in changes) return ['subnet', 'port']
  return 'mtu' in changes || 'dhcp_lease_time' in changes ? ['subnet'] : []
}
