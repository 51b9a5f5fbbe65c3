// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource, ObjectList } from '../bindings/elements.ts'

/** At most one address of each family. Default: one of each family that the network has a subnet of at that moment: name subnets of the same configuration in `depends_on`. */
export interface RouterResourceExternalGatewayFixedIpsConfig {
  /** Id of the subnet. Default: the one around `ip`, else any with room. */
  readonly subnet?: string | undefined
  /** The address. Default: the next free one. */
  readonly ip?: string | undefined
}

/** At most one address of each family. Default: one of each family that the network has a subnet of at that moment: name subnets of the same configuration in `depends_on`. */
export class RouterResourceExternalGatewayFixedIps extends ComplexObject {
  /** Id of the subnet. Default: the one around `ip`, else any with room. */
  get subnet(): string {
    return this.getStringAttribute('subnet')
  }
  /** The address. Default: the next free one. */
  get ip(): string {
    return this.getStringAttribute('ip')
  }
}

/** How it reaches an external network, with a default route to the gateway of each of its subnets. Left out: not at all. */
export interface RouterResourceExternalGatewayConfig {
  /** Id of the external network. */
  readonly network: string
  /** At most one address of each family. Default: one of each family that the network has a subnet of at that moment: name subnets of the same configuration in `depends_on`. */
  readonly fixedIps?: readonly RouterResourceExternalGatewayFixedIpsConfig[] | IResolvable | undefined
  /** Whether IPv4 from the subnets leaves with the address of the gateway; never between subnets of the router. Default: `true`. */
  readonly snat?: boolean | IResolvable | undefined
}

/** How it reaches an external network, with a default route to the gateway of each of its subnets. Left out: not at all. */
export class RouterResourceExternalGateway extends ComplexObject {
  /** Id of the external network. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** At most one address of each family. Default: one of each family that the network has a subnet of at that moment: name subnets of the same configuration in `depends_on`. */
  get fixedIps(): ObjectList<RouterResourceExternalGatewayFixedIps> {
    return new ObjectList(this, 'fixed_ips', RouterResourceExternalGatewayFixedIps)
  }
  /** Whether IPv4 from the subnets leaves with the address of the gateway; never between subnets of the router. Default: `true`. */
  get snat(): IResolvable {
    return this.getBooleanAttribute('snat')
  }
}

/** Its interfaces, which are made as `quantumnet_router_interface`. */
export class RouterResourceInterfaces extends ComplexObject {
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
export class RouterResourceRoutes extends ComplexObject {
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
export class RouterResourcePolicyRoutes extends ComplexObject {
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

/** How long to wait for each operation. */
export interface RouterResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link RouterResource}. */
export interface RouterResourceConfig extends TerraformMetaArguments {
  /** Id of the project. */
  readonly project?: string | undefined
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** Whether each hypervisor routes for its own VMs; `false`: all traffic passes through one gateway node. Default: `true`. */
  readonly distributed?: boolean | IResolvable | undefined
  /** Up to 5 nodes that may carry the gateway, the preferred one first. `[]`: the server chooses. */
  readonly gatewayNodes?: readonly string[] | undefined
  /** How it reaches an external network, with a default route to the gateway of each of its subnets. Left out: not at all. */
  readonly externalGateway?: RouterResourceExternalGatewayConfig | IResolvable | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: RouterResourceTimeoutsConfig | IResolvable | undefined
}

/** Routes between subnets, and to an external network. Its interfaces and routes are resources of their own. */
export class RouterResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_router'
  static readonly shape = { external_gateway: { fixed_ips: {} }, timeouts: {} }

  constructor(scope: Construct, id: string, config: RouterResourceConfig) {
    super(scope, id, { type: 'quantumnet_router', config, shape: RouterResource.shape })
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
  /** Whether each hypervisor routes for its own VMs; `false`: all traffic passes through one gateway node. Default: `true`. */
  get distributed(): IResolvable {
    return this.getBooleanAttribute('distributed')
  }
  /** Up to 5 nodes that may carry the gateway, the preferred one first. `[]`: the server chooses. */
  get gatewayNodes(): string[] {
    return this.getListAttribute('gateway_nodes')
  }
  /** How it reaches an external network, with a default route to the gateway of each of its subnets. Left out: not at all. */
  get externalGateway(): RouterResourceExternalGateway {
    return new RouterResourceExternalGateway(this, 'external_gateway', false)
  }
  /** Its interfaces, which are made as `quantumnet_router_interface`. */
  get interfaces(): ObjectList<RouterResourceInterfaces> {
    return new ObjectList(this, 'interfaces', RouterResourceInterfaces)
  }
  /** Its static routes, which are made as `quantumnet_router_route`. */
  get routes(): ObjectList<RouterResourceRoutes> {
    return new ObjectList(this, 'routes', RouterResourceRoutes)
  }
  /** Its policy routes, which are made as `quantumnet_router_policy_route`. */
  get policyRoutes(): ObjectList<RouterResourcePolicyRoutes> {
    return new ObjectList(this, 'policy_routes', RouterResourcePolicyRoutes)
  }
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
