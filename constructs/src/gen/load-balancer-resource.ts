// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource, ObjectList } from '../bindings/elements.ts'

/** Where clients reach it: an address of a network or subnet, or a floating IP. */
export interface LoadBalancerResourceVipConfig {
  /** Id of the network that the address is of. */
  readonly network?: string | undefined
  /** Id of the subnet that the address is of. */
  readonly subnet?: string | undefined
  /** Id of the floating IP that is the address; then none of the others is given. */
  readonly floatingIp?: string | undefined
  /** The address. Default: the next free one; without a subnet, of the first of the network. */
  readonly address?: string | undefined
}

/** Where clients reach it: an address of a network or subnet, or a floating IP. */
export class LoadBalancerResourceVip extends ComplexObject {
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
  /** The address. Default: the next free one; without a subnet, of the first of the network. */
  get address(): string {
    return this.getStringAttribute('address')
  }
}

/** What it listens on, made as `quantumnet_load_balancer_listener`. */
export class LoadBalancerResourceListeners extends ComplexObject {
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
export class LoadBalancerResourcePools extends ComplexObject {
  /** Its UUID. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Its name. */
  get name(): string {
    return this.getStringAttribute('name')
  }
}

/** How long to wait for each operation. */
export interface LoadBalancerResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link LoadBalancerResource}. */
export interface LoadBalancerResourceConfig extends TerraformMetaArguments {
  /** Id of the project. */
  readonly project?: string | undefined
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** Where clients reach it: an address of a network or subnet, or a floating IP. */
  readonly vip: LoadBalancerResourceVipConfig | IResolvable
  /** How long to wait for each operation. */
  readonly timeouts?: LoadBalancerResourceTimeoutsConfig | IResolvable | undefined
}

/** Spreads connections to one address over members, by a hash of addresses and ports. Its listeners, pools and members are resources of their own. */
export class LoadBalancerResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_load_balancer'
  static readonly shape = { vip: {}, timeouts: {} }

  constructor(scope: Construct, id: string, config: LoadBalancerResourceConfig) {
    super(scope, id, { type: 'quantumnet_load_balancer', config, shape: LoadBalancerResource.shape })
  }
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
  /** Where clients reach it: an address of a network or subnet, or a floating IP. */
  get vip(): LoadBalancerResourceVip {
    return new LoadBalancerResourceVip(this, 'vip', false)
  }
  /** What it listens on, made as `quantumnet_load_balancer_listener`. */
  get listeners(): ObjectList<LoadBalancerResourceListeners> {
    return new ObjectList(this, 'listeners', LoadBalancerResourceListeners)
  }
  /** Its pools, made as `quantumnet_load_balancer_pool`. */
  get pools(): ObjectList<LoadBalancerResourcePools> {
    return new ObjectList(this, 'pools', LoadBalancerResourcePools)
  }
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
