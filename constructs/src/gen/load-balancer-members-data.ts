// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** Where connections go. */
export class LoadBalancerMembersDataLoadBalancerMembersTarget extends ComplexObject {
  /** Id of a port of the load balancer's project. Either this or `ip`. */
  get port(): string {
    return this.getStringAttribute('port')
  }
  /** Address of the port. */
  get fixedIp(): string {
    return this.getStringAttribute('fixed_ip')
  }
  /** Any address that no port has; it is not probed. Either this or `port`. */
  get ip(): string {
    return this.getStringAttribute('ip')
  }
  /** Port of tcp, udp or sctp at the target. */
  get portNumber(): number {
    return this.getNumberAttribute('port_number')
  }
}

/** What a person may want to know: errors, and what it waits for. */
export class LoadBalancerMembersDataLoadBalancerMembersStatusConditions extends ComplexObject {
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
export class LoadBalancerMembersDataLoadBalancerMembersStatus extends ComplexObject {
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
  get conditions(): ObjectList<LoadBalancerMembersDataLoadBalancerMembersStatusConditions> {
    return new ObjectList(this, 'conditions', LoadBalancerMembersDataLoadBalancerMembersStatusConditions)
  }
}

/** What is selected, the oldest first. */
export class LoadBalancerMembersDataLoadBalancerMembers extends ComplexObject {
  /** UUID of the resource. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the pool. */
  get pool(): string {
    return this.getStringAttribute('pool')
  }
  /** Id of the load balancer that the pool belongs to. */
  get loadBalancer(): string {
    return this.getStringAttribute('load_balancer')
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
  /** Where connections go. */
  get target(): LoadBalancerMembersDataLoadBalancerMembersTarget {
    return new LoadBalancerMembersDataLoadBalancerMembersTarget(this, 'target', false)
  }
  /** `false`: it takes no new connections; those that it has go on until one side ends them. */
  get enabled(): IResolvable {
    return this.getBooleanAttribute('enabled')
  }
  /** `true`: it takes no new connections, and keeps those that it has. */
  get draining(): IResolvable {
    return this.getBooleanAttribute('draining')
  }
  /** `healthy` or `unhealthy`; `unknown` until the first result, without a health check, and for a target that is no port. */
  get health(): string {
    return this.getStringAttribute('health')
  }
  /** How far the newest generation has come. */
  get status(): LoadBalancerMembersDataLoadBalancerMembersStatus {
    return new LoadBalancerMembersDataLoadBalancerMembersStatus(this, 'status', false)
  }
}

/** How long to wait for each operation. */
export interface LoadBalancerMembersDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link LoadBalancerMembersData}. */
export interface LoadBalancerMembersDataConfig extends TerraformMetaArguments {
  /** Only those with this `load_balancer`. */
  readonly loadBalancer?: string | undefined
  /** Only those with this `pool`. */
  readonly pool?: string | undefined
  /** Only those with this `port`. */
  readonly port?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: LoadBalancerMembersDataTimeoutsConfig | IResolvable | undefined
}

/** All load balancer members that the token may see, or those that something selects. There may be none. */
export class LoadBalancerMembersData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_load_balancer_members'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: LoadBalancerMembersDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_load_balancer_members', config, shape: LoadBalancerMembersData.shape })
  }
  /** Only those with this `load_balancer`. */
  get loadBalancer(): string {
    return this.getStringAttribute('load_balancer')
  }
  /** Only those with this `pool`. */
  get pool(): string {
    return this.getStringAttribute('pool')
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
  get loadBalancerMembers(): ObjectList<LoadBalancerMembersDataLoadBalancerMembers> {
    return new ObjectList(this, 'load_balancer_members', LoadBalancerMembersDataLoadBalancerMembers)
  }
}
