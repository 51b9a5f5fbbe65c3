// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** What a person may want to know: errors, and what it waits for. */
export class ProjectDataStatusConditions extends ComplexObject {
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
export class ProjectDataStatus extends ComplexObject {
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
  get conditions(): ObjectList<ProjectDataStatusConditions> {
    return new ObjectList(this, 'conditions', ProjectDataStatusConditions)
  }
}

/** How long to wait for each operation. */
export interface ProjectDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link ProjectData}. */
export interface ProjectDataConfig extends TerraformMetaArguments {
  /** Its id. Stands alone: other attributes select by what they say. */
  readonly id?: string | undefined
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: ProjectDataTimeoutsConfig | IResolvable | undefined
}

/** One project, by its id or by what selects it alone. A tenant: owns networks, ports and everything else, and has one DNS zone. */
export class ProjectData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_project'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: ProjectDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_project', config, shape: ProjectData.shape })
  }
  /** Its id. Stands alone: other attributes select by what they say. */
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
  /** First label of the DNS zone of its VMs, `<dns_label>.internal`. */
  get dnsLabel(): string {
    return this.getStringAttribute('dns_label')
  }
  /** How many resources of a kind it may have, by kind, such as `port`. A kind that is not in it has no limit. Only a platform admin sets them. */
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
  /** How far the newest generation has come. */
  get status(): ProjectDataStatus {
    return new ProjectDataStatus(this, 'status', false)
  }
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  get labelSelector(): string {
    return this.getStringAttribute('label_selector')
  }
}
