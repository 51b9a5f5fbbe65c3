// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** Where addresses come from when a port asks for none in particular. */
export class SubnetDataAllocationRanges extends ComplexObject {
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
export class SubnetDataReservedRanges extends ComplexObject {
  /** First address. */
  get start(): string {
    return this.getStringAttribute('start')
  }
  /** Last address; it belongs to the range. */
  get end(): string {
    return this.getStringAttribute('end')
  }
}

/** Up to 64 routes that VMs are told (RFC 3442). `[]`: none. */
export class SubnetDataStaticRoutes extends ComplexObject {
  /** IPv4 block that the route leads to. */
  get destination(): string {
    return this.getStringAttribute('destination')
  }
  /** IPv4 address of the router on the way. */
  get nextHop(): string {
    return this.getStringAttribute('next_hop')
  }
}

/** What a person may want to know: errors, and what it waits for. */
export class SubnetDataStatusConditions extends ComplexObject {
  /** What holds, such as `ApplyFailed`. */
  get type(): string {
    return this.getStringAttribute('type')
  }
  /** Why, in one stable word. */
  get reason(): string {
    return this.getStringAttribute('reason')
  }
  /** The same for people. */
  get message(): string {
    return this.getStringAttribute('message')
  }
  /** When it began (RFC 3339). */
  get since(): string {
    return this.getStringAttribute('since')
  }
}

/** How far the newest generation has come. */
export class SubnetDataStatus extends ComplexObject {
  /** `pending`, `applied`, `realized`, `error` or `deleting`. */
  get state(): string {
    return this.getStringAttribute('state')
  }
  /** The newest generation that is in OVN. */
  get appliedGeneration(): number {
    return this.getNumberAttribute('applied_generation')
  }
  /** The newest generation that is on the hypervisors. */
  get realizedGeneration(): number {
    return this.getNumberAttribute('realized_generation')
  }
  /** What a person may want to know: errors, and what it waits for. */
  get conditions(): ObjectList<SubnetDataStatusConditions> {
    return new ObjectList(this, 'conditions', SubnetDataStatusConditions)
  }
}

/** How long to wait for each operation. */
export interface SubnetDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link SubnetData}. */
export interface SubnetDataConfig extends TerraformMetaArguments {
  /** Its id. Stands alone: other attributes select by what they say. */
  readonly id?: string | undefined
  /** Id of the project, which is the network's. */
  readonly project?: string | undefined
  /** Id of the network that it gives addresses to. */
  readonly network?: string | undefined
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name?: string | undefined
  /** Id of the pool that the block is carved from. */
  readonly pool?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: SubnetDataTimeoutsConfig | IResolvable | undefined
}

/** One subnet, by its id or by what selects it alone. A block of addresses on a network, with DHCP, a gateway and a DNS address. */
export class SubnetData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_subnet'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: SubnetDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_subnet', config, shape: SubnetData.shape })
  }
  /** Its id. Stands alone: other attributes select by what they say. */
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
  /** Id of the pool that the block is carved from. */
  get pool(): string {
    return this.getStringAttribute('pool')
  }
  /** How long the prefix of a carved block is. */
  get prefixLength(): number {
    return this.getNumberAttribute('prefix_length')
  }
  /** Its block, such as `10.0.0.0/24` or `2001:db8::/64`. Blocks of one network never overlap. Default, with a `pool`: carved from it. */
  get cidr(): string {
    return this.getStringAttribute('cidr')
  }
  /** Default router of the VMs. `"none"`: VMs get no default route. */
  get gateway(): string {
    return this.getStringAttribute('gateway')
  }
  /** Where VMs ask for names. `"none"`: no DNS in this subnet. */
  get dnsAddress(): string {
    return this.getStringAttribute('dns_address')
  }
  /** Where addresses come from when a port asks for none in particular. */
  get allocationRanges(): ObjectList<SubnetDataAllocationRanges> {
    return new ObjectList(this, 'allocation_ranges', SubnetDataAllocationRanges)
  }
  /** Addresses that nobody is given, not even when a port asks for one of them. */
  get reservedRanges(): ObjectList<SubnetDataReservedRanges> {
    return new ObjectList(this, 'reserved_ranges', SubnetDataReservedRanges)
  }
  /** How VMs get their IPv6 addresses: `slaac`, `dhcpv6-stateful` or `dhcpv6-stateless`. */
  get ipv6Mode(): string {
    return this.getStringAttribute('ipv6_mode')
  }
  /** Seconds for which an address that was given back stays with its project, up to 2592000. */
  get holdDown(): number {
    return this.getNumberAttribute('hold_down')
  }
  /** Up to 8 servers that VMs ask for names. `[]`: the `dns_address`, whatever the network says. */
  get dnsServers(): string[] {
    return this.getListAttribute('dns_servers')
  }
  /** Up to 64 routes that VMs are told (RFC 3442). `[]`: none. */
  get staticRoutes(): ObjectList<SubnetDataStaticRoutes> {
    return new ObjectList(this, 'static_routes', SubnetDataStaticRoutes)
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
  /** How far the newest generation has come. */
  get status(): SubnetDataStatus {
    return new SubnetDataStatus(this, 'status', false)
  }
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  get labelSelector(): string {
    return this.getStringAttribute('label_selector')
  }
}
