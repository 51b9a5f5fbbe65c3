// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** What a person may want to know: errors, and what it waits for. */
export class SecurityGroupRulesDataSecurityGroupRulesStatusConditions extends ComplexObject {
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
export class SecurityGroupRulesDataSecurityGroupRulesStatus extends ComplexObject {
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
  get conditions(): ObjectList<SecurityGroupRulesDataSecurityGroupRulesStatusConditions> {
    return new ObjectList(this, 'conditions', SecurityGroupRulesDataSecurityGroupRulesStatusConditions)
  }
}

/** What is selected, the oldest first. */
export class SecurityGroupRulesDataSecurityGroupRules extends ComplexObject {
  /** UUID of the resource. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the security group. */
  get securityGroup(): string {
    return this.getStringAttribute('security_group')
  }
  /** Free text of at most 1000 characters. */
  get description(): string {
    return this.getStringAttribute('description')
  }
  /** Up to 64 labels of your own. */
  get labels(): Record<string, string> {
    return this.getStringMapAttribute('labels')
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
  /** `ingress`: what comes to a member; `egress`: what a member sends. */
  get direction(): string {
    return this.getStringAttribute('direction')
  }
  /** Family of the addresses: `ipv4` or `ipv6`. */
  get ethertype(): string {
    return this.getStringAttribute('ethertype')
  }
  /** A name such as `tcp`, a number from 0 to 255, or `any`. */
  get protocol(): string {
    return this.getStringAttribute('protocol')
  }
  /** First destination port, with tcp, udp or sctp. */
  get portMin(): number {
    return this.getNumberAttribute('port_min')
  }
  /** Last destination port. */
  get portMax(): number {
    return this.getNumberAttribute('port_max')
  }
  /** With icmp or icmpv6. */
  get icmpType(): number {
    return this.getNumberAttribute('icmp_type')
  }
  /** With an `icmp_type`. */
  get icmpCode(): number {
    return this.getNumberAttribute('icmp_code')
  }
  /** Who the other end may be: a block of the same family. At most one of `remote_cidr`, `remote_group` and `remote_address_group`; none: anybody. */
  get remoteCidr(): string {
    return this.getStringAttribute('remote_cidr')
  }
  /** Who the other end may be: the members of this security group, by its id. */
  get remoteGroup(): string {
    return this.getStringAttribute('remote_group')
  }
  /** Who the other end may be: the blocks of this address group, by its id. */
  get remoteAddressGroup(): string {
    return this.getStringAttribute('remote_address_group')
  }
  /** `allow`, `drop` in silence, or `reject` with a TCP reset or an ICMP error. */
  get action(): string {
    return this.getStringAttribute('action')
  }
  /** From 0 to 332. Over all groups of a port the smaller position decides; at the same position drop beats reject beats allow. */
  get position(): number {
    return this.getNumberAttribute('position')
  }
  /** `false`: kept, without effect. */
  get enabled(): IResolvable {
    return this.getBooleanAttribute('enabled')
  }
  /** Whether the hypervisor logs packets that the rule decides on, at a bounded rate. */
  get log(): IResolvable {
    return this.getBooleanAttribute('log')
  }
  /** How far the newest generation has come. */
  get status(): SecurityGroupRulesDataSecurityGroupRulesStatus {
    return new SecurityGroupRulesDataSecurityGroupRulesStatus(this, 'status', false)
  }
}

/** How long to wait for each operation. */
export interface SecurityGroupRulesDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link SecurityGroupRulesData}. */
export interface SecurityGroupRulesDataConfig extends TerraformMetaArguments {
  /** Only those with this `security_group`. */
  readonly securityGroup?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: SecurityGroupRulesDataTimeoutsConfig | IResolvable | undefined
}

/** All security group rules that the token may see, or those that something selects. There may be none. */
export class SecurityGroupRulesData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_security_group_rules'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: SecurityGroupRulesDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_security_group_rules', config, shape: SecurityGroupRulesData.shape })
  }
  /** Only those with this `security_group`. */
  get securityGroup(): string {
    return this.getStringAttribute('security_group')
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
  get securityGroupRules(): ObjectList<SecurityGroupRulesDataSecurityGroupRules> {
    return new ObjectList(this, 'security_group_rules', SecurityGroupRulesDataSecurityGroupRules)
  }
}
