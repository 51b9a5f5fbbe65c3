// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** What a person may want to know: errors, and what it waits for. */
export class LoadBalancerListenerDataStatusConditions extends ComplexObject {
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
export class LoadBalancerListenerDataStatus extends ComplexObject {
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
  get conditions(): ObjectList<LoadBalancerListenerDataStatusConditions> {
    return new ObjectList(this, 'conditions', LoadBalancerListenerDataStatusConditions)
  }
}

/** How long to wait for each operation. */
export interface LoadBalancerListenerDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link LoadBalancerListenerData}. */
export interface LoadBalancerListenerDataConfig extends TerraformMetaArguments {
  /** Its id. Stands alone: other attributes select by what they say. */
  readonly id?: string | undefined
  /** Id of the load balancer. */
  readonly loadBalancer?: string | undefined
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name?: string | undefined
  /** Id of the pool that connections go to, of the same load balancer. */
  readonly pool?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: LoadBalancerListenerDataTimeoutsConfig | IResolvable | undefined
}

/** One load balancer listener, by its id or by what selects it alone. One protocol and port of a load balancer's address, and the pool that connections to it go to. */
export class LoadBalancerListenerData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_load_balancer_listener'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: LoadBalancerListenerDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_load_balancer_listener', config, shape: LoadBalancerListenerData.shape })
  }
  /** Its id. Stands alone: other attributes select by what they say. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the load balancer. */
  get loadBalancer(): string {
    return this.getStringAttribute('load_balancer')
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
  /** One of `tcp`, `udp` or `sctp`. */
  get protocol(): string {
    return this.getStringAttribute('protocol')
  }
  /** Port of the address that clients connect to. */
  get port(): number {
    return this.getNumberAttribute('port')
  }
  /** Id of the pool that connections go to, of the same load balancer. */
  get pool(): string {
    return this.getStringAttribute('pool')
  }
  /** Whether a client comes to the same member again: it is chosen by the client's address, and stays while the members do. */
  get sessionAffinity(): IResolvable {
    return this.getBooleanAttribute('session_affinity')
  }
  /** Whether a member reaches itself by the address of the load balancer. */
  get hairpin(): IResolvable {
    return this.getBooleanAttribute('hairpin')
  }
  /** How far the newest generation has come. */
  get status(): LoadBalancerListenerDataStatus {
    return new LoadBalancerListenerDataStatus(this, 'status', false)
  }
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  get labelSelector(): string {
    return this.getStringAttribute('label_selector')
  }
}
