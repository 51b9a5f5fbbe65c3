import * as z from 'zod'
import { AddressRange, CidrBlock, IpAddress, NetworkId, ProjectId, SubnetId, SubnetPoolId, Text } from './fields.ts'
import { StaticRoutes } from './dhcp.ts'
import { exampleIds } from './example-ids.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'

/**
 * How VMs get their IPv6 addresses: by themselves from the prefix and their MAC (slaac), by DHCPv6 (dhcpv6-stateful), or by themselves with
 * the rest by DHCPv6 (dhcpv6-stateless).
 */
export const Ipv6Mode = z.enum(['slaac', 'dhcpv6-stateful', 'dhcpv6-stateless']).meta({ id: 'Ipv6Mode' })
/** How VMs get their IPv6 addresses. */
export type Ipv6Mode = z.infer<typeof Ipv6Mode>

const HoldDown = z
  .int()
  .min(0)
  .max(2_592_000)
  .describe('seconds for which an address that was given back stays with its project')

const view = {
  cidr: CidrBlock,
  pool: SubnetPoolId.nullable().describe('the pool that the block was carved from'),
  gateway: IpAddress.nullable().describe('default router of the VMs; null: none'),
  dns_address: IpAddress.nullable().describe('where VMs ask for names; null: no DNS in this subnet'),
  allocation_ranges: z
    .array(AddressRange)
    .describe('where addresses come from when a port asks for none in particular; the last of a range is usable'),
  reserved_ranges: z.array(AddressRange).describe('addresses that nobody is given, not even when asked for'),
  ipv6_mode: Ipv6Mode.nullable().describe('null: an IPv4 subnet'),
  hold_down: HoldDown,
  dns_servers: z.array(IpAddress).max(8).nullable().describe("null: the network's"),
  static_routes: StaticRoutes.nullable().describe("null: the network's"),
}

/** A block of addresses on a network. Blocks of one network never overlap; other networks may use the same ones. */
export const Subnet = z
  .object({ id: SubnetId, project: ProjectId, network: NetworkId, ...commonView, ...view })
  .meta({ id: 'Subnet' })
/** A subnet as the API answers it. */
export type Subnet = z.infer<typeof Subnet>

/** What a subnet is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateSubnet = z
  .strictObject({
    id: SubnetId.optional(),
    network: NetworkId,
    ...commonCreate,
    cidr: view.cidr.optional().describe('the block; or leave it out and name a pool'),
    pool: SubnetPoolId.optional().describe("carve the block from this pool of the network's project"),
    prefix_length: z.int().min(0).max(128).optional().describe("default: the pool's"),
    gateway: view.gateway.optional().describe('default: the first address; null: none'),
    dns_address: view.dns_address.optional().describe('default: the address after the gateway; null: none'),
    allocation_ranges: view.allocation_ranges.min(1).max(64).optional().describe('default: all host addresses'),
    reserved_ranges: view.reserved_ranges.max(64).default([]),
    ipv6_mode: Ipv6Mode.optional().describe('default: slaac in a /64, else dhcpv6-stateful'),
    hold_down: HoldDown.optional().describe('default: 300, on external networks 86400'),
    dns_servers: view.dns_servers.default(null),
    static_routes: view.static_routes.default(null),
  })
  .meta({ id: 'CreateSubnet' })
/** A request for a subnet, with its defaults filled in. */
export type CreateSubnet = z.infer<typeof CreateSubnet>

/** What of a subnet may change. A field that is left out stays as it is. */
export const UpdateSubnet = z
  .strictObject({
    ...commonUpdate,
    allocation_ranges: view.allocation_ranges.min(1).max(64).optional(),
    reserved_ranges: view.reserved_ranges.max(64).optional(),
    hold_down: HoldDown.optional(),
    dns_servers: view.dns_servers.optional(),
    static_routes: view.static_routes.optional(),
  })
  .meta({ id: 'UpdateSubnet' })
/** A change of a subnet. */
export type UpdateSubnet = z.infer<typeof UpdateSubnet>

/** Create, read, list, change and delete subnets. */
export const subnetRoutes = resourceRoutes({
  kind: 'subnet',
  write: 'admin',
  tag: 'Subnets',
  id: SubnetId,
  view: Subnet,
  create: CreateSubnet,
  update: UpdateSubnet,
  filters: {
    project: ProjectId.optional(),
    network: NetworkId.optional(),
    pool: SubnetPoolId.optional(),
    name: Text.optional(),
  },
  errors: {
    create: ['name_taken', 'cidr_overlaps', 'address_outside_subnet', 'address_taken', 'pool_exhausted'],
    update: ['name_taken', 'address_outside_subnet'],
    delete: [],
  },
  examples: {
    view: {
      ...{ id: exampleIds.subnet, project: exampleIds.project, network: exampleIds.network },
      ...exampleCommon('web-v4'),
      ...{ cidr: '10.0.0.0/24', pool: null, gateway: '10.0.0.1', dns_address: '10.0.0.2' },
      allocation_ranges: [{ start: '10.0.0.1', end: '10.0.0.254' }],
      ...{ reserved_ranges: [], ipv6_mode: null, hold_down: 300, dns_servers: null, static_routes: null },
    },
    create: { network: exampleIds.network, name: 'web-v4', cidr: '10.0.0.0/24' },
    update: { allocation_ranges: [{ start: '10.0.0.100', end: '10.0.0.199' }] },
  },
})
