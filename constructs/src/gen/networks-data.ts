// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** Up to 64 routes that VMs are told (RFC 3442). */
export class NetworksDataNetworksDhcpStaticRoutes extends ComplexObject {
  /** IPv4 block that the route leads to. */
  get destination(): string {
    return this.getStringAttribute('destination')
  }
  /** IPv4 address of the router on the way. */
  get nextHop(): string {
    return this.getStringAttribute('next_hop')
  }
}

/** DHCP in its subnets. */
export class NetworksDataNetworksDhcp extends ComplexObject {
  /** Whether VMs get their addresses by DHCP. */
  get enabled(): IResolvable {
    return this.getBooleanAttribute('enabled')
  }
  /** Seconds that a lease lasts: 60 to 31536000. */
  get leaseTime(): number {
    return this.getNumberAttribute('lease_time')
  }
  /** Up to 8 time servers. */
  get ntpServers(): string[] {
    return this.getListAttribute('ntp_servers')
  }
  /** Up to 8 servers that VMs ask for names. Default, and `[]`: each subnet's `dns_address`. */
  get dnsServers(): string[] {
    return this.getListAttribute('dns_servers')
  }
  /** Search domain of the VMs. */
  get domainName(): string {
    return this.getStringAttribute('domain_name')
  }
  /** Up to 64 routes that VMs are told (RFC 3442). */
  get staticRoutes(): ObjectList<NetworksDataNetworksDhcpStaticRoutes> {
    return new ObjectList(this, 'static_routes', NetworksDataNetworksDhcpStaticRoutes)
  }
}

/** What a person may want to know: errors, and what it waits for. */
export class NetworksDataNetworksStatusConditions extends ComplexObject {
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
export class NetworksDataNetworksStatus extends ComplexObject {
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
  get conditions(): ObjectList<NetworksDataNetworksStatusConditions> {
    return new ObjectList(this, 'conditions', NetworksDataNetworksStatusConditions)
  }
}

/** What is selected, the oldest first. */
export class NetworksDataNetworks extends ComplexObject {
  /** UUID of the resource. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the project that owns it. */
  get project(): string {
    return this.getStringAttribute('project')
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
  /** How it is carried: `overlay` in Geneve between hypervisors; `vlan`, `flat` and `external` on a physical network, which only a platform admin makes. */
  get type(): string {
    return this.getStringAttribute('type')
  }
  /** The name under which the nodes' bridge mappings know the wire. Needed by every type but `overlay`, which has none. */
  get physicalNetwork(): string {
    return this.getStringAttribute('physical_network')
  }
  /** VLAN tag, 1 to 4094: needed by type `vlan`, possible with `external`. Of type `overlay` its VNI in Geneve, 65536 to 16711680, which only a platform admin chooses; without one OVN numbers the network. */
  get segmentId(): number {
    return this.getNumberAttribute('segment_id')
  }
  /** Bytes of an IP packet in a VM, 576 to 8942; IPv6 needs 1280. The default fits an underlay of 1500 bytes. */
  get mtu(): number {
    return this.getNumberAttribute('mtu')
  }
  /** Whether multicast goes only to the VMs that have joined (IGMP and MLD snooping). */
  get multicast(): IResolvable {
    return this.getBooleanAttribute('multicast')
  }
  /** DHCP in its subnets. */
  get dhcp(): NetworksDataNetworksDhcp {
    return new NetworksDataNetworksDhcp(this, 'dhcp', false)
  }
  /** `port_security` of a port that says nothing of it. */
  get portSecurityDefault(): IResolvable {
    return this.getBooleanAttribute('port_security_default')
  }
  /** Ids of the projects whose members see the network and its subnets, and may put ports into it. */
  get sharedWith(): string[] {
    return this.getListAttribute('shared_with')
  }
  /** Ids of the routers with an interface or their external gateway in it. */
  get routers(): string[] {
    return this.getListAttribute('routers')
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
  get status(): NetworksDataNetworksStatus {
    return new NetworksDataNetworksStatus(this, 'status', false)
  }
}

/** How long to wait for each operation. */
export interface NetworksDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link NetworksData}. */
export interface NetworksDataConfig extends TerraformMetaArguments {
  /** Only those with this `project`. */
  readonly project?: string | undefined
  /** Only those with this `name`. */
  readonly name?: string | undefined
  /** Only those with this `type`. */
  readonly type?: string | undefined
  /** Only those with this `physical_network`. */
  readonly physicalNetwork?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: NetworksDataTimeoutsConfig | IResolvable | undefined
}

/** All networks that the token may see, or those that something selects. There may be none. */
export class NetworksData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_networks'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: NetworksDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_networks', config, shape: NetworksData.shape })
  }
  /** Only those with this `project`. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** Only those with this `name`. */
  get name(): string {
    return this.getStringAttribute('name')
  }
  /** Only those with this `type`. */
  get type(): string {
    return this.getStringAttribute('type')
  }
  /** Only those with this `physical_network`. */
  get physicalNetwork(): string {
    return this.getStringAttribute('physical_network')
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
  get networks(): ObjectList<NetworksDataNetworks> {
    return new ObjectList(this, 'networks', NetworksDataNetworks)
  }
}
