// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** Where addresses come from when a port asks for none in particular. */
export class SubnetsDataSubnetsAllocationRanges extends ComplexObject {
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
export class SubnetsDataSubnetsReservedRanges extends ComplexObject {
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
export class SubnetsDataSubnetsStaticRoutes extends ComplexObject {
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
export class SubnetsDataSubnetsStatusConditions extends ComplexObject {
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
export class SubnetsDataSubnetsStatus extends ComplexObject {
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
  get conditions(): ObjectList<SubnetsDataSubnetsStatusConditions> {
    return new ObjectList(this, 'conditions', SubnetsDataSubnetsStatusConditions)
  }
}

/** What is selected, the oldest first. */
export class SubnetsDataSubnets extends ComplexObject {
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
  get allocationRanges(): ObjectList<SubnetsDataSubnetsAllocationRanges> {
    return new ObjectList(this, 'allocation_ranges', SubnetsDataSubnetsAllocationRanges)
  }
  /** Addresses that nobody is given, not even when a port asks for one of them. */
  get reservedRanges(): ObjectList<SubnetsDataSubnetsReservedRanges> {
    return new ObjectList(this, 'reserved_ranges', SubnetsDataSubnetsReservedRanges)
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
  get staticRoutes(): ObjectList<SubnetsDataSubnetsStaticRoutes> {
    return new ObjectList(this, 'static_routes', SubnetsDataSubnetsStaticRoutes)
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
  get status(): SubnetsDataSubnetsStatus {
    return new SubnetsDataSubnetsStatus(this, 'status', false)
  }
}

/** How long to wait for each operation. */
export interface SubnetsDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link SubnetsData}. */
export interface SubnetsDataConfig extends TerraformMetaArguments {
  /** Only those with this `project`. */
  readonly project?: string | undefined
  /** Only those with this `network`. */
  readonly network?: string | undefined
  /** Only those with this `pool`. */
  readonly pool?: string | undefined
  /** Only those with this `name`. */
  readonly name?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: SubnetsDataTimeoutsConfig | IResolvable | undefined
}

/** All subnets that the token may see, or those that something selects. There may be none. */
export class SubnetsData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_subnets'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: SubnetsDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_subnets', config, shape: SubnetsData.shape })
  }
  /** Only those with this `project`. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** Only those with this `network`. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** Only those with this `pool`. */
  get pool(): string {
    return this.getStringAttribute('pool')
  }
  /** Only those with this `name`. */
  get name(): string {
    return this.getStringAttribute('name')
  }
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  get labelSelector(): string {
    return this.getStringAttribute('label_selector')
  }
  /** Their ids, the oldest first. */
  get ids(): string[] {
    return this.getListAttribute('ids')
  }
  /** What is selected, the oldest first. */
  get subnets(): ObjectList<SubnetsDataSubnets> {
    return new ObjectList(this, 'subnets', SubnetsDataSubnets)
  }
}
