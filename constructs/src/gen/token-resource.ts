// Generated from the schema of the provider: change that, and run `npm run gen`.
import { type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource } from '../bindings/elements.ts'

/** How long to wait for each operation. */
export interface TokenResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link TokenResource}. */
export interface TokenResourceConfig extends TerraformMetaArguments {
  /** Id of the project that it is for. Left out: a token of the platform. */
  readonly project?: string | undefined
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** `viewer`, `operator` or `admin` in its project; or, for a token of the platform, `platform_admin`, `node` or `feed`. */
  readonly role: string
  /** With role `node`: the only hypervisor that it may speak for. Left out: any. */
  readonly node?: string | undefined
  /** From then on the token is refused, such as `2036-09-01T00:00:00Z`. Left out: never. */
  readonly expiresAt?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: TokenResourceTimeoutsConfig | IResolvable | undefined
}

/** A secret that calls the API. The secret is told once and then stands in the Terraform state, in clear text. */
export class TokenResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_token'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: TokenResourceConfig) {
    super(scope, id, { type: 'quantumnet_token', config, shape: TokenResource.shape })
  }
  /** UUID of the resource. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the project that it is for. Left out: a token of the platform. */
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
  /** With role `node`: the only hypervisor that it may speak for. Left out: any. */
  get nodeAttribute(): string {
    return this.getStringAttribute('node')
  }
  /** From then on the token is refused, such as `2036-09-01T00:00:00Z`. Left out: never. */
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
  /** The secret. Null after an import: only its creation tells it. */
  get secret(): string {
    return this.getStringAttribute('secret')
  }
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
