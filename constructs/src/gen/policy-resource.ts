// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource, ObjectList } from '../bindings/elements.ts'

/** Its rules, in the order in which they decide. */
export class PolicyResourceRules extends ComplexObject {
  /** Its UUID. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Free text. */
  get description(): string {
    return this.getStringAttribute('description')
  }
  /** `ingress`: what comes to a member; `egress`: what a member sends. */
  get direction(): string {
    return this.getStringAttribute('direction')
  }
  /** Family of the addresses: `ipv4` or `ipv6`. */
  get ethertype(): string {
    return this.getStringAttribute('ethertype')
  }
  /** A name such as `tcp`, a number from 0 to 255, or `any`. Default: `any`. */
  get protocol(): string {
    return this.getStringAttribute('protocol')
  }
  /** First destination port, with tcp, udp or sctp. Left out: all ports. */
  get portMin(): number {
    return this.getNumberAttribute('port_min')
  }
  /** Last destination port. Default: `port_min`. */
  get portMax(): number {
    return this.getNumberAttribute('port_max')
  }
  /** With icmp or icmpv6. Left out: all types. */
  get icmpType(): number {
    return this.getNumberAttribute('icmp_type')
  }
  /** With an `icmp_type`. Left out: all codes. */
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
  /** `allow`, `drop` in silence, or `reject` with a TCP reset or an ICMP error. Default: `allow`. */
  get action(): string {
    return this.getStringAttribute('action')
  }
  /** From 0 to 332. Over all groups of a port the smaller position decides; at the same position drop beats reject beats allow. Default: `100`. */
  get position(): number {
    return this.getNumberAttribute('position')
  }
  /** `false`: kept, without effect. Default: `true`. */
  get enabled(): IResolvable {
    return this.getBooleanAttribute('enabled')
  }
  /** Whether the hypervisor logs packets that the rule decides on, at a bounded rate. Default: `false`. */
  get log(): IResolvable {
    return this.getBooleanAttribute('log')
  }
}

/** How long to wait for each operation. */
export interface PolicyResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link PolicyResource}. */
export interface PolicyResourceConfig extends TerraformMetaArguments {
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** Whose secured ports it holds for: of `all` projects, or of the `projects` listed. */
  readonly scope: string
  /** Ids of the projects, with scope `projects`. */
  readonly projects?: readonly string[] | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: PolicyResourceTimeoutsConfig | IResolvable | undefined
}

/** Rules of who runs the deployment: they decide before the rules of security groups, whatever those say. Only a platform admin makes them. */
export class PolicyResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_policy'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: PolicyResourceConfig) {
    super(scope, id, { type: 'quantumnet_policy', config, shape: PolicyResource.shape })
  }
  /** UUID of the resource. */
  get id(): string {
    return this.getStringAttribute('id')
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
  /** Whose secured ports it holds for: of `all` projects, or of the `projects` listed. */
  get scope(): string {
    return this.getStringAttribute('scope')
  }
  /** Ids of the projects, with scope `projects`. */
  get projects(): string[] {
    return this.getListAttribute('projects')
  }
  /** Its rules, in the order in which they decide. */
  get rules(): ObjectList<PolicyResourceRules> {
    return new ObjectList(this, 'rules', PolicyResourceRules)
  }
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
