// Generated from the schema of the provider: change that, and run `npm run gen`.
import { type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource } from '../bindings/elements.ts'

/** How long to wait for each operation. */
export interface RoleBindingResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link RoleBindingResource}. */
export interface RoleBindingResourceConfig extends TerraformMetaArguments {
  /** Id of a token of a project. */
  readonly token: string
  /** Id of the project where the token gets the role. */
  readonly project: string
  /** `viewer`, `operator` or `admin`, each including the ones before. */
  readonly role: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: RoleBindingResourceTimeoutsConfig | IResolvable | undefined
}

/** A role of a token in a project, beside the one that it was made with: another project's, or a greater one in its own. The greatest counts. */
export class RoleBindingResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_role_binding'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: RoleBindingResourceConfig) {
    super(scope, id, { type: 'quantumnet_role_binding', config, shape: RoleBindingResource.shape })
  }
  /** UUID of the resource. */
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
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
