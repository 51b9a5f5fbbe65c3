// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** With tcp, udp or sctp. */
export class RouterPolicyRoutesDataRouterPolicyRoutesMatchSourcePorts extends ComplexObject {
  /** First port. */
  get min(): number {
    return this.getNumberAttribute('min')
  }
  /** Last port; it belongs to the range. */
  get max(): number {
    return this.getNumberAttribute('max')
  }
}

/** With tcp, udp or sctp. */
export class RouterPolicyRoutesDataRouterPolicyRoutesMatchDestinationPorts extends ComplexObject {
  /** First port. */
  get min(): number {
    return this.getNumberAttribute('min')
  }
  /** Last port; it belongs to the range. */
  get max(): number {
    return this.getNumberAttribute('max')
  }
}

/** All that is given must hold. `{}`: every packet. */
export class RouterPolicyRoutesDataRouterPolicyRoutesMatch extends ComplexObject {
  /** Block that the packet comes from. */
  get source(): string {
    return this.getStringAttribute('source')
  }
  /** Block that the packet goes to. */
  get destination(): string {
    return this.getStringAttribute('destination')
  }
  /** A name such as `tcp`, a number from 0 to 255, or `any`. */
  get protocol(): string {
    return this.getStringAttribute('protocol')
  }
  /** With tcp, udp or sctp. */
  get sourcePorts(): RouterPolicyRoutesDataRouterPolicyRoutesMatchSourcePorts {
    return new RouterPolicyRoutesDataRouterPolicyRoutesMatchSourcePorts(this, 'source_ports', false)
  }
  /** With tcp, udp or sctp. */
  get destinationPorts(): RouterPolicyRoutesDataRouterPolicyRoutesMatchDestinationPorts {
    return new RouterPolicyRoutesDataRouterPolicyRoutesMatchDestinationPorts(this, 'destination_ports', false)
  }
  /** Id of the interface of this router that the packet came in by. */
  get inboundInterface(): string {
    return this.getStringAttribute('inbound_interface')
  }
}

/** What a person may want to know: errors, and what it waits for. */
export class RouterPolicyRoutesDataRouterPolicyRoutesStatusConditions extends ComplexObject {
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
export class RouterPolicyRoutesDataRouterPolicyRoutesStatus extends ComplexObject {
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
  get conditions(): ObjectList<RouterPolicyRoutesDataRouterPolicyRoutesStatusConditions> {
    return new ObjectList(this, 'conditions', RouterPolicyRoutesDataRouterPolicyRoutesStatusConditions)
  }
}

/** What is selected, the oldest first. */
export class RouterPolicyRoutesDataRouterPolicyRoutes extends ComplexObject {
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
  /** From 0 to 29999: the greatest that matches decides. */
  get priority(): number {
    return this.getNumberAttribute('priority')
  }
  /** `allow`: as the routes say; `drop`; `reroute`: to one of `next_hops`. */
  get action(): string {
    return this.getStringAttribute('action')
  }
  /** With `reroute`: up to 16 addresses of one family in subnets of the router. Several share the traffic by flow. */
  get nextHops(): string[] {
    return this.getListAttribute('next_hops')
  }
  /** All that is given must hold. `{}`: every packet. */
  get match(): RouterPolicyRoutesDataRouterPolicyRoutesMatch {
    return new RouterPolicyRoutesDataRouterPolicyRoutesMatch(this, 'match', false)
  }
  /** How far the newest generation has come. */
  get status(): RouterPolicyRoutesDataRouterPolicyRoutesStatus {
    return new RouterPolicyRoutesDataRouterPolicyRoutesStatus(this, 'status', false)
  }
}

/** How long to wait for each operation. */
export interface RouterPolicyRoutesDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link RouterPolicyRoutesData}. */
export interface RouterPolicyRoutesDataConfig extends TerraformMetaArguments {
  /** Only those with this `router`. */
  readonly router?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: RouterPolicyRoutesDataTimeoutsConfig | IResolvable | undefined
}

/** All router policy routes that the token may see, or those that something selects. There may be none. */
export class RouterPolicyRoutesData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_router_policy_routes'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: RouterPolicyRoutesDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_router_policy_routes', config, shape: RouterPolicyRoutesData.shape })
  }
  /** Only those with this `router`. */
  get router(): string {
    return this.getStringAttribute('router')
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
  get routerPolicyRoutes(): ObjectList<RouterPolicyRoutesDataRouterPolicyRoutes> {
    return new ObjectList(this, 'router_policy_routes', RouterPolicyRoutesDataRouterPolicyRoutes)
  }
}
