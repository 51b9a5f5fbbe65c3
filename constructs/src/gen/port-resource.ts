// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource, ObjectList } from '../bindings/elements.ts'

/** Its addresses, up to 16. Default: one of each family that the network has subnets of at that moment: refer to the subnet here, such as `[{ subnet = quantumnet_subnet.example.id }]`, or name it in `depends_on`, or Terraform may make it too late. `[]`: none. */
export interface PortResourceFixedIpsConfig {
  /** Id of a reserved address that the port takes over, with its hostname and MAC address. Stands alone. */
  readonly address?: string | undefined
  /** Id of the subnet. Default: the one that holds the address, else any with room. */
  readonly subnet?: string | undefined
  /** The address. Default: the next free one. */
  readonly ip?: string | undefined
}

/** Its addresses, up to 16. Default: one of each family that the network has subnets of at that moment: refer to the subnet here, such as `[{ subnet = quantumnet_subnet.example.id }]`, or name it in `depends_on`, or Terraform may make it too late. `[]`: none. */
export class PortResourceFixedIps extends ComplexObject {
  /** Id of a reserved address that the port takes over, with its hostname and MAC address. Stands alone. */
  get address(): string {
    return this.getStringAttribute('address')
  }
  /** Id of the subnet. Default: the one that holds the address, else any with room. */
  get subnet(): string {
    return this.getStringAttribute('subnet')
  }
  /** The address. Default: the next free one. */
  get ip(): string {
    return this.getStringAttribute('ip')
  }
}

/** The VM that it belongs to. */
export interface PortResourceVmConfig {
  /** Its id where it comes from, such as the UUID in libvirt. */
  readonly id?: string | undefined
  /** Its name. */
  readonly name?: string | undefined
}

/** The VM that it belongs to. */
export class PortResourceVm extends ComplexObject {
  /** Its id where it comes from, such as the UUID in libvirt. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Its name. */
  get name(): string {
    return this.getStringAttribute('name')
  }
}

/** What it may send from beside its own addresses: up to 64 addresses or blocks. */
export interface PortResourceAllowedAddressPairsConfig {
  /** An address, or a block. */
  readonly ip: string
  /** MAC address. Left out: the port's own. */
  readonly mac?: string | undefined
}

/** What it may send from beside its own addresses: up to 64 addresses or blocks. */
export class PortResourceAllowedAddressPairs extends ComplexObject {
  /** An address, or a block. */
  get ip(): string {
    return this.getStringAttribute('ip')
  }
  /** MAC address. Left out: the port's own. */
  get mac(): string {
    return this.getStringAttribute('mac')
  }
}

/** What DHCP tells this port otherwise than the others of its subnet. */
export interface PortResourceDhcpOptionsConfig {
  /** Up to 8 servers that the VM asks for names. */
  readonly dnsServers?: readonly string[] | undefined
  /** Up to 8 time servers. */
  readonly ntpServers?: readonly string[] | undefined
  /** Search domain (option 15). */
  readonly domainName?: string | undefined
  /** Name or address of the server that it boots from (option 66). */
  readonly tftpServer?: string | undefined
  /** What it boots (option 67). */
  readonly bootfileName?: string | undefined
}

/** What DHCP tells this port otherwise than the others of its subnet. */
export class PortResourceDhcpOptions extends ComplexObject {
  /** Up to 8 servers that the VM asks for names. */
  get dnsServers(): string[] {
    return this.getListAttribute('dns_servers')
  }
  /** Up to 8 time servers. */
  get ntpServers(): string[] {
    return this.getListAttribute('ntp_servers')
  }
  /** Search domain (option 15). */
  get domainName(): string {
    return this.getStringAttribute('domain_name')
  }
  /** Name or address of the server that it boots from (option 66). */
  get tftpServer(): string {
    return this.getStringAttribute('tftp_server')
  }
  /** What it boots (option 67). */
  get bootfileName(): string {
    return this.getStringAttribute('bootfile_name')
  }
}

/** Where it is plugged in. */
export class PortResourceBinding extends ComplexObject {
  /** The hypervisor. */
  get nodeAttribute(): string {
    return this.getStringAttribute('node')
  }
  /** `unbound`, `up`, `down` or `unverified`. */
  get state(): string {
    return this.getStringAttribute('state')
  }
  /** Why it is not up. */
  get reason(): string {
    return this.getStringAttribute('reason')
  }
  /** Since when (RFC 3339). */
  get since(): string {
    return this.getStringAttribute('since')
  }
}

