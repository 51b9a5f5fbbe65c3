// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** Where it leads. */
export class PortForwardDataTarget extends ComplexObject {
  /** Id of a port of the project that holds the floating IP. */
  get port(): string {
    return this.getStringAttribute('port')
  }
  /** Address of the port. */
  get fixedIp(): string {
    return this.getStringAttribute('fixed_ip')
  }
  /** Port of tcp, udp or sctp at the target. */
  get portNumber(): number {
    return this.getNumberAttribute('port_number')
  }
}

/** What a person may want to know: errors, and what it waits for. */
export class PortForwardDataStatusConditions extends ComplexObject {
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
export class PortForwardDataStatus extends ComplexObject {
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
  get conditions(): ObjectList<PortForwardDataStatusConditions> {
    return new ObjectList(this, 'conditions', PortForwardDataStatusConditions)
  }
}

/** How long to wait for each operation. */
export interface PortForwardDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link PortForwardData}. */
export interface PortForwardDataConfig extends TerraformMetaArguments {
  /** Its id. Stands alone: other attributes select by what they say. */
  readonly id?: string | undefined
  /** Id of the project. */
  readonly project?: string | undefined
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name?: string | undefined
  /** Id of the floating IP. */
  readonly floatingIp?: string | undefined
  /** Only those with this `port`. */
  readonly port?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: PortForwardDataTimeoutsConfig | IResolvable | undefined
}

/** One port forward, by its id or by what selects it alone. One port of a floating IP that leads to one port of a VM. It goes before the port that the floating IP stands for, if any, which gets what no forward takes. */
export class PortForwardData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_port_forward'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: PortForwardDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_port_forward', config, shape: PortForwardData.shape })
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
  /** Id of the floating IP. */
  get floatingIp(): string {
    return this.getStringAttribute('floating_ip')
  }
  /** One of `tcp`, `udp` or `sctp`. */
  get protocol(): string {
    return this.getStringAttribute('protocol')
  }
  /** Port of the floating IP. */
  get externalPort(): number {
    return this.getNumberAttribute('external_port')
  }
  /** Where it leads. */
  get target(): PortForwardDataTarget {
    return new PortForwardDataTarget(this, 'target', false)
  }
  /** Id of the router that translates it. */
  get router(): string {
    return this.getStringAttribute('router')
  }
  /** How far the newest generation has come. */
  get status(): PortForwardDataStatus {
    return new PortForwardDataStatus(this, 'status', false)
  }
  /** Only those with this `port`. */
  get port(): string {
    return this.getStringAttribute('port')
  }
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  get labelSelector(): string {
    return this.getStringAttribute('label_selector')
  }
}
