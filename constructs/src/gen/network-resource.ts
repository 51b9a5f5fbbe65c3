// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource, ObjectList } from '../bindings/elements.ts'

/** Up to 64 routes that VMs are told (RFC 3442). */
export interface NetworkResourceDhcpStaticRoutesConfig {
  /** IPv4 block that the route leads to. */
  readonly destination: string
  /** IPv4 address of the router on the way. */
  readonly nextHop: string
}

/** Up to 64 routes that VMs are told (RFC 3442). */
export class NetworkResourceDhcpStaticRoutes extends ComplexObject {
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
export interface NetworkResourceDhcpConfig {
  /** Whether VMs get their addresses by DHCP. */
  readonly enabled?: boolean | IResolvable | undefined
  /** Seconds that a lease lasts: 60 to 31536000. */
  readonly leaseTime?: number | undefined
  /** Up to 8 time servers. */
  readonly ntpServers?: readonly string[] | undefined
  /** Up to 8 servers that VMs ask for names. Default, and `[]`: each subnet's `dns_address`. */
  readonly dnsServers?: readonly string[] | undefined
  /** Search domain of the VMs. Left out: the project's zone. */
  readonly domainName?: string | undefined
  /** Up to 64 routes that VMs are told (RFC 3442). */
  readonly staticRoutes?: readonly NetworkResourceDhcpStaticRoutesConfig[] | IResolvable | undefined
}

/** DHCP in its subnets. */
export class NetworkResourceDhcp extends ComplexObject {
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
  /** Search domain of the VMs. Left out: the project's zone. */
  get domainName(): string {
    return this.getStringAttribute('domain_name')
  }
  /** Up to 64 routes that VMs are told (RFC 3442). */
  get staticRoutes(): ObjectList<NetworkResourceDhcpStaticRoutes> {
    return new ObjectList(this, 'static_routes', NetworkResourceDhcpStaticRoutes)
  }
}

/** How long to wait for each operation. */
export interface NetworkResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link NetworkResource}. */
export interface NetworkResourceConfig extends TerraformMetaArguments {
  /** Id of the project that owns it. Default: the provider's. */
  readonly project?: string | undefined
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** How it is carried: `overlay` in Geneve between hypervisors; `vlan`, `flat` and `external` on a physical network, which only a platform admin makes. */
  readonly type?: string | undefined
  /** The name under which the nodes' bridge mappings know the wire. Needed by every type but `overlay`, which has none. */
  readonly physicalNetwork?: string | undefined
  /** VLAN tag, 1 to 4094: needed by type `vlan`, possible with `external`. Of type `overlay` its VNI in Geneve, 65536 to 16711680, which only a platform admin chooses; without one OVN numbers the network. */
  readonly segmentId?: number | undefined
  /** Bytes of an IP packet in a VM, 576 to 8942; IPv6 needs 1280. The default fits an underlay of 1500 bytes. */
  readonly mtu?: number | undefined
  /** Whether multicast goes only to the VMs that have joined (IGMP and MLD snooping). */
  readonly multicast?: boolean | IResolvable | undefined
  /** DHCP in its subnets. */
  readonly dhcp?: NetworkResourceDhcpConfig | IResolvable | undefined
  /** `port_security` of a port that says nothing of it. */
  readonly portSecurityDefault?: boolean | IResolvable | undefined
  /** Ids of the projects whose members see the network and its subnets, and may put ports into it. */
  readonly sharedWith?: readonly string[] | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: NetworkResourceTimeoutsConfig | IResolvable | undefined
}

/** A layer-2 segment. Subnets give it addresses, ports plug VMs into it. */
export class NetworkResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_network'
  static readonly shape = { dhcp: { static_routes: {} }, timeouts: {} }

  constructor(scope: Construct, id: string, config: NetworkResourceConfig) {
    super(scope, id, { type: 'quantumnet_network', config, shape: NetworkResource.shape })
  }
  /** UUID of the resource. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the project that owns it. Default: the provider's. */
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
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
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
  get dhcp(): NetworkResourceDhcp {
    return new NetworkResourceDhcp(this, 'dhcp', false)
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
}
