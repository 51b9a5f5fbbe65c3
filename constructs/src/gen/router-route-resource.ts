// Generated from the schema of the provider: change that, and run `npm run gen`.
import { type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource } from '../bindings/elements.ts'

/** How long to wait for each operation. */
export interface RouterRouteResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link RouterRouteResource}. */
export interface RouterRouteResourceConfig extends TerraformMetaArguments {
  /** Id of the router. */
  readonly router: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** Block that it leads to. `0.0.0.0/0` and `::/0` take the place of the route to the external gateway. */
  readonly destination: string
  /** Address in a subnet that the router is connected to. */
  readonly nextHop: string
  /** Whether the next hop is probed (RFC 5880), and left out while it does not answer. Default: `false`. */
  readonly bfd?: boolean | IResolvable | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: RouterRouteResourceTimeoutsConfig | IResolvable | undefined
}

/** A static route of a router. The longest matching destination wins; several with the same destination and different next hops share the traffic by flow (ECMP). */
export class RouterRouteResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_router_route'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: RouterRouteResourceConfig) {
    super(scope, id, { type: 'quantumnet_router_route', config, shape: RouterRouteResource.shape })
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
  /** Block that it leads to. `0.0.0.0/0` and `::/0` take the place of the route to the external gateway. */
  get destination(): string {
    return this.getStringAttribute('destination')
  }
  /** Address in a subnet that the router is connected to. */
  get nextHop(): string {
    return this.getStringAttribute('next_hop')
  }
  /** Whether the next hop is probed (RFC 5880), and left out while it does not answer. Default: `false`. */
  get bfd(): IResolvable {
    return this.getBooleanAttribute('bfd')
  }
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
