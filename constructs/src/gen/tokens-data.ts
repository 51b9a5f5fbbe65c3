// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** What a person may want to know: errors, and what it waits for. */
export class TokensDataTokensStatusConditions extends ComplexObject {
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
export class TokensDataTokensStatus extends ComplexObject {
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
  get conditions(): ObjectList<TokensDataTokensStatusConditions> {
    return new ObjectList(this, 'conditions', TokensDataTokensStatusConditions)
  }
}

/** What is selected, the oldest first. */
export class TokensDataTokens extends ComplexObject {
  /** UUID of the resource. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the project that it is for. */
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
  /** `viewer`, `operator` or `admin` in its project; or, for a token of the platform, `platform_admin`, `node` or `feed`. */
  get role(): string {
    return this.getStringAttribute('role')
  }
  /** With role `node`: the only hypervisor that it may speak for. */
  get nodeAttribute(): string {
    return this.getStringAttribute('node')
  }
  /** From then on the token is refused, such as `2036-09-01T00:00:00Z`. */
  get expiresAt(): string {
    return this.getStringAttribute('expires_at')
  }
  /** When it was used last, to the minute (RFC 3339). */
  get lastUsedAt(): string {
    return this.getStringAttribute('last_used_at')
  }
  /** How its secret begins, so that one that was found can be told. */
  get secretPrefix(): string {
    return this.getStringAttribute('secret_prefix')
  }
  /** How far the newest generation has come. */
  get status(): TokensDataTokensStatus {
    return new TokensDataTokensStatus(this, 'status', false)
  }
}

/** How long to wait for each operation. */
export interface TokensDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link TokensData}. */
export interface TokensDataConfig extends TerraformMetaArguments {
  /** Only those with this `project`. */
  readonly project?: string | undefined
  /** Only those with this `name`. */
  readonly name?: string | undefined
  /** Only those with this `role`. */
  readonly role?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: TokensDataTimeoutsConfig | IResolvable | undefined
}

/** All tokens that the token may see, or those that something selects. There may be none. */
export class TokensData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_tokens'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: TokensDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_tokens', config, shape: TokensData.shape })
  }
  /** Only those with this `project`. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** Only those with this `name`. */
  get name(): string {
    return this.getStringAttribute('name')
  }
  /** Only those with this `role`. */
  get role(): string {
    return this.getStringAttribute('role')
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
  get tokens(): ObjectList<TokensDataTokens> {
    return new ObjectList(this, 'tokens', TokensDataTokens)
  }
}
