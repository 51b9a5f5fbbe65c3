import * as z from 'zod'
import { IpAddress, Text } from './fields.ts'

/** Name of a hypervisor, as its agent registers it; also OVN's chassis name. */
export const NodeName = z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/, 'must be a host name in lower case')

/** Where a port is plugged in, as its node agent and OVN say. */
export const Binding = z
  .object({
    node: NodeName.nullable().describe('where it is, as its agent says'),
    state: z.enum(['unbound', 'up', 'down', 'unverified']),
    reason: z.string().nullable().describe('why it is not up, in words'),
    since: z.iso.datetime(),
  })
  .meta({ id: 'Binding' })
/** Where a port is plugged in. */
export type Binding = z.infer<typeof Binding>

const Counter = z.int().min(0)
const Direction = z.object({ bytes: Counter, packets: Counter, drops: Counter, errors: Counter })

/** What went through a port, as its node has counted since the interface was made. */
export const PortStatistics = z
  .object({
    received: Direction.describe('by the VM'),
    sent: Direction.describe('by the VM'),
    at: z.iso.datetime().describe('when it was counted'),
  })
  .meta({ id: 'PortStatistics' })
/** What went through a port. */
export type PortStatistics = z.infer<typeof PortStatistics>

/** What DHCP tells this port otherwise than the others of its subnet. */
export const DhcpOverrides = z
  .strictObject({
    dns_servers: z.array(IpAddress).min(1).max(8).optional(),
    ntp_servers: z.array(IpAddress).min(1).max(8).optional(),
    domain_name: Text.max(253).optional().describe('search domain (option 15)'),
    tftp_server: Text.max(253).optional().describe('name or address (option 66)'),
    bootfile_name: Text.max(255).optional().describe('option 67'),
  })
  .meta({ id: 'DhcpOverrides' })
/** What DHCP tells this port otherwise. */
export type DhcpOverrides = z.infer<typeof DhcpOverrides>
