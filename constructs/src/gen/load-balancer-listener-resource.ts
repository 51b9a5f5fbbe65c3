// Generated from the schema of the provider: change that, and run `npm run gen`.
import { type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource } from '../bindings/elements.ts'

/** How long to wait for each operation. */
export interface LoadBalancerListenerResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link LoadBalancerListenerResource}. */
export interface LoadBalancerListenerResourceConfig extends TerraformMetaArguments {
  /** Id of the load balancer. */
  readonly loadBalancer: string
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** One of `tcp`, `udp` or `sctp`. */
  readonly protocol: string
  /** Port of the address that clients connect to. */
  readonly port: number
  /** Id of the pool that connections go to, of the same load balancer. */
  readonly pool: string
  /** Whether a client comes to the same member again: it is chosen by the client's address, and stays while the members do. Default: `false`. */
  readonly sessionAffinity?: boolean | IResolvable | undefined
  /** Whether a member reaches itself by the address of the load balancer. Default: `true`. */
  readonly hairpin?: boolean | IResolvable | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: LoadBalancerListenerResourceTimeoutsConfig | IResolvable | undefined
}

/** One protocol and port of a load balancer's address, and the pool that connections to it go to. */
export class LoadBalancerListenerResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_load_balancer_listener'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: LoadBalancerListenerResourceConfig) {
    super(scope, id, { type: 'quantumnet_load_balancer_listener', config, shape: LoadBalancerListenerResource.shape })
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
  /** Whether a client comes to the same member again: it is chosen by the client's address, and stays while the members do. Default: `false`. */
  get sessionAffinity(): IResolvable {
    return this.getBooleanAttribute('session_affinity')
  }
  /** Whether a member reaches itself by the address of the load balancer. Default: `true`. */
  get hairpin(): IResolvable {
    return this.getBooleanAttribute('hairpin')
  }
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
