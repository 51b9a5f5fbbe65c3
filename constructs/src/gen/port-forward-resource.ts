// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource } from '../bindings/elements.ts'

/** Where it leads. */
export interface PortForwardResourceTargetConfig {
  /** Id of a port of the project that holds the floating IP. */
  readonly port: string
  /** Address of the port. Default: the first one in the family of the floating IP. */
  readonly fixedIp?: string | undefined
  /** Port of tcp, udp or sctp at the target. */
  readonly portNumber: number
}

/** Where it leads. */
export class PortForwardResourceTarget extends ComplexObject {
  /** Id of a port of the project that holds the floating IP. */
  get port(): string {
    return this.getStringAttribute('port')
  }
  /** Address of the port. Default: the first one in the family of the floating IP. */
  get fixedIp(): string {
    return this.getStringAttribute('fixed_ip')
  }
  /** Port of tcp, udp or sctp at the target. */
  get portNumber(): number {
    return this.getNumberAttribute('port_number')
  }
}

/** How long to wait for each operation. */
export interface PortForwardResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link PortForwardResource}. */
export interface PortForwardResourceConfig extends TerraformMetaArguments {
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** Id of the floating IP. */
  readonly floatingIp: string
  /** One of `tcp`, `udp` or `sctp`. */
  readonly protocol: string
  /** Port of the floating IP. */
  readonly externalPort: number
  /** Where it leads. */
  readonly target: PortForwardResourceTargetConfig | IResolvable
  /** How long to wait for each operation. */
  readonly timeouts?: PortForwardResourceTimeoutsConfig | IResolvable | undefined
}

/** One port of a floating IP that leads to one port of a VM. It goes before the port that the floating IP stands for, if any, which gets what no forward takes. */
export class PortForwardResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_port_forward'
  static readonly shape = { target: {}, timeouts: {} }

  constructor(scope: Construct, id: string, config: PortForwardResourceConfig) {
    super(scope, id, { type: 'quantumnet_port_forward', config, shape: PortForwardResource.shape })
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
  /** Id of the floating IP. */
  get floatingIp(): string {
    return this.getStringAttribute('floating_ip')
  }
  /** One of `tcp`, `udp` or `sctp`. */
  get protocol(): string {
    return this.getStringAttribute('protocol')
  }
  /** Port of the floating IP. */
  get externalPort(): number {
    return this.getNumberAttribute('external_port')
  }
  /** Where it leads. */
  get target(): PortForwardResourceTarget {
    return new PortForwardResourceTarget(this, 'target', false)
  }
  /** Id of the router that translates it. */
  get router(): string {
    return this.getStringAttribute('router')
  }
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
