// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** At most one address of each family. */
export class RoutersDataRoutersExternalGatewayFixedIps extends ComplexObject {
  /** Id of the subnet. */
  get subnet(): string {
    return this.getStringAttribute('subnet')
  }
  /** The address. */
  get ip(): string {
    return this.getStringAttribute('ip')
  }
}

/** How it reaches an external network, with a default route to the gateway of each of its subnets. */
export class RoutersDataRoutersExternalGateway extends ComplexObject {
  /** Id of the external network. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** At most one address of each family. */
  get fixedIps(): ObjectList<RoutersDataRoutersExternalGatewayFixedIps> {
    return new ObjectList(this, 'fixed_ips', RoutersDataRoutersExternalGatewayFixedIps)
  }
  /** Whether IPv4 from the subnets leaves with the address of the gateway; never between subnets of the router. */
  get snat(): IResolvable {
    return this.getBooleanAttribute('snat')
  }
}

/** Its interfaces, which are made as `quantumnet_router_interface`. */
export class RoutersDataRoutersInterfaces extends ComplexObject {
  /** Its UUID. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the network. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** Id of the subnet. */
  get subnet(): string {
    return this.getStringAttribute('subnet')
  }
  /** IPv4 or IPv6 address. */
  get ip(): string {
    return this.getStringAttribute('ip')
  }
}

/** Its static routes, which are made as `quantumnet_router_route`. */
export class RoutersDataRoutersRoutes extends ComplexObject {
  /** Its UUID. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** IPv4 or IPv6 block such as 10.0.0.0/24 or 2001:db8::/64, without host bits. */
  get destination(): string {
    return this.getStringAttribute('destination')
  }
  /** IPv4 or IPv6 address. */
  get nextHop(): string {
    return this.getStringAttribute('next_hop')
  }
}

/** Its policy routes, which are made as `quantumnet_router_policy_route`. */
export class RoutersDataRoutersPolicyRoutes extends ComplexObject {
  /** Its UUID. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** The greatest that matches decides. */
  get priority(): number {
    return this.getNumberAttribute('priority')
  }
  /** One of `allow`, `drop` or `reroute`. */
  get action(): string {
    return this.getStringAttribute('action')
  }
}

/** What a person may want to know: errors, and what it waits for. */
export class RoutersDataRoutersStatusConditions extends ComplexObject {
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
export class RoutersDataRoutersStatus extends ComplexObject {
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
  get conditions(): ObjectList<RoutersDataRoutersStatusConditions> {
    return new ObjectList(this, 'conditions', RoutersDataRoutersStatusConditions)
  }
}

/** What is selected, the oldest first. */
export class RoutersDataRouters extends ComplexObject {
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
  /** Whether each hypervisor routes for its own VMs; `false`: all traffic passes through one gateway node. */
  get distributed(): IResolvable {
    return this.getBooleanAttribute('distributed')
  }
  /** Up to 5 nodes that may carry the gateway, the preferred one first. `[]`: the server chooses. */
  get gatewayNodes(): string[] {
    return this.getListAttribute('gateway_nodes')
  }
  /** How it reaches an external network, with a default route to the gateway of each of its subnets. */
  get externalGateway(): RoutersDataRoutersExternalGateway {
    return new RoutersDataRoutersExternalGateway(this, 'external_gateway', false)
  }
  /** Its interfaces, which are made as `quantumnet_router_interface`. */
  get interfaces(): ObjectList<RoutersDataRoutersInterfaces> {
    return new ObjectList(this, 'interfaces', RoutersDataRoutersInterfaces)
  }
  /** Its static routes, which are made as `quantumnet_router_route`. */
  get routes(): ObjectList<RoutersDataRoutersRoutes> {
    return new ObjectList(this, 'routes', RoutersDataRoutersRoutes)
  }
  /** Its policy routes, which are made as `quantumnet_router_policy_route`. */
  get policyRoutes(): ObjectList<RoutersDataRoutersPolicyRoutes> {
    return new ObjectList(this, 'policy_routes', RoutersDataRoutersPolicyRoutes)
  }
  /** How far the newest generation has come. */
  get status(): RoutersDataRoutersStatus {
    return new RoutersDataRoutersStatus(this, 'status', false)
  }
}

/** How long to wait for each operation. */
export interface RoutersDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link RoutersData}. */
export interface RoutersDataConfig extends TerraformMetaArguments {
  /** Only those with this `project`. */
  readonly project?: string | undefined
  /** Only those with this `name`. */
  readonly name?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: RoutersDataTimeoutsConfig | IResolvable | undefined
}

/** All routers that the token may see, or those that something selects. There may be none. */
export class RoutersData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_routers'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: RoutersDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_routers', config, shape: RoutersData.shape })
  }
  /** Only those with this `project`. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** Only those with this `name`. */
  get name(): string {
    return this.getStringAttribute('name')
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
  get routers(): ObjectList<RoutersDataRouters> {
    return new ObjectList(this, 'routers', RoutersDataRouters)
  }
}
