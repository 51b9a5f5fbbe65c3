import type { Condition } from '@quantumnet/api'
import type { NetworkRow } from './store.ts'

/** The condition of a network whose time servers are not all told: OVN's DHCPv6 has no option for any. Pure. */
export const untoldTime = ({
  dhcp_ntp_servers: servers,
  updated_at: at,
}: Pick<NetworkRow, 'dhcp_ntp_servers' | 'updated_at'>): Condition[] => {
  const untold = servers.filter((ip) => ip.includes(':'))
  if (untold.length === 0) return []
  const message = `of dhcp.ntp_servers these are not told, because OVN tells no VM of time servers by DHCPv6: ${untold.join(', ')}`
  return [{ type: 'PartlyProgrammed', reason: 'NotProgrammed', message, since: at.toISOString() }]
}
