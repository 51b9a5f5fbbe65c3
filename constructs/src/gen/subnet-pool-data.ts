// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** What a person may want to know: errors, and what it waits for. */
export class SubnetPoolDataStatusConditions extends ComplexObject {
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
export class SubnetPoolDataStatus extends ComplexObject {
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
  get conditions(): ObjectList<SubnetPoolDataStatusConditions> {
    return new ObjectList(this, 'conditions', SubnetPoolDataStatusConditions)
  }
}

/** How long to wait for each operation. */
export interface SubnetPoolDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link SubnetPoolData}. */
export interface SubnetPoolDataConfig extends TerraformMetaArguments {
  /** Its id. Stands alone: other attributes select by what they say. */
  readonly id?: string | undefined
  /** Id of the project. */
  readonly project?: string | undefined
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: SubnetPoolDataTimeoutsConfig | IResolvable | undefined
}

/** One subnet pool, by its id or by what selects it alone. Blocks of addresses that subnets are carved from. */
export class SubnetPoolData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_subnet_pool'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: SubnetPoolDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_subnet_pool', config, shape: SubnetPoolData.shape })
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
  /** Up to 64 disjoint blocks of one family that no other pool of the project has. Every block that was carved must stay inside. */
  get prefixes(): string[] {
    return this.getListAttribute('prefixes')
  }
  /** Length of a subnet that asks for none in particular. */
  get defaultPrefixLength(): number {
    return this.getNumberAttribute('default_prefix_length')
  }
  /** Length of the largest block that may be carved. */
  get minPrefixLength(): number {
    return this.getNumberAttribute('min_prefix_length')
  }
  /** Length of the smallest block that may be carved. */
  get maxPrefixLength(): number {
    return this.getNumberAttribute('max_prefix_length')
  }
  /** How far the newest generation has come. */
  get status(): SubnetPoolDataStatus {
    return new SubnetPoolDataStatus(this, 'status', false)
  }
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  get labelSelector(): string {
    return this.getStringAttribute('label_selector')
  }
}
