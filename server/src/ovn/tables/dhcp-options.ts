import { isDnsName } from '@quantumnet/api'
import { tag, type Labels, type Owner } from '../external-ids.ts'
import { dhcpRef } from '../refs.ts'
import type { DesiredRow } from '../rows.ts'

export interface DhcpFields {
  readonly cidr: string
  /** who answers: an address of the subnet that no port has, and the MAC for it */
  readonly server: { readonly ip: string; readonly mac: string }
  readonly leaseSeconds: number
  readonly router: string | null
  readonly dnsServer: string | null
  readonly mtuBytes: number
  /** without a trailing dot */
  readonly domain: string
  readonly labels?: Labels
}

// ovn-nb(5), DHCP_Options: text values carry quotes of their own.
const quoted = (domain: string): string => {
  if (!isDnsName(domain)) throw new TypeError(`"${domain}" is not a domain name that DHCP can carry`)
  return `"${domain}"`
}

/** What OVN answers DHCPv4 requests in a subnet with. Without server_id, server_mac or lease_time northd makes no flows at all. */
export const dhcpOptions = (owner: Owner, fields: DhcpFields): DesiredRow => ({
  table: 'DHCP_Options',
  uuid: dhcpRef(owner.deployment, owner.key.id).uuid,
  columns: {
    cidr: fields.cidr,
    options: {
      server_id: fields.server.ip,
      server_mac: fields.server.mac,
      lease_time: String(fields.leaseSeconds),
      mtu: String(fields.mtuBytes),
      domain_name: quoted(fields.domain),
      domain_search_list: quoted(fields.domain),
      ...(fields.router === null ? {} : { router: fields.router }),
      ...(fields.dnsServer === null ? {} : { dns_server: fields.dnsServer }),
    },
    external_ids: tag(owner, fields.labels),
  },
  memberOf: [],
  needs: [],
})
