// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** What a person may want to know: errors, and what it waits for. */
export class RoleBindingDataStatusConditions extends ComplexObject {
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
export class RoleBindingDataStatus extends ComplexObject {
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
  get conditions(): ObjectList<RoleBindingDataStatusConditions> {
    return new ObjectList(this, 'conditions', RoleBindingDataStatusConditions)
  }
}

/** How long to wait for each operation. */
export interface RoleBindingDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link RoleBindingData}. */
export interface RoleBindingDataConfig extends TerraformMetaArguments {
  /** Its id. Stands alone: other attributes select by what they say. */
  readonly id?: string | undefined
  /** Id of a token of a project. */
  readonly token?: string | undefined
  /** Id of the project where the token gets the role. */
  readonly project?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: RoleBindingDataTimeoutsConfig | IResolvable | undefined
}

/** One role binding, by its id or by what selects it alone. A role of a token in a project, beside the one that it was made with: another project's, or a greater one in its own. The greatest counts. */
export class RoleBindingData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_role_binding'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: RoleBindingDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_role_binding', config, shape: RoleBindingData.shape })
  }
  /** Its id. Stands alone: other attributes select by what they say. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of a token of a project. */
  get token(): string {
    return this.getStringAttribute('token')
  }
  /** Id of the project where the token gets the role. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** `viewer`, `operator` or `admin`, each including the ones before. */
  get role(): string {
    return this.getStringAttribute('role')
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
  /** How far the newest generation has come. */
  get status(): RoleBindingDataStatus {
    return new RoleBindingDataStatus(this, 'status', false)
  }
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  get labelSelector(): string {
    return this.getStringAttribute('label_selector')
  }
}
