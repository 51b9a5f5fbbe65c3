// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource } from '../bindings/elements.ts'

/** How members that are ports are probed: by a TCP connection, or a UDP packet that no ICMP error answers. Left out: every member counts as healthy. */
export interface LoadBalancerPoolResourceHealthCheckConfig {
  /** Seconds from one probe to the next. Default: `5`. */
  readonly interval?: number | undefined
  /** Seconds until a probe without an answer has failed. Default: `3`. */
  readonly timeout?: number | undefined
  /** Answers in a row that make a member healthy. Default: `2`. */
  readonly success?: number | undefined
  /** Failures in a row that make it unhealthy. Default: `3`. */
  readonly failure?: number | undefined
}

/** How members that are ports are probed: by a TCP connection, or a UDP packet that no ICMP error answers. Left out: every member counts as healthy. */
export class LoadBalancerPoolResourceHealthCheck extends ComplexObject {
  /** Seconds from one probe to the next. Default: `5`. */
  get interval(): number {
    return this.getNumberAttribute('interval')
  }
  /** Seconds until a probe without an answer has failed. Default: `3`. */
  get timeout(): number {
    return this.getNumberAttribute('timeout')
  }
  /** Answers in a row that make a member healthy. Default: `2`. */
  get success(): number {
    return this.getNumberAttribute('success')
  }
  /** Failures in a row that make it unhealthy. Default: `3`. */
  get failure(): number {
    return this.getNumberAttribute('failure')
  }
}

/** How many members it has. */
export class LoadBalancerPoolResourceMemberCounts extends ComplexObject {
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

/** How long to wait for each operation. */
export interface LoadBalancerPoolResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link LoadBalancerPoolResource}. */
export interface LoadBalancerPoolResourceConfig extends TerraformMetaArguments {
  /** Id of the load balancer. */
  readonly loadBalancer: string
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** How members that are ports are probed: by a TCP connection, or a UDP packet that no ICMP error answers. Left out: every member counts as healthy. */
  readonly healthCheck?: LoadBalancerPoolResourceHealthCheckConfig | IResolvable | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: LoadBalancerPoolResourceTimeoutsConfig | IResolvable | undefined
}

/** Members that take connections for the listeners that name the pool. */
export class LoadBalancerPoolResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_load_balancer_pool'
  static readonly shape = { health_check: {}, timeouts: {} }

  constructor(scope: Construct, id: string, config: LoadBalancerPoolResourceConfig) {
    super(scope, id, { type: 'quantumnet_load_balancer_pool', config, shape: LoadBalancerPoolResource.shape })
  }
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
  /** How members that are ports are probed: by a TCP connection, or a UDP packet that no ICMP error answers. Left out: every member counts as healthy. */
  get healthCheck(): LoadBalancerPoolResourceHealthCheck {
    return new LoadBalancerPoolResourceHealthCheck(this, 'health_check', false)
  }
  /** How many members it has. */
  get memberCounts(): LoadBalancerPoolResourceMemberCounts {
    return new LoadBalancerPoolResourceMemberCounts(this, 'member_counts', false)
  }
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
