// Generated from the schema of the provider: change that, and run `npm run gen`.
import { type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource } from '../bindings/elements.ts'

/** How long to wait for each operation. */
export interface ProjectResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link ProjectResource}. */
export interface ProjectResourceConfig extends TerraformMetaArguments {
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** First label of the DNS zone of its VMs, `<dns_label>.internal`. Default: made from the name. */
  readonly dnsLabel?: string | undefined
  /** How many resources of a kind it may have, by kind, such as `port`. A kind that is not in it has no limit. Only a platform admin sets them. Default: as they are. */
  readonly quotas?: Readonly<Record<string, number>> | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: ProjectResourceTimeoutsConfig | IResolvable | undefined
}

/** A tenant: owns networks, ports and everything else, and has one DNS zone. */
export class ProjectResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_project'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: ProjectResourceConfig) {
    super(scope, id, { type: 'quantumnet_project', config, shape: ProjectResource.shape })
  }
  /** UUID of the resource. */
  get id(): string {
    return this.getStringAttribute('id')
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
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
  /** First label of the DNS zone of its VMs, `<dns_label>.internal`. Default: made from the name. */
  get dnsLabel(): string {
    return this.getStringAttribute('dns_label')
  }
  /** How many resources of a kind it may have, by kind, such as `port`. A kind that is not in it has no limit. Only a platform admin sets them. Default: as they are. */
  get quotas(): Record<string, number> {
    return this.getNumberMapAttribute('quotas')
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
}
