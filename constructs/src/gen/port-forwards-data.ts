// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** Where it leads. */
export class PortForwardsDataPortForwardsTarget extends ComplexObject {
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
export class PortForwardsDataPortForwardsStatusConditions extends ComplexObject {
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
export class PortForwardsDataPortForwardsStatus extends ComplexObject {
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
  get conditions(): ObjectList<PortForwardsDataPortForwardsStatusConditions> {
    return new ObjectList(this, 'conditions', PortForwardsDataPortForwardsStatusConditions)
  }
}

/** What is selected, the oldest first. */
export class PortForwardsDataPortForwards extends ComplexObject {
  /** UUID of the resource. */
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
  get target(): PortForwardsDataPortForwardsTarget {
    return new PortForwardsDataPortForwardsTarget(this, 'target', false)
  }
  /** Id of the router that translates it. */
  get router(): string {
    return this.getStringAttribute('router')
  }
  /** How far the newest generation has come. */
  get status(): PortForwardsDataPortForwardsStatus {
    return new PortForwardsDataPortForwardsStatus(this, 'status', false)
  }
}

/** How long to wait for each operation. */
export interface PortForwardsDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link PortForwardsData}. */
export interface PortForwardsDataConfig extends TerraformMetaArguments {
  /** Only those with this `project`. */
  readonly project?: string | undefined
  /** Only those with this `name`. */
  readonly name?: string | undefined
  /** Only those with this `floating_ip`. */
  readonly floatingIp?: string | undefined
  /** Only those with this `port`. */
  readonly port?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: PortForwardsDataTimeoutsConfig | IResolvable | undefined
}

/** All port forwards that the token may see, or those that something selects. There may be none. */
export class PortForwardsData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_port_forwards'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: PortForwardsDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_port_forwards', config, shape: PortForwardsData.shape })
  }
  /** Only those with this `project`. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** Only those with this `name`. */
  get name(): string {
    return this.getStringAttribute('name')
  }
  /** Only those with this `floating_ip`. */
  get floatingIp(): string {
    return this.getStringAttribute('floating_ip')
  }
  /** Only those with this `port`. */
  get port(): string {
    return this.getStringAttribute('port')
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
  get portForwards(): ObjectList<PortForwardsDataPortForwards> {
    return new ObjectList(this, 'port_forwards', PortForwardsDataPortForwards)
  }
}
