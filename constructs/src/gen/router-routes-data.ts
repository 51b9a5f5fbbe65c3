// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** What a person may want to know: errors, and what it waits for. */
export class RouterRoutesDataRouterRoutesStatusConditions extends ComplexObject {
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
export class RouterRoutesDataRouterRoutesStatus extends ComplexObject {
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
  get conditions(): ObjectList<RouterRoutesDataRouterRoutesStatusConditions> {
    return new ObjectList(this, 'conditions', RouterRoutesDataRouterRoutesStatusConditions)
  }
}

/** What is selected, the oldest first. */
export class RouterRoutesDataRouterRoutes extends ComplexObject {
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
  /** Whether the next hop is probed (RFC 5880), and left out while it does not answer. */
  get bfd(): IResolvable {
    return this.getBooleanAttribute('bfd')
  }
  /** How far the newest generation has come. */
  get status(): RouterRoutesDataRouterRoutesStatus {
    return new RouterRoutesDataRouterRoutesStatus(this, 'status', false)
  }
}

/** How long to wait for each operation. */
export interface RouterRoutesDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link RouterRoutesData}. */
export interface RouterRoutesDataConfig extends TerraformMetaArguments {
  /** Only those with this `router`. */
  readonly router?: string | undefined
  /** Only those with this `destination`. */
  readonly destination?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: RouterRoutesDataTimeoutsConfig | IResolvable | undefined
}

/** All router routes that the token may see, or those that something selects. There may be none. */
export class RouterRoutesData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_router_routes'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: RouterRoutesDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_router_routes', config, shape: RouterRoutesData.shape })
  }
  /** Only those with this `router`. */
  get router(): string {
    return this.getStringAttribute('router')
  }
  /** Only those with this `destination`. */
  get destination(): string {
    return this.getStringAttribute('destination')
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
  get routerRoutes(): ObjectList<RouterRoutesDataRouterRoutes> {
    return new ObjectList(this, 'router_routes', RouterRoutesDataRouterRoutes)
  }
}
