// Generated from the schema of the provider: change that, and run `npm run gen`.
import { type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource } from '../bindings/elements.ts'

/** How long to wait for each operation. */
export interface QosPolicyResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link QosPolicyResource}. */
export interface QosPolicyResourceConfig extends TerraformMetaArguments {
  /** Id of the project. */
  readonly project?: string | undefined
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** Kbit/s at most from the VM. Left out: no limit. */
  readonly egressMax?: number | undefined
  /** Kbit that may pass at once above `egress_max`. Default: what passes in a quarter of a second, and at least 72. */
  readonly egressBurst?: number | undefined
  /** Kbit/s at most to the VM. Left out: no limit. */
  readonly ingressMax?: number | undefined
  /** Kbit that may pass at once above `ingress_max`. Default: what passes in a quarter of a second, and at least 72. */
  readonly ingressBurst?: number | undefined
  /** Kbit/s to the VM that it gets also when the hypervisor's link is full, where the interface has a queue for it. Left out: no guarantee. */
  readonly min?: number | undefined
  /** Mark of the packets from the VM (RFC 2474), 0 to 63. Left out: as the VM marks them. */
  readonly dscp?: number | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: QosPolicyResourceTimeoutsConfig | IResolvable | undefined
}

/** Limits, a guarantee and a mark for the traffic of the ports that name it. */
export class QosPolicyResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_qos_policy'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: QosPolicyResourceConfig) {
    super(scope, id, { type: 'quantumnet_qos_policy', config, shape: QosPolicyResource.shape })
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
  /** Kbit/s at most from the VM. Left out: no limit. */
  get egressMax(): number {
    return this.getNumberAttribute('egress_max')
  }
  /** Kbit that may pass at once above `egress_max`. Default: what passes in a quarter of a second, and at least 72. */
  get egressBurst(): number {
    return this.getNumberAttribute('egress_burst')
  }
  /** Kbit/s at most to the VM. Left out: no limit. */
  get ingressMax(): number {
    return this.getNumberAttribute('ingress_max')
  }
  /** Kbit that may pass at once above `ingress_max`. Default: what passes in a quarter of a second, and at least 72. */
  get ingressBurst(): number {
    return this.getNumberAttribute('ingress_burst')
  }
  /** Kbit/s to the VM that it gets also when the hypervisor's link is full, where the interface has a queue for it. Left out: no guarantee. */
  get min(): number {
    return this.getNumberAttribute('min')
  }
  /** Mark of the packets from the VM (RFC 2474), 0 to 63. Left out: as the VM marks them. */
  get dscp(): number {
    return this.getNumberAttribute('dscp')
  }
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
