// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** Its addresses, up to 16. `[]`: none. */
export class PortsDataPortsFixedIps extends ComplexObject {
  /** Id of the subnet. */
  get subnet(): string {
    return this.getStringAttribute('subnet')
  }
  /** The address. */
  get ip(): string {
    return this.getStringAttribute('ip')
  }
}

/** The VM that it belongs to. */
export class PortsDataPortsVm extends ComplexObject {
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
export class PortsDataPortsAllowedAddressPairs extends ComplexObject {
  /** An address, or a block. */
  get ip(): string {
    return this.getStringAttribute('ip')
  }
  /** MAC address. */
  get mac(): string {
    return this.getStringAttribute('mac')
  }
}

/** What DHCP tells this port otherwise than the others of its subnet. */
export class PortsDataPortsDhcpOptions extends ComplexObject {
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
export class PortsDataPortsBinding extends ComplexObject {
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

/** What a person may want to know: errors, and what it waits for. */
export class PortsDataPortsStatusConditions extends ComplexObject {
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
export class PortsDataPortsStatus extends ComplexObject {
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
  get conditions(): ObjectList<PortsDataPortsStatusConditions> {
    return new ObjectList(this, 'conditions', PortsDataPortsStatusConditions)
  }
}

/** What is selected, the oldest first. */
export class PortsDataPorts extends ComplexObject {
  /** UUID of the resource. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the network. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** Id of the project that owns it. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** Name for people. */
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
  /** `vm`: a VM's interface. `virtual`: an address that several ports share by VRRP or the like. */
  get type(): string {
    return this.getStringAttribute('type')
  }
  /** Its addresses, up to 16. `[]`: none. */
  get fixedIps(): ObjectList<PortsDataPortsFixedIps> {
    return new ObjectList(this, 'fixed_ips', PortsDataPortsFixedIps)
  }
  /** Its MAC address. */
  get mac(): string {
    return this.getStringAttribute('mac')
  }
  /** The VM that it belongs to. */
  get vm(): PortsDataPortsVm {
    return new PortsDataPortsVm(this, 'vm', false)
  }
  /** First label of its name in DNS. */
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
  /** Whether it may send only from its own addresses, and is filtered. */
  get portSecurity(): IResolvable {
    return this.getBooleanAttribute('port_security')
  }
  /** Ids of its security groups, up to 32. `[]`: none. */
  get securityGroups(): string[] {
    return this.getListAttribute('security_groups')
  }
  /** What it may send from beside its own addresses: up to 64 addresses or blocks. */
  get allowedAddressPairs(): ObjectList<PortsDataPortsAllowedAddressPairs> {
    return new ObjectList(this, 'allowed_address_pairs', PortsDataPortsAllowedAddressPairs)
  }
  /** What DHCP tells this port otherwise than the others of its subnet. */
  get dhcpOptions(): PortsDataPortsDhcpOptions {
    return new PortsDataPortsDhcpOptions(this, 'dhcp_options', false)
  }
  /** Id of the policy that limits its traffic, of the same project. */
  get qosPolicy(): string {
    return this.getStringAttribute('qos_policy')
  }
  /** Whether it passes traffic. */
  get adminUp(): IResolvable {
    return this.getBooleanAttribute('admin_up')
  }
  /** The only hypervisor that may bind it. */
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
  get binding(): PortsDataPortsBinding {
    return new PortsDataPortsBinding(this, 'binding', false)
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
  get status(): PortsDataPortsStatus {
    return new PortsDataPortsStatus(this, 'status', false)
  }
}

/** How long to wait for each operation. */
export interface PortsDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link PortsData}. */
export interface PortsDataConfig extends TerraformMetaArguments {
  /** Only those with this `project`. */
  readonly project?: string | undefined
  /** Only those with this `network`. */
  readonly network?: string | undefined
  /** Only those with this `name`. */
  readonly name?: string | undefined
  /** Only those with this `hostname`. */
  readonly hostname?: string | undefined
  /** Only those with this `qos_policy`. */
  readonly qosPolicy?: string | undefined
  /** Only those with this `node`. */
  readonly node?: string | undefined
  /** Only those with this `mac`. */
  readonly mac?: string | undefined
  /** Only those with this `ip`. */
  readonly ip?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: PortsDataTimeoutsConfig | IResolvable | undefined
}

/** All ports that the token may see, or those that something selects. There may be none. */
export class PortsData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_ports'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: PortsDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_ports', config, shape: PortsData.shape })
  }
  /** Only those with this `project`. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** Only those with this `network`. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** Only those with this `name`. */
  get name(): string {
    return this.getStringAttribute('name')
  }
  /** Only those with this `hostname`. */
  get hostname(): string {
    return this.getStringAttribute('hostname')
  }
  /** Only those with this `qos_policy`. */
  get qosPolicy(): string {
    return this.getStringAttribute('qos_policy')
  }
  /** Only those with this `node`. */
  get nodeAttribute(): string {
    return this.getStringAttribute('node')
  }
  /** Only those with this `mac`. */
  get mac(): string {
    return this.getStringAttribute('mac')
  }
  /** Only those with this `ip`. */
  get ip(): string {
    return this.getStringAttribute('ip')
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
  get ports(): ObjectList<PortsDataPorts> {
    return new ObjectList(this, 'ports', PortsDataPorts)
  }
}
