// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** Where clients reach it: an address of a network or subnet, or a floating IP. */
export class LoadBalancerDataVip extends ComplexObject {
  /** Id of the network that the address is of. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** Id of the subnet that the address is of. */
  get subnet(): string {
    return this.getStringAttribute('subnet')
  }
  /** Id of the floating IP that is the address; then none of the others is given. */
  get floatingIp(): string {
    return this.getStringAttribute('floating_ip')
  }
  /** The address. */
  get address(): string {
    return this.getStringAttribute('address')
  }
}

/** What it listens on, made as `quantumnet_load_balancer_listener`. */
export class LoadBalancerDataListeners extends ComplexObject {
  /** Its UUID. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Its name. */
  get name(): string {
    return this.getStringAttribute('name')
  }
  /** One of `tcp`, `udp` or `sctp`. */
  get protocol(): string {
    return this.getStringAttribute('protocol')
  }
  /** Of the address. */
  get port(): number {
    return this.getNumberAttribute('port')
  }
  /** Id of the pool that connections go to. */
  get pool(): string {
    return this.getStringAttribute('pool')
  }
}

/** Its pools, made as `quantumnet_load_balancer_pool`. */
export class LoadBalancerDataPools extends ComplexObject {
  /** Its UUID. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Its name. */
  get name(): string {
    return this.getStringAttribute('name')
  }
}

/** What a person may want to know: errors, and what it waits for. */
export class LoadBalancerDataStatusConditions extends ComplexObject {
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
export class LoadBalancerDataStatus extends ComplexObject {
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
  get conditions(): ObjectList<LoadBalancerDataStatusConditions> {
    return new ObjectList(this, 'conditions', LoadBalancerDataStatusConditions)
  }
}

/** How long to wait for each operation. */
export interface LoadBalancerDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link LoadBalancerData}. */
export interface LoadBalancerDataConfig extends TerraformMetaArguments {
  /** Its id. Stands alone: other attributes select by what they say. */
  readonly id?: string | undefined
  /** Id of the project. */
  readonly project?: string | undefined
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name?: string | undefined
  /** Only those with this `network`. */
  readonly network?: string | undefined
  /** Only those with this `floating_ip`. */
  readonly floatingIp?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: LoadBalancerDataTimeoutsConfig | IResolvable | undefined
}

/** One load balancer, by its id or by what selects it alone. Spreads connections to one address over members, by a hash of addresses and ports. Its listeners, pools and members are resources of their own. */
export class LoadBalancerData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_load_balancer'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: LoadBalancerDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_load_balancer', config, shape: LoadBalancerData.shape })
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
  /** Where clients reach it: an address of a network or subnet, or a floating IP. */
  get vip(): LoadBalancerDataVip {
    return new LoadBalancerDataVip(this, 'vip', false)
  }
  /** What it listens on, made as `quantumnet_load_balancer_listener`. */
  get listeners(): ObjectList<LoadBalancerDataListeners> {
    return new ObjectList(this, 'listeners', LoadBalancerDataListeners)
  }
  /** Its pools, made as `quantumnet_load_balancer_pool`. */
  get pools(): ObjectList<LoadBalancerDataPools> {
    return new ObjectList(this, 'pools', LoadBalancerDataPools)
  }
  /** How far the newest generation has come. */
  get status(): LoadBalancerDataStatus {
    return new LoadBalancerDataStatus(this, 'status', false)
  }
  /** Only those with this `network`. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** Only those with this `floating_ip`. */
  get floatingIp(): string {
    return this.getStringAttribute('floating_ip')
  }
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  get labelSelector(): string {
    return this.getStringAttribute('label_selector')
  }
}
