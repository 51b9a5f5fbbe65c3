// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** What a person may want to know: errors, and what it waits for. */
export class RouterRouteDataStatusConditions extends ComplexObject {
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
export class RouterRouteDataStatus extends ComplexObject {
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
  get conditions(): ObjectList<RouterRouteDataStatusConditions> {
    return new ObjectList(this, 'conditions', RouterRouteDataStatusConditions)
  }
}

/** How long to wait for each operation. */
export interface RouterRouteDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link RouterRouteData}. */
export interface RouterRouteDataConfig extends TerraformMetaArguments {
  /** Its id. Stands alone: other attributes select by what they say. */
  readonly id?: string | undefined
  /** Id of the router. */
  readonly router?: string | undefined
  /** Block that it leads to. `0.0.0.0/0` and `::/0` take the place of the route to the external gateway. */
  readonly destination?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: RouterRouteDataTimeoutsConfig | IResolvable | undefined
}

/** One router route, by its id or by what selects it alone. A static route of a router. The longest matching destination wins; several with the same destination and different next hops share the traffic by flow (ECMP). */
export class RouterRouteData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_router_route'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: RouterRouteDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_router_route', config, shape: RouterRouteData.shape })
  }
  /** Its id. Stands alone: other attributes select by what they say. */
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
  get status(): RouterRouteDataStatus {
    return new RouterRouteDataStatus(this, 'status', false)
  }
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  get labelSelector(): string {
    return this.getStringAttribute('label_selector')
  }
}
