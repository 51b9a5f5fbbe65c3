// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** How members that are ports are probed: by a TCP connection, or a UDP packet that no ICMP error answers. */
export class LoadBalancerPoolsDataLoadBalancerPoolsHealthCheck extends ComplexObject {
  /** Seconds from one probe to the next. */
  get interval(): number {
    return this.getNumberAttribute('interval')
  }
  /** Seconds until a probe without an answer has failed. */
  get timeout(): number {
    return this.getNumberAttribute('timeout')
  }
  /** Answers in a row that make a member healthy. */
  get success(): number {
    return this.getNumberAttribute('success')
  }
  /** Failures in a row that make it unhealthy. */
  get failure(): number {
    return this.getNumberAttribute('failure')
  }
}

/** How many members it has. */
export class LoadBalancerPoolsDataLoadBalancerPoolsMemberCounts extends ComplexObject {
  /** All members. */
  get total(): number {
    return this.getNumberAttribute('total')
  }
  /** Those that take connections. */
  get enabled(): number {
    return this.getNumberAttribute('enabled')
  }
  /** Those that take no new ones. */
  get draining(): number {
    return this.getNumberAttribute('draining')
  }
  /** Those whose probes succeed. */
  get healthy(): number {
    return this.getNumberAttribute('healthy')
  }
  /** Those whose probes fail. */
  get unhealthy(): number {
    return this.getNumberAttribute('unhealthy')
  }
}

/** What a person may want to know: errors, and what it waits for. */
export class LoadBalancerPoolsDataLoadBalancerPoolsStatusConditions extends ComplexObject {
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
export class LoadBalancerPoolsDataLoadBalancerPoolsStatus extends ComplexObject {
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
  get conditions(): ObjectList<LoadBalancerPoolsDataLoadBalancerPoolsStatusConditions> {
    return new ObjectList(this, 'conditions', LoadBalancerPoolsDataLoadBalancerPoolsStatusConditions)
  }
}

/** What is selected, the oldest first. */
export class LoadBalancerPoolsDataLoadBalancerPools extends ComplexObject {
  /** UUID of the resource. */
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
  /** How members that are ports are probed: by a TCP connection, or a UDP packet that no ICMP error answers. */
  get healthCheck(): LoadBalancerPoolsDataLoadBalancerPoolsHealthCheck {
    return new LoadBalancerPoolsDataLoadBalancerPoolsHealthCheck(this, 'health_check', false)
  }
  /** How many members it has. */
  get memberCounts(): LoadBalancerPoolsDataLoadBalancerPoolsMemberCounts {
    return new LoadBalancerPoolsDataLoadBalancerPoolsMemberCounts(this, 'member_counts', false)
  }
  /** How far the newest generation has come. */
  get status(): LoadBalancerPoolsDataLoadBalancerPoolsStatus {
    return new LoadBalancerPoolsDataLoadBalancerPoolsStatus(this, 'status', false)
  }
}

/** How long to wait for each operation. */
export interface LoadBalancerPoolsDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link LoadBalancerPoolsData}. */
export interface LoadBalancerPoolsDataConfig extends TerraformMetaArguments {
  /** Only those with this `load_balancer`. */
  readonly loadBalancer?: string | undefined
  /** Only those with this `name`. */
  readonly name?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: LoadBalancerPoolsDataTimeoutsConfig | IResolvable | undefined
}

/** All load balancer pools that the token may see, or those that something selects. There may be none. */
export class LoadBalancerPoolsData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_load_balancer_pools'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: LoadBalancerPoolsDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_load_balancer_pools', config, shape: LoadBalancerPoolsData.shape })
  }
  /** Only those with this `load_balancer`. */
  get loadBalancer(): string {
    return this.getStringAttribute('load_balancer')
  }
  /** Only those with this `name`. */
  get name(): string {
    return this.getStringAttribute('name')
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
  get loadBalancerPools(): ObjectList<LoadBalancerPoolsDataLoadBalancerPools> {
    return new ObjectList(this, 'load_balancer_pools', LoadBalancerPoolsDataLoadBalancerPools)
  }
}