/** How long to wait for each operation. */
export interface PortResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link PortResource}. */
export interface PortResourceConfig extends TerraformMetaArguments {
  /** Id of the network. */
  readonly network: string
  /** Id of the project that owns it. Default: the network's; on a network shared with the caller's project, the caller's. */
  readonly project?: string | undefined
  /** Name for people. Default: the hostname, else the VM name, else `port-` and the first digits of the id. */
  readonly name?: string | undefined
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** `vm`: a VM's interface. `virtual`: an address that several ports share by VRRP or the like. */
  readonly type?: string | undefined
  /** Its addresses, up to 16. Default: one of each family that the network has subnets of at that moment: refer to the subnet here, such as `[{ subnet = quantumnet_subnet.example.id }]`, or name it in `depends_on`, or Terraform may make it too late. `[]`: none. */
  readonly fixedIps?: readonly PortResourceFixedIpsConfig[] | IResolvable | undefined
  /** Its MAC address. Default: generated. */
  readonly mac?: string | undefined
  /** The VM that it belongs to. */
  readonly vm?: PortResourceVmConfig | IResolvable | undefined
  /** First label of its name in DNS. Default: made from `vm.name`. */
  readonly hostname?: string | undefined
  /** Whether `*.<hostname>` answers like the hostname. */
  readonly wildcard?: boolean | IResolvable | undefined
  /** Whether it may send only from its own addresses, and is filtered. Default: the network's `port_security_default`. */
  readonly portSecurity?: boolean | IResolvable | undefined
  /** Ids of its security groups, up to 32. Default: the project's group `default`, and none without `port_security`. `[]`: none. */
  readonly securityGroups?: readonly string[] | undefined
  /** What it may send from beside its own addresses: up to 64 addresses or blocks. */
  readonly allowedAddressPairs?: readonly PortResourceAllowedAddressPairsConfig[] | IResolvable | undefined
  /** What DHCP tells this port otherwise than the others of its subnet. */
  readonly dhcpOptions?: PortResourceDhcpOptionsConfig | IResolvable | undefined
  /** Id of the policy that limits its traffic, of the same project. */
  readonly qosPolicy?: string | undefined
  /** Whether it passes traffic. */
  readonly adminUp?: boolean | IResolvable | undefined
  /** The only hypervisor that may bind it. Left out: any. */
  readonly node?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: PortResourceTimeoutsConfig | IResolvable | undefined
}

/** A VM's network interface: a MAC address, addresses, and a name in DNS. */
export class PortResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_port'
  static readonly shape = { fixed_ips: {}, vm: {}, allowed_address_pairs: {}, dhcp_options: {}, timeouts: {} }

  constructor(scope: Construct, id: string, config: PortResourceConfig) {
    super(scope, id, { type: 'quantumnet_port', config, shape: PortResource.shape })
  }
  /** UUID of the resource. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the network. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** Id of the project that owns it. Default: the network's; on a network shared with the caller's project, the caller's. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** Name for people. Default: the hostname, else the VM name, else `port-` and the first digits of the id. */
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
  /** `vm`: a VM's interface. `virtual`: an address that several ports share by VRRP or the like. */
  get type(): string {
    return this.getStringAttribute('type')
  }
  /** Its addresses, up to 16. Default: one of each family that the network has subnets of at that moment: refer to the subnet here, such as `[{ subnet = quantumnet_subnet.example.id }]`, or name it in `depends_on`, or Terraform may make it too late. `[]`: none. */
  get fixedIps(): ObjectList<PortResourceFixedIps> {
    return new ObjectList(this, 'fixed_ips', PortResourceFixedIps)
  }
  /** Its MAC address. Default: generated. */
  get mac(): string {
    return this.getStringAttribute('mac')
  }
  /** The VM that it belongs to. */
  get vm(): PortResourceVm {
    return new PortResourceVm(this, 'vm', false)
  }
  /** First label of its name in DNS. Default: made from `vm.name`. */
  get hostname(): string {
    return this.getStringAttribute('hostname')
  }
  /** Its name in DNS; null without a hostname. */
  get fqdn(): string {
    return this.getStringAttribute('fqdn')
  }
  /** Whether `*.<hostname>` answers like the hostname. */
  get wildcard(): IResolvable {
    return this.getBooleanAttribute('wildcard')
  }
  /** Whether it may send only from its own addresses, and is filtered. Default: the network's `port_security_default`. */
  get portSecurity(): IResolvable {
    return this.getBooleanAttribute('port_security')
  }
  /** Ids of its security groups, up to 32. Default: the project's group `default`, and none without `port_security`. `[]`: none. */
  get securityGroups(): string[] {
    return this.getListAttribute('security_groups')
  }
  /** What it may send from beside its own addresses: up to 64 addresses or blocks. */
  get allowedAddressPairs(): ObjectList<PortResourceAllowedAddressPairs> {
    return new ObjectList(this, 'allowed_address_pairs', PortResourceAllowedAddressPairs)
  }
  /** What DHCP tells this port otherwise than the others of its subnet. */
  get dhcpOptions(): PortResourceDhcpOptions {
    return new PortResourceDhcpOptions(this, 'dhcp_options', false)
  }
  /** Id of the policy that limits its traffic, of the same project. */
  get qosPolicy(): string {
    return this.getStringAttribute('qos_policy')
  }
  /** Whether it passes traffic. */
  get adminUp(): IResolvable {
    return this.getBooleanAttribute('admin_up')
  }
  /** The only hypervisor that may bind it. Left out: any. */
  get nodeAttribute(): string {
    return this.getStringAttribute('node')
  }
  /** What the VM's interface carries as `external_ids:iface-id` on its hypervisor. */
  get interfaceId(): string {
    return this.getStringAttribute('interface_id')
  }
  /** The `<interface>` of a libvirt domain that plugs it in. */
  get libvirtXml(): string {
    return this.getStringAttribute('libvirt_xml')
  }
  /** Where it is plugged in. */
  get binding(): PortResourceBinding {
    return new PortResourceBinding(this, 'binding', false)
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
