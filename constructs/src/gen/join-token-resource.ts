// Generated from the schema of the provider: change that, and run `npm run gen`.
import { type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource } from '../bindings/elements.ts'

/** How long to wait for each operation. */
export interface JoinTokenResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link JoinTokenResource}. */
export interface JoinTokenResourceConfig extends TerraformMetaArguments {
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** `one_off`: good for one hypervisor; or `reusable`. Default: `one_off`. */
  readonly usage?: string | undefined
  /** From then on nobody joins with it, such as `2036-09-01T00:00:00Z`; who joined stays. */
  readonly expiresAt: string
  /** Labels that a hypervisor gets when it joins. */
  readonly nodeLabels?: Readonly<Record<string, string>> | undefined
  /** Whether who joins is taken in at once, or waits for an administrator. Default: `false`. */
  readonly preApproved?: boolean | IResolvable | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: JoinTokenResourceTimeoutsConfig | IResolvable | undefined
}

/** A secret with which a hypervisor's agent will ask for its certificate. It is told once and then stands in the Terraform state, in clear text. Only a platform admin makes them. */
export class JoinTokenResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_join_token'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: JoinTokenResourceConfig) {
    super(scope, id, { type: 'quantumnet_join_token', config, shape: JoinTokenResource.shape })
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
  /** `one_off`: good for one hypervisor; or `reusable`. Default: `one_off`. */
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
  /** Whether who joins is taken in at once, or waits for an administrator. Default: `false`. */
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
  /** The secret. Null after an import: only its creation tells it. */
  get secret(): string {
    return this.getStringAttribute('secret')
  }
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
