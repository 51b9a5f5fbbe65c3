// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** What a person may want to know: errors, and what it waits for. */
export class JoinTokensDataJoinTokensStatusConditions extends ComplexObject {
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
export class JoinTokensDataJoinTokensStatus extends ComplexObject {
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
  get conditions(): ObjectList<JoinTokensDataJoinTokensStatusConditions> {
    return new ObjectList(this, 'conditions', JoinTokensDataJoinTokensStatusConditions)
  }
}

/** What is selected, the oldest first. */
export class JoinTokensDataJoinTokens extends ComplexObject {
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
  /** `one_off`: good for one hypervisor; or `reusable`. */
  get usage(): string {
    return this.getStringAttribute('usage')
  }
  /** From then on nobody joins with it, such as `2036-09-01T00:00:00Z`; who joined stays. */
  get expiresAt(): string {
    return this.getStringAttribute('expires_at')
  }
  /** Labels that a hypervisor gets when it joins. */
  get nodeLabels(): Record<string, string> {
    return this.getStringMapAttribute('node_labels')
  }
  /** Whether who joins is taken in at once, or waits for an administrator. */
  get preApproved(): IResolvable {
    return this.getBooleanAttribute('pre_approved')
  }
  /** How many hypervisors joined with it. */
  get uses(): number {
    return this.getNumberAttribute('uses')
  }
  /** When it was used last (RFC 3339). */
  get lastUsedAt(): string {
    return this.getStringAttribute('last_used_at')
  }
  /** How its secret begins. */
  get secretPrefix(): string {
    return this.getStringAttribute('secret_prefix')
  }
  /** How far the newest generation has come. */
  get status(): JoinTokensDataJoinTokensStatus {
    return new JoinTokensDataJoinTokensStatus(this, 'status', false)
  }
}

/** How long to wait for each operation. */
export interface JoinTokensDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link JoinTokensData}. */
export interface JoinTokensDataConfig extends TerraformMetaArguments {
  /** Only those with this `name`. */
  readonly name?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: JoinTokensDataTimeoutsConfig | IResolvable | undefined
}

/** All join tokens that the token may see, or those that something selects. There may be none. */
export class JoinTokensData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_join_tokens'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: JoinTokensDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_join_tokens', config, shape: JoinTokensData.shape })
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
  get joinTokens(): ObjectList<JoinTokensDataJoinTokens> {
    return new ObjectList(this, 'join_tokens', JoinTokensDataJoinTokens)
  }
}
