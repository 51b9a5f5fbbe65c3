// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** At most one address of each family. */
export class RouterDataExternalGatewayFixedIps extends ComplexObject {
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
export class RouterDataExternalGateway extends ComplexObject {
  /** Id of the external network. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** At most one address of each family. */
  get fixedIps(): ObjectList<RouterDataExternalGatewayFixedIps> {
    return new ObjectList(this, 'fixed_ips', RouterDataExternalGatewayFixedIps)
  }
  /** Whether IPv4 from the subnets leaves with the address of the gateway; never between subnets of the router. */
  get snat(): IResolvable {
    return this.getBooleanAttribute('snat')
  }
}

/** Its interfaces, which are made as `quantumnet_router_interface`. */
export class RouterDataInterfaces extends ComplexObject {
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
export class RouterDataRoutes extends ComplexObject {
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
export class RouterDataPolicyRoutes extends ComplexObject {
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
export class RouterDataStatusConditions extends ComplexObject {
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
export class RouterDataStatus extends ComplexObject {
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
  get conditions(): ObjectList<RouterDataStatusConditions> {
    return new ObjectList(this, 'conditions', RouterDataStatusConditions)
  }
}

/** How long to wait for each operation. */
export interface RouterDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link RouterData}. */
export interface RouterDataConfig extends TerraformMetaArguments {
  /** Its id. Stands alone: other attributes select by what they say. */
  readonly id?: string | undefined
  /** Id of the project. */
  readonly project?: string | undefined
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: RouterDataTimeoutsConfig | IResolvable | undefined
}

/** One router, by its id or by what selects it alone. Routes between subnets, and to an external network. Its interfaces and routes are resources of their own. */
export class RouterData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_router'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: RouterDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_router', config, shape: RouterData.shape })
  }
  /** Its id. Stands alone: other attributes select by what they say. */
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
  get externalGateway(): RouterDataExternalGateway {
    return new RouterDataExternalGateway(this, 'external_gateway', false)
  }
  /** Its interfaces, which are made as `quantumnet_router_interface`. */
  get interfaces(): ObjectList<RouterDataInterfaces> {
    return new ObjectList(this, 'interfaces', RouterDataInterfaces)
  }
  /** Its static routes, which are made as `quantumnet_router_route`. */
  get routes(): ObjectList<RouterDataRoutes> {
    return new ObjectList(this, 'routes', RouterDataRoutes)
  }
  /** Its policy routes, which are made as `quantumnet_router_policy_route`. */
  get policyRoutes(): ObjectList<RouterDataPolicyRoutes> {
    return new ObjectList(this, 'policy_routes', RouterDataPolicyRoutes)
  }
  /** How far the newest generation has come. */
  get status(): RouterDataStatus {
    return new RouterDataStatus(this, 'status', false)
  }
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  get labelSelector(): string {
    return this.getStringAttribute('label_selector')
  }
}
