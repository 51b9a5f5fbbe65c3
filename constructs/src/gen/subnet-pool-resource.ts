// Generated from the schema of the provider: change that, and run `npm run gen`.
import { type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource } from '../bindings/elements.ts'

/** How long to wait for each operation. */
export interface SubnetPoolResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link SubnetPoolResource}. */
export interface SubnetPoolResourceConfig extends TerraformMetaArguments {
  /** Id of the project. */
  readonly project?: string | undefined
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** Up to 64 disjoint blocks of one family that no other pool of the project has. Every block that was carved must stay inside. */
  readonly prefixes: readonly string[]
  /** Length of a subnet that asks for none in particular. Default: 24, IPv6 64, or that of the longest prefix. */
  readonly defaultPrefixLength?: number | undefined
  /** Length of the largest block that may be carved. Default: that of the shortest prefix. */
  readonly minPrefixLength?: number | undefined
  /** Length of the smallest block that may be carved. Default: 32, IPv6 128. */
  readonly maxPrefixLength?: number | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: SubnetPoolResourceTimeoutsConfig | IResolvable | undefined
}

/** Blocks of addresses that subnets are carved from. */
export class SubnetPoolResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_subnet_pool'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: SubnetPoolResourceConfig) {
    super(scope, id, { type: 'quantumnet_subnet_pool', config, shape: SubnetPoolResource.shape })
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
  /** Up to 64 disjoint blocks of one family that no other pool of the project has. Every block that was carved must stay inside. */
  get prefixes(): string[] {
    return this.getListAttribute('prefixes')
  }
  /** Length of a subnet that asks for none in particular. Default: 24, IPv6 64, or that of the longest prefix. */
  get defaultPrefixLength(): number {
    return this.getNumberAttribute('default_prefix_length')
  }
  /** Length of the largest block that may be carved. Default: that of the shortest prefix. */
  get minPrefixLength(): number {
    return this.getNumberAttribute('min_prefix_length')
  }
  /** Length of the smallest block that may be carved. Default: 32, IPv6 128. */
  get maxPrefixLength(): number {
    return this.getNumberAttribute('max_prefix_length')
  }
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
