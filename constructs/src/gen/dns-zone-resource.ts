// Generated from the schema of the provider: change that, and run `npm run gen`.
import { type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource } from '../bindings/elements.ts'

/** How long to wait for each operation. */
export interface DnsZoneResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link DnsZoneResource}. */
export interface DnsZoneResourceConfig extends TerraformMetaArguments {
  /** Id of the project. */
  readonly project?: string | undefined
  /** The domain, such as `corp.example` or `5.10.in-addr.arpa`; not within the platform's own. */
  readonly name: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: DnsZoneResourceTimeoutsConfig | IResolvable | undefined
}

/** A domain that a project answers for in its own networks, beside its own zone `<dns_label>.internal`, which is always there. */
export class DnsZoneResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_dns_zone'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: DnsZoneResourceConfig) {
    super(scope, id, { type: 'quantumnet_dns_zone', config, shape: DnsZoneResource.shape })
  }
  /** UUID of the resource. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the project. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** The domain, such as `corp.example` or `5.10.in-addr.arpa`; not within the platform's own. */
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
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
