// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource } from '../bindings/elements.ts'

/** With tcp, udp or sctp. Left out: any. */
export interface RouterPolicyRouteResourceMatchSourcePortsConfig {
  /** First port. */
  readonly min: number
  /** Last port; it belongs to the range. */
  readonly max: number
}

/** With tcp, udp or sctp. Left out: any. */
export class RouterPolicyRouteResourceMatchSourcePorts extends ComplexObject {
  /** First port. */
  get min(): number {
    return this.getNumberAttribute('min')
  }
  /** Last port; it belongs to the range. */
  get max(): number {
    return this.getNumberAttribute('max')
  }
}

/** With tcp, udp or sctp. Left out: any. */
export interface RouterPolicyRouteResourceMatchDestinationPortsConfig {
  /** First port. */
  readonly min: number
  /** Last port; it belongs to the range. */
  readonly max: number
}

/** With tcp, udp or sctp. Left out: any. */
export class RouterPolicyRouteResourceMatchDestinationPorts extends ComplexObject {
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
export interface RouterPolicyRouteResourceMatchConfig {
  /** Block that the packet comes from. Left out: anywhere. */
  readonly source?: string | undefined
  /** Block that the packet goes to. Left out: anywhere. */
  readonly destination?: string | undefined
  /** A name such as `tcp`, a number from 0 to 255, or `any`. Default: `any`. */
  readonly protocol?: string | undefined
  /** With tcp, udp or sctp. Left out: any. */
  readonly sourcePorts?: RouterPolicyRouteResourceMatchSourcePortsConfig | IResolvable | undefined
  /** With tcp, udp or sctp. Left out: any. */
  readonly destinationPorts?: RouterPolicyRouteResourceMatchDestinationPortsConfig | IResolvable | undefined
  /** Id of the interface of this router that the packet came in by. Left out: any. */
  readonly inboundInterface?: string | undefined
}

/** All that is given must hold. `{}`: every packet. */
export class RouterPolicyRouteResourceMatch extends ComplexObject {
  /** Block that the packet comes from. Left out: anywhere. */
  get source(): string {
    return this.getStringAttribute('source')
  }
  /** Block that the packet goes to. Left out: anywhere. */
  get destination(): string {
    return this.getStringAttribute('destination')
  }
  /** A name such as `tcp`, a number from 0 to 255, or `any`. Default: `any`. */
  get protocol(): string {
    return this.getStringAttribute('protocol')
  }
  /** With tcp, udp or sctp. Left out: any. */
  get sourcePorts(): RouterPolicyRouteResourceMatchSourcePorts {
    return new RouterPolicyRouteResourceMatchSourcePorts(this, 'source_ports', false)
  }
  /** With tcp, udp or sctp. Left out: any. */
  get destinationPorts(): RouterPolicyRouteResourceMatchDestinationPorts {
    return new RouterPolicyRouteResourceMatchDestinationPorts(this, 'destination_ports', false)
  }
  /** Id of the interface of this router that the packet came in by. Left out: any. */
  get inboundInterface(): string {
    return this.getStringAttribute('inbound_interface')
  }
}

/** How long to wait for each operation. */
export interface RouterPolicyRouteResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link RouterPolicyRouteResource}. */
export interface RouterPolicyRouteResourceConfig extends TerraformMetaArguments {
  /** Id of the router. */
  readonly router: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** From 0 to 29999: the greatest that matches decides. */
  readonly priority: number
  /** `allow`: as the routes say; `drop`; `reroute`: to one of `next_hops`. */
  readonly action: string
  /** With `reroute`: up to 16 addresses of one family in subnets of the router. Several share the traffic by flow. */
  readonly nextHops?: readonly string[] | undefined
  /** All that is given must hold. `{}`: every packet. */
  readonly match: RouterPolicyRouteResourceMatchConfig | IResolvable
  /** How long to wait for each operation. */
  readonly timeouts?: RouterPolicyRouteResourceTimeoutsConfig | IResolvable | undefined
}

/** A rule of a router that decides on packets before its routes do. */
export class RouterPolicyRouteResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_router_policy_route'
  static readonly shape = { match: { source_ports: {}, destination_ports: {} }, timeouts: {} }

  constructor(scope: Construct, id: string, config: RouterPolicyRouteResourceConfig) {
    super(scope, id, { type: 'quantumnet_router_policy_route', config, shape: RouterPolicyRouteResource.shape })
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
  get match(): RouterPolicyRouteResourceMatch {
    return new RouterPolicyRouteResourceMatch(this, 'match', false)
  }
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
