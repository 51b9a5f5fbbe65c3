// Generated from the schema of the provider: change that, and run `npm run gen`.
import { type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource } from '../bindings/elements.ts'

/** How long to wait for each operation. */
export interface RouterInterfaceResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link RouterInterfaceResource}. */
export interface RouterInterfaceResourceConfig extends TerraformMetaArguments {
  /** Id of the router. */
  readonly router: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** Id of the subnet. Either this or `port`. */
  readonly subnet?: string | undefined
  /** Id of a port with one address that no VM has, and that becomes the interface. Either this or `subnet`. */
  readonly port?: string | undefined
  /** Its address, with `subnet` only. Default: the gateway of the subnet. */
  readonly ip?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: RouterInterfaceResourceTimeoutsConfig | IResolvable | undefined
}

/** A router's place in a subnet. A router has at most one in each subnet, and its subnets do not overlap. */
export class RouterInterfaceResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_router_interface'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: RouterInterfaceResourceConfig) {
    super(scope, id, { type: 'quantumnet_router_interface', config, shape: RouterInterfaceResource.shape })
  }
  /** UUID of the resource. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the project. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** Id of the router. */
  get router(): string {
    return this.getStringAttribute('router')
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
  /** Id of the network that the subnet is in. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** Id of the subnet. Either this or `port`. */
  get subnet(): string {
    return this.getStringAttribute('subnet')
  }
  /** Id of a port with one address that no VM has, and that becomes the interface. Either this or `subnet`. */
  get port(): string {
    return this.getStringAttribute('port')
  }
  /** Its address, with `subnet` only. Default: the gateway of the subnet. */
  get ip(): string {
    return this.getStringAttribute('ip')
  }
  /** Its MAC address. */
  get mac(): string {
    return this.getStringAttribute('mac')
  }
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
