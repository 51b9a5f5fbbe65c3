import type { UpdateNetwork } from '@quantumnet/api'
import type { Wanted } from '../../resource-kit/commands.ts'
import type { NetworkRow } from './store.ts'

/** The columns as an update wants them. A field of `dhcp` that is left out stays as it is. */
export const patchedNetwork = ({ dhcp, ...patch }: UpdateNetwork): Wanted<NetworkRow> => ({
  ...patch,
  dhcp_enabled: dhcp?.enabled,
  dhcp_lease_time: dhcp?.lease_time,
})

/** Whether subnets and ports are rendered anew: their DHCP options carry these columns. */
export const changesDhcp = (changes: Partial<NetworkRow>): boolean =>
  'mtu' in changes || 'dhcp_enabled' in changes || 'dhcp_lease_time' in changes
