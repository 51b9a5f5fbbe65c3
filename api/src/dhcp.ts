import * as z from 'zod'
import { IpAddress, Ipv4, Ipv4Cidr } from './fields.ts'
import { isDnsName } from './values/dns-name.ts'
import { parseCidr } from './values/ip.ts'

/** What DHCP tells VMs, as far as several resources say it. */

/** The domain that DHCP tells (option 15). */
export const DhcpDomain = z
  .string()
  .refine((text) => isDnsName(text), 'must be a domain name in lower case without a trailing dot, such as corp.example')

/** A route that DHCP tells the VMs (RFC 3442). */
export const StaticRoute = z
  .strictObject({ destination: Ipv4Cidr, next_hop: Ipv4 })
  .meta({ id: 'StaticRoute', description: 'A route that DHCP tells the VMs (RFC 3442).' })
/** A route that DHCP tells the VMs. */
export type StaticRoute = z.infer<typeof StaticRoute>

/** The length of an option is one byte (RFC 2132 §2), and OVN makes no two of one (RFC 3396). */
const LONGEST_OPTION = 255
const ROUTER_BYTES = 4

/** A destination takes its prefix length and the bytes of it that count (RFC 3442). */
const routeBytes = (destination: string): number =>
  1 + Math.ceil((parseCidr(destination)?.prefixLength ?? 32) / 8) + ROUTER_BYTES

/** Whether the routes fit into option 121, with the default route that is repeated in it unless it is among them. */
const fitInOption = (routes: readonly StaticRoute[]): boolean => {
  const destinations = new Set(['0.0.0.0/0', ...routes.map(({ destination }) => destination)])
  return [...destinations].reduce((bytes, each) => bytes + routeBytes(each), 0) <= LONGEST_OPTION
}

/** Routes that DHCP tells the VMs. */
export const StaticRoutes = z
  .array(StaticRoute)
  .max(64)
  .refine(
    fitInOption,
    'must fit into one option of DHCP: 250 bytes, of which a /8 takes 6, a /16 7, a /24 8 and a longer prefix 9',
  )

/** What DHCP tells one port otherwise than the others of its subnet. */
export const DhcpOverrides = z
  .strictObject({
    dns_servers: z
      .array(IpAddress)
      .min(1)
      .max(8)
      .optional()
      .describe("instead of the subnet's; those of IPv4 by DHCPv4, those of IPv6 by DHCPv6"),
    ntp_servers: z.array(IpAddress).min(1).max(8).optional().describe('option 42; OVN has none for IPv6'),
    domain_name: DhcpDomain.optional().describe('option 15, and first of the search list (119)'),
    tftp_server: z
      .string()
      .regex(
        /^[\x21-\x7e]{1,253}$/,
        'must be a name or an address of 1 to 253 printable ASCII characters without spaces',
      )
      .optional()
      .describe('name or address (option 66); an IPv4 address is the next server of the header too'),
    bootfile_name: z
      .string()
      .regex(/^[\x20-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters')
      .optional()
      .describe('option 67'),
  })
  .meta({ id: 'DhcpOverrides' })
/** What DHCP tells this port otherwise. */
export type DhcpOverrides = z.infer<typeof DhcpOverrides>
