import type { Condition } from '@quantumnet/api'
import type { PortRow } from './store.ts'

type Row = Pick<PortRow, 'fixed_ips' | 'dhcp_options' | 'updated_at'>

/** OVN's DHCPv6 knows addresses and DNS servers alone. */
const ONLY_V4 = ['domain_name', 'tftp_server', 'bootfile_name'] as const

const isV6 = (ip: string): boolean => ip.includes(':')

/** What DHCP does not tell, each with its value. */
const untold = ({ fixed_ips: fixedIps, dhcp_options: options }: Row): string[] => {
  const has = { v4: fixedIps.some(({ ip }) => !isV6(ip)), v6: fixedIps.some(({ ip }) => isV6(ip)) }
  return [
    ...(options.dns_servers ?? []).filter((ip) => (isV6(ip) ? !has.v6 : !has.v4)).map((ip) => `dns_servers ${ip}`),
    ...(options.ntp_servers ?? []).filter((ip) => isV6(ip) || !has.v4).map((ip) => `ntp_servers ${ip}`),
    ...ONLY_V4.flatMap((option) => (has.v4 || options[option] === undefined ? [] : [option])),
  ]
}

/** The condition of a port whose DHCP options are not told as a whole, because of its addresses or because OVN cannot. Pure. */
export const untoldDhcp = (row: Row): Condition[] => {
  const parts = untold(row)
  if (parts.length === 0) return []
  const message = `of dhcp_options these are not told: DHCPv4 tells none of IPv6, DHCPv6 only DNS servers, and a port is told by that of the families that it has addresses of: ${parts.join(', ')}`
  return [{ type: 'PartlyProgrammed', reason: 'NotProgrammed', message, since: row.updated_at.toISOString() }]
}
