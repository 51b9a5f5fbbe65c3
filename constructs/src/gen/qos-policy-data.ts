// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** What a person may want to know: errors, and what it waits for. */
export class QosPolicyDataStatusConditions extends ComplexObject {
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
export class QosPolicyDataStatus extends ComplexObject {
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
  get conditions(): ObjectList<QosPolicyDataStatusConditions> {
    return new ObjectList(this, 'conditions', QosPolicyDataStatusConditions)
  }
}

/** How long to wait for each operation. */
export interface QosPolicyDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link QosPolicyData}. */
export interface QosPolicyDataConfig extends TerraformMetaArguments {
  /** Its id. Stands alone: other attributes select by what they say. */
  readonly id?: string | undefined
  /** Id of the project. */
  readonly project?: string | undefined
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: QosPolicyDataTimeoutsConfig | IResolvable | undefined
}

/** One QoS policy, by its id or by what selects it alone. Limits, a guarantee and a mark for the traffic of the ports that name it. */
export class QosPolicyData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_qos_policy'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: QosPolicyDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_qos_policy', config, shape: QosPolicyData.shape })
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
  /** Kbit/s at most from the VM. */
  get egressMax(): number {
    return this.getNumberAttribute('egress_max')
  }
  /** Kbit that may pass at once above `egress_max`. */
  get egressBurst(): number {
    return this.getNumberAttribute('egress_burst')
  }
  /** Kbit/s at most to the VM. */
  get ingressMax(): number {
    return this.getNumberAttribute('ingress_max')
  }
  /** Kbit that may pass at once above `ingress_max`. */
  get ingressBurst(): number {
    return this.getNumberAttribute('ingress_burst')
  }
  /** Kbit/s to the VM that it gets also when the hypervisor's link is full, where the interface has a queue for it. */
  get min(): number {
    return this.getNumberAttribute('min')
  }
  /** Mark of the packets from the VM (RFC 2474), 0 to 63. */
  get dscp(): number {
    return this.getNumberAttribute('dscp')
  }
  /** How far the newest generation has come. */
  get status(): QosPolicyDataStatus {
    return new QosPolicyDataStatus(this, 'status', false)
  }
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  get labelSelector(): string {
    return this.getStringAttribute('label_selector')
  }
}
