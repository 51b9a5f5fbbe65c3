// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource, ObjectList } from '../bindings/elements.ts'

/** Where addresses come from when a port asks for none in particular. Default: all host addresses. */
export interface SubnetResourceAllocationRangesConfig {
  /** First address. */
  readonly start: string
  /** Last address; it belongs to the range. */
  readonly end: string
}

/** Where addresses come from when a port asks for none in particular. Default: all host addresses. */
export class SubnetResourceAllocationRanges extends ComplexObject {
  /** First address. */
  get start(): string {
    return this.getStringAttribute('start')
  }
  /** Last address; it belongs to the range. */
  get end(): string {
    return this.getStringAttribute('end')
  }
}

/** Addresses that nobody is given, not even when a port asks for one of them. */
export interface SubnetResourceReservedRangesConfig {
  /** First address. */
  readonly start: string
  /** Last address; it belongs to the range. */
  readonly end: string
}

/** Addresses that nobody is given, not even when a port asks for one of them. */
export class SubnetResourceReservedRanges extends ComplexObject {
  /** First address. */
  get start(): string {
    return this.getStringAttribute('start')
  }
  /** Last address; it belongs to the range. */
  get end(): string {
    return this.getStringAttribute('end')
  }
}

/** Up to 64 routes that VMs are told (RFC 3442). Left out: the network's. `[]`: none. */
export interface SubnetResourceStaticRoutesConfig {
  /** IPv4 block that the route leads to. */
  readonly destination: string
  /** IPv4 address of the router on the way. */
  readonly nextHop: string
}

/** Up to 64 routes that VMs are told (RFC 3442). Left out: the network's. `[]`: none. */
export class SubnetResourceStaticRoutes extends ComplexObject {
  /** IPv4 block that the route leads to. */
  get destination(): string {
    return this.getStringAttribute('destination')
  }
  /** IPv4 address of the router on the way. */
  get nextHop(): string {
    return this.getStringAttribute('next_hop')
  }
}

/** How long to wait for each operation. */
export interface SubnetResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link SubnetResource}. */
export interface SubnetResourceConfig extends TerraformMetaArguments {
  /** Id of the network that it gives addresses to. */
  readonly network: string
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** Id of the pool that the block is carved from. */
  readonly pool?: string | undefined
  /** How long the prefix of a carved block is. Default: the pool's. */
  readonly prefixLength?: number | undefined
  /** Its block, such as `10.0.0.0/24` or `2001:db8::/64`. Blocks of one network never overlap. Default, with a `pool`: carved from it. */
  readonly cidr?: string | undefined
  /** Default router of the VMs. Default: the first address. `"none"`: VMs get no default route. */
  readonly gateway?: string | undefined
  /** Where VMs ask for names. Default: the address after the gateway. `"none"`: no DNS in this subnet. */
  readonly dnsAddress?: string | undefined
  /** Where addresses come from when a port asks for none in particular. Default: all host addresses. */
  readonly allocationRanges?: readonly SubnetResourceAllocationRangesConfig[] | IResolvable | undefined
  /** Addresses that nobody is given, not even when a port asks for one of them. */
  readonly reservedRanges?: readonly SubnetResourceReservedRangesConfig[] | IResolvable | undefined
  /** How VMs get their IPv6 addresses: `slaac`, `dhcpv6-stateful` or `dhcpv6-stateless`. Default: `slaac` in a /64, else `dhcpv6-stateful`; none on IPv4. */
  readonly ipv6Mode?: string | undefined
  /** Seconds for which an address that was given back stays with its project, up to 2592000. Default: 300, on external networks 86400. */
  readonly holdDown?: number | undefined
  /** Up to 8 servers that VMs ask for names. Left out: the network's. `[]`: the `dns_address`, whatever the network says. */
  readonly dnsServers?: readonly string[] | undefined
  /** Up to 64 routes that VMs are told (RFC 3442). Left out: the network's. `[]`: none. */
  readonly staticRoutes?: readonly SubnetResourceStaticRoutesConfig[] | IResolvable | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: SubnetResourceTimeoutsConfig | IResolvable | undefined
}

/** A block of addresses on a network, with DHCP, a gateway and a DNS address. */
export class SubnetResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_subnet'
  static readonly shape = { allocation_ranges: {}, reserved_ranges: {}, static_routes: {}, timeouts: {} }

  constructor(scope: Construct, id: string, config: SubnetResourceConfig) {
    super(scope, id, { type: 'quantumnet_subnet', config, shape: SubnetResource.shape })
  }
  /** UUID of the resource. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the project, which is the network's. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** Id of the network that it gives addresses to. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  get name(): string {
    return this.getStringAttribute('name')
  }
  /** Free text of at most 1000 characters. */
  get description(): string {
    return this.getStringAttribute('description')
  }
  /** Up to 64 labels of your own. */
  get labels(): Record<string, string> {
    return this.getStringMapAttribute('labels')
  }
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
  /** Id of the pool that the block is carved from. */
  get pool(): string {
    return this.getStringAttribute('pool')
  }
  /** How long the prefix of a carved block is. Default: the pool's. */
  get prefixLength(): number {
    return this.getNumberAttribute('prefix_length')
  }
  /** Its block, such as `10.0.0.0/24` or `2001:db8::/64`. Blocks of one network never overlap. Default, with a `pool`: carved from it. */
  get cidr(): string {
    return this.getStringAttribute('cidr')
  }
  /** Default router of the VMs. Default: the first address. `"none"`: VMs get no default route. */
  get gateway(): string {
    return this.getStringAttribute('gateway')
  }
  /** Where VMs ask for names. Default: the address after the gateway. `"none"`: no DNS in this subnet. */
  get dnsAddress(): string {
    return this.getStringAttribute('dns_address')
  }
  /** Where addresses come from when a port asks for none in particular. Default: all host addresses. */
  get allocationRanges(): ObjectList<SubnetResourceAllocationRanges> {
    return new ObjectList(this, 'allocation_ranges', SubnetResourceAllocationRanges)
  }
  /** Addresses that nobody is given, not even when a port asks for one of them. */
  get reservedRanges(): ObjectList<SubnetResourceReservedRanges> {
    return new ObjectList(this, 'reserved_ranges', SubnetResourceReservedRanges)
  }
  /** How VMs get their IPv6 addresses: `slaac`, `dhcpv6-stateful` or `dhcpv6-stateless`. Default: `slaac` in a /64, else `dhcpv6-stateful`; none on IPv4. */
  get ipv6Mode(): string {
    return this.getStringAttribute('ipv6_mode')
  }
  /** Seconds for which an address that was given back stays with its project, up to 2592000. Default: 300, on external networks 86400. */
  get holdDown(): number {
    return this.getNumberAttribute('hold_down')
  }
  /** Up to 8 servers that VMs ask for names. Left out: the network's. `[]`: the `dns_address`, whatever the network says. */
  get dnsServers(): string[] {
    return this.getListAttribute('dns_servers')
  }
  /** Up to 64 routes that VMs are told (RFC 3442). Left out: the network's. `[]`: none. */
  get staticRoutes(): ObjectList<SubnetResourceStaticRoutes> {
    return new ObjectList(this, 'static_routes', SubnetResourceStaticRoutes)
  }
  /** Grows by one with every change. */
  get generation(): number {
    return this.getNumberAttribute('generation')
  }
  /** When it was created (RFC 3339). */
  get createdAt(): string {
    return this.getStringAttribute('created_at')
  }
  /** When it was last changed (RFC 3339). */
  get updatedAt(): string {
    return this.getStringAttribute('updated_at')
  }
}
