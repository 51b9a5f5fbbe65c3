// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** What a person may want to know: errors, and what it waits for. */
export class ProjectsDataProjectsStatusConditions extends ComplexObject {
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
export class ProjectsDataProjectsStatus extends ComplexObject {
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
  get conditions(): ObjectList<ProjectsDataProjectsStatusConditions> {
    return new ObjectList(this, 'conditions', ProjectsDataProjectsStatusConditions)
  }
}

/** What is selected, the oldest first. */
export class ProjectsDataProjects extends ComplexObject {
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
  get status(): ProjectsDataProjectsStatus {
    return new ProjectsDataProjectsStatus(this, 'status', false)
  }
}

/** How long to wait for each operation. */
export interface ProjectsDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link ProjectsData}. */
export interface ProjectsDataConfig extends TerraformMetaArguments {
  /** Only those with this `name`. */
  readonly name?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: ProjectsDataTimeoutsConfig | IResolvable | undefined
}

/** All projects that the token may see, or those that something selects. There may be none. */
export class ProjectsData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_projects'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: ProjectsDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_projects', config, shape: ProjectsData.shape })
  }
  /** Only those with this `name`. */
  get name(): string {
    return this.getStringAttribute('name')
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
  get projects(): ObjectList<ProjectsDataProjects> {
    return new ObjectList(this, 'projects', ProjectsDataProjects)
  }
}
