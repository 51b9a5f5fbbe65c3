// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource } from '../bindings/elements.ts'

/** Where connections go. */
export interface LoadBalancerMemberResourceTargetConfig {
  /** Id of a port of the load balancer's project. Either this or `ip`. */
  readonly port?: string | undefined
  /** Address of the port. Default: the first one in the family of the load balancer's. */
  readonly fixedIp?: string | undefined
  /** Any address that no port has; it is not probed. Either this or `port`. */
  readonly ip?: string | undefined
  /** Port of tcp, udp or sctp at the target. */
  readonly portNumber: number
}

/** Where connections go. */
export class LoadBalancerMemberResourceTarget extends ComplexObject {
  /** Id of a port of the load balancer's project. Either this or `ip`. */
  get port(): string {
    return this.getStringAttribute('port')
  }
  /** Address of the port. Default: the first one in the family of the load balancer's. */
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

/** How long to wait for each operation. */
export interface LoadBalancerMemberResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link LoadBalancerMemberResource}. */
export interface LoadBalancerMemberResourceConfig extends TerraformMetaArguments {
  /** Id of the pool. */
  readonly pool: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** Where connections go. */
  readonly target: LoadBalancerMemberResourceTargetConfig | IResolvable
  /** `false`: it takes no new connections; those that it has go on until one side ends them. Default: `true`. */
  readonly enabled?: boolean | IResolvable | undefined
  /** `true`: it takes no new connections, and keeps those that it has. Default: `false`. */
  readonly draining?: boolean | IResolvable | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: LoadBalancerMemberResourceTimeoutsConfig | IResolvable | undefined
}

/** One target of a pool: an address of a port, or an address that no port of the deployment has. */
export class LoadBalancerMemberResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_load_balancer_member'
  static readonly shape = { target: {}, timeouts: {} }

  constructor(scope: Construct, id: string, config: LoadBalancerMemberResourceConfig) {
    super(scope, id, { type: 'quantumnet_load_balancer_member', config, shape: LoadBalancerMemberResource.shape })
  }
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
  get target(): LoadBalancerMemberResourceTarget {
    return new LoadBalancerMemberResourceTarget(this, 'target', false)
  }
  /** `false`: it takes no new connections; those that it has go on until one side ends them. Default: `true`. */
  get enabled(): IResolvable {
    return this.getBooleanAttribute('enabled')
  }
  /** `true`: it takes no new connections, and keeps those that it has. Default: `false`. */
  get draining(): IResolvable {
    return this.getBooleanAttribute('draining')
  }
  /** `healthy` or `unhealthy`; `unknown` until the first result, without a health check, and for a target that is no port. */
  get health(): string {
    return this.getStringAttribute('health')
  }
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
