// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** Its addresses, up to 16. `[]`: none. */
export class PortDataFixedIps extends ComplexObject {
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
export class PortDataVm extends ComplexObject {
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
export class PortDataAllowedAddressPairs extends ComplexObject {
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
export class PortDataDhcpOptions extends ComplexObject {
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
export class PortDataBinding extends ComplexObject {
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
export class PortDataStatusConditions extends ComplexObject {
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
export class PortDataStatus extends ComplexObject {
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
  get conditions(): ObjectList<PortDataStatusConditions> {
    return new ObjectList(this, 'conditions', PortDataStatusConditions)
  }
}

/** How long to wait for each operation. */
export interface PortDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link PortData}. */
export interface PortDataConfig extends TerraformMetaArguments {
  /** Its id. Stands alone: other attributes select by what they say. */
  readonly id?: string | undefined
  /** Id of the network. */
  readonly network?: string | undefined
  /** Id of the project that owns it. */
  readonly project?: string | undefined
  /** Name for people. */
  readonly name?: string | undefined
  /** Its MAC address. */
  readonly mac?: string | undefined
  /** First label of its name in DNS. */
  readonly hostname?: string | undefined
  /** Id of the policy that limits its traffic, of the same project. */
  readonly qosPolicy?: string | undefined
  /** The only hypervisor that may bind it. */
  readonly node?: string | undefined
  /** Only those with this `ip`. */
  readonly ip?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: PortDataTimeoutsConfig | IResolvable | undefined
}

/** One port, by its id or by what selects it alone. A VM's network interface: a MAC address, addresses, and a name in DNS. */
export class PortData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_port'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: PortDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_port', config, shape: PortData.shape })
  }
  /** Its id. Stands alone: other attributes select by what they say. */
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
  get fixedIps(): ObjectList<PortDataFixedIps> {
    return new ObjectList(this, 'fixed_ips', PortDataFixedIps)
  }
  /** Its MAC address. */
  get mac(): string {
    return this.getStringAttribute('mac')
  }
  /** The VM that it belongs to. */
  get vm(): PortDataVm {
    return new PortDataVm(this, 'vm', false)
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
  get allowedAddressPairs(): ObjectList<PortDataAllowedAddressPairs> {
    return new ObjectList(this, 'allowed_address_pairs', PortDataAllowedAddressPairs)
  }
  /** What DHCP tells this port otherwise than the others of its subnet. */
  get dhcpOptions(): PortDataDhcpOptions {
    return new PortDataDhcpOptions(this, 'dhcp_options', false)
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
  get binding(): PortDataBinding {
    return new PortDataBinding(this, 'binding', false)
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
  get status(): PortDataStatus {
    return new PortDataStatus(this, 'status', false)
  }
  /** Only those with this `ip`. */
  get ip(): string {
    return this.getStringAttribute('ip')
  }
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  get labelSelector(): string {
    return this.getStringAttribute('label_selector')
  }
}
