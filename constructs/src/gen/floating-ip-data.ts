// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** What a person may want to know: errors, and what it waits for. */
export class FloatingIpDataStatusConditions extends ComplexObject {
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
export class FloatingIpDataStatus extends ComplexObject {
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
  get conditions(): ObjectList<FloatingIpDataStatusConditions> {
    return new ObjectList(this, 'conditions', FloatingIpDataStatusConditions)
  }
}

/** How long to wait for each operation. */
export interface FloatingIpDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link FloatingIpData}. */
export interface FloatingIpDataConfig extends TerraformMetaArguments {
  /** Its id. Stands alone: other attributes select by what they say. */
  readonly id?: string | undefined
  /** Id of the project. */
  readonly project?: string | undefined
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name?: string | undefined
  /** Id of an external network of the project, or of one that is shared with it. */
  readonly network?: string | undefined
  /** Id of the port that it stands for, or `"none"`. */
  readonly port?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: FloatingIpDataTimeoutsConfig | IResolvable | undefined
}

/** One floating IP, by its id or by what selects it alone. An address of an external network that a project holds, and may give to one of its ports: here, or by a `quantumnet_floating_ip_association`. */
export class FloatingIpData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_floating_ip'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: FloatingIpDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_floating_ip', config, shape: FloatingIpData.shape })
  }
  /** Its id. Stands alone: other attributes select by what they say. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the project. */
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
  /** Id of an external network of the project, or of one that is shared with it. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** Id of the subnet. */
  get subnet(): string {
    return this.getStringAttribute('subnet')
  }
  /** The address. */
  get address(): string {
    return this.getStringAttribute('address')
  }
  /** Id of the port that it stands for, or `"none"`. */
  get port(): string {
    return this.getStringAttribute('port')
  }
  /** Address of the port that it stands for. */
  get fixedIp(): string {
    return this.getStringAttribute('fixed_ip')
  }
  /** Id of the router that translates it. */
  get router(): string {
    return this.getStringAttribute('router')
  }
  /** Whether the VM's own hypervisor answers for it, which needs the external network there. */
  get distributed(): IResolvable {
    return this.getBooleanAttribute('distributed')
  }
  /** `central` or `distributed`: the former although `distributed` is asked for while a port forward or load balancer needs the gateway, or the router is not distributed. */
  get placement(): string {
    return this.getStringAttribute('placement')
  }
  /** How far the newest generation has come. */
  get status(): FloatingIpDataStatus {
    return new FloatingIpDataStatus(this, 'status', false)
  }
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  get labelSelector(): string {
    return this.getStringAttribute('label_selector')
  }
}
