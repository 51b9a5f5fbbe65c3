import { isDnsName, parseCidr, parseIp } from '@quantumnet/api'
import { tag, type Labels, type Owner } from '../external-ids.ts'
import type { DesiredRow, RowRef } from '../rows.ts'

interface Common {
  readonly cidr: string
  readonly labels?: Labels
}

export interface Dhcp4Fields extends Common {
  /** who answers: an address of the subnet that no port has, and the MAC for it */
  readonly server: { readonly ip: string; readonly mac: string }
  readonly leaseSeconds: number
  readonly mtuBytes: number
  readonly router: string | null
  readonly dnsServers: readonly string[]
  readonly ntpServers: readonly string[]
  /** without a trailing dot */
  readonly domainName: string
  readonly searchDomains: readonly string[]
  /** none: clients go by `router` alone; with any, by these alone (RFC 3442) */
  readonly routes: readonly { readonly destination: string; readonly nextHop: string }[]
  /** name or address of the server of option 66 */
  readonly tftpServer?: string | undefined
  readonly bootfileName?: string | undefined
}

export interface Dhcp6Fields extends Common {
  readonly serverMac: string
  readonly dnsServers: readonly string[]
  /** Whether it tells the rest only, and no address. */
  readonly isStateless: boolean
}

const refused = (what: string, text: string): TypeError => new TypeError(`"${text}" is not ${what} that DHCP can carry`)

/**
 * ovn-controller reads an option's value as a term of its own language (ovn-nb(5), DHCP_Options): text carries quotes of its own, and what does
 * not parse leaves the port without any DHCP. The length of an option is one byte (RFC 2132 §2).
 */
const quoted = (what: string, text: string): string => {
  if (!/^[\x20-\x7e]{1,255}$/.test(text)) throw refused(what, text)
  return JSON.stringify(text)
}

const domain = (text: string): string => {
  if (!isDnsName(text)) throw refused('a domain name', text)
  return text
}

const ip = (text: string, family: 4 | 6): string => {
  if (parseIp(text)?.family !== family) throw refused(`an IPv${String(family)} address`, text)
  return text
}

const block = (text: string): string => {
  if (parseCidr(text)?.family !== 4) throw refused('an IPv4 block', text)
  return text
}

const isIpv4 = (text: string | undefined): text is string => text !== undefined && parseIp(text)?.family === 4

type Options = Readonly<Record<string, string>>

const listOf = (option: string, ips: readonly string[], family: 4 | 6): Options => {
  if (ips.length === 0) return {}
  const list = ips.map((each) => ip(each, family)).join(', ')
  return { [option]: ips.length === 1 ? list : `{${list}}` }
}

const routesOf = (routes: Dhcp4Fields['routes']): Options => {
  if (routes.length === 0) return {}
  const pairs = routes.map(({ destination, nextHop }) => `${block(destination)},${ip(nextHop, 4)}`)
  return { classless_static_route: `{${pairs.join(', ')}}` }
}

/** Option 66 is text even when it is an address (RFC 2132 §9.4); many loaders go by the address of the header instead. */
const bootOf = ({ tftpServer, bootfileName }: Dhcp4Fields): Options => ({
  ...(tftpServer !== undefined && { tftp_server: quoted('a server', tftpServer) }),
  ...(isIpv4(tftpServer) && { next_server: tftpServer }),
  ...(bootfileName !== undefined && { bootfile_name: quoted('a file name', bootfileName) }),
})

const row = (owner: Owner, ref: RowRef<'DHCP_Options'>, { cidr, labels }: Common, options: Options): DesiredRow => ({
  table: 'DHCP_Options',
  uuid: ref.uuid,
  columns: { cidr, options, external_ids: tag(owner, labels) },
  memberOf: [],
  needs: [],
})

/** What OVN answers DHCPv4 requests with. Without server_id, server_mac or lease_time northd makes no flows at all. */
export const dhcp4Options = (owner: Owner, ref: RowRef<'DHCP_Options'>, fields: Dhcp4Fields): DesiredRow =>
  row(owner, ref, fields, {
    server_id: ip(fields.server.ip, 4),
    server_mac: fields.server.mac,
    lease_time: String(fields.leaseSeconds),
    mtu: String(fields.mtuBytes),
    domain_name: quoted('a domain name', domain(fields.domainName)),
    domain_search_list: quoted('a list of domains', fields.searchDomains.map(domain).join(',')),
    ...(fields.router !== null && { router: ip(fields.router, 4) }),
    ...listOf('dns_server', fields.dnsServers, 4),
    ...listOf('ntp_server', fields.ntpServers, 4),
    ...routesOf(fields.routes),
    ...bootOf(fields),
  })

/**
 * What OVN answers DHCPv6 requests with; the address is the port's own. A search list is left out: OVN would send its dots as part of one
 * label (RFC 3646 §4), and router advertisements carry it as well.
 */
export const dhcp6Options = (owner: Owner, ref: RowRef<'DHCP_Options'>, fields: Dhcp6Fields): DesiredRow =>
  row(owner, ref, fields, {
    server_id: fields.serverMac,
    ...listOf('dns_server', fields.dnsServers, 6),
    ...(fields.isStateless && { dhcpv6_stateless: 'true' }),
  })
