// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** Where connections go. */
export class LoadBalancerMemberDataTarget extends ComplexObject {
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
export class LoadBalancerMemberDataStatusConditions extends ComplexObject {
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
export class LoadBalancerMemberDataStatus extends ComplexObject {
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
  get conditions(): ObjectList<LoadBalancerMemberDataStatusConditions> {
    return new ObjectList(this, 'conditions', LoadBalancerMemberDataStatusConditions)
  }
}

/** How long to wait for each operation. */
export interface LoadBalancerMemberDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link LoadBalancerMemberData}. */
export interface LoadBalancerMemberDataConfig extends TerraformMetaArguments {
  /** Its id. Stands alone: other attributes select by what they say. */
  readonly id?: string | undefined
  /** Id of the pool. */
  readonly pool?: string | undefined
  /** Id of the load balancer that the pool belongs to. */
  readonly loadBalancer?: string | undefined
  /** Only those with this `port`. */
  readonly port?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: LoadBalancerMemberDataTimeoutsConfig | IResolvable | undefined
}

/** One load balancer member, by its id or by what selects it alone. One target of a pool: an address of a port, or an address that no port of the deployment has. */
export class LoadBalancerMemberData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_load_balancer_member'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: LoadBalancerMemberDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_load_balancer_member', config, shape: LoadBalancerMemberData.shape })
  }
  /** Its id. Stands alone: other attributes select by what they say. */
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
  get target(): LoadBalancerMemberDataTarget {
    return new LoadBalancerMemberDataTarget(this, 'target', false)
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
  get status(): LoadBalancerMemberDataStatus {
    return new LoadBalancerMemberDataStatus(this, 'status', false)
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
