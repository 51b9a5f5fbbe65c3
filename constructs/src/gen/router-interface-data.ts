// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** What a person may want to know: errors, and what it waits for. */
export class RouterInterfaceDataStatusConditions extends ComplexObject {
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
export class RouterInterfaceDataStatus extends ComplexObject {
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
  get conditions(): ObjectList<RouterInterfaceDataStatusConditions> {
    return new ObjectList(this, 'conditions', RouterInterfaceDataStatusConditions)
  }
}

/** How long to wait for each operation. */
export interface RouterInterfaceDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link RouterInterfaceData}. */
export interface RouterInterfaceDataConfig extends TerraformMetaArguments {
  /** Its id. Stands alone: other attributes select by what they say. */
  readonly id?: string | undefined
  /** Id of the router. */
  readonly router?: string | undefined
  /** Id of the network that the subnet is in. */
  readonly network?: string | undefined
  /** Id of the subnet. Either this or `port`. */
  readonly subnet?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: RouterInterfaceDataTimeoutsConfig | IResolvable | undefined
}

/** One router interface, by its id or by what selects it alone. A router's place in a subnet. A router has at most one in each subnet, and its subnets do not overlap. */
export class RouterInterfaceData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_router_interface'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: RouterInterfaceDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_router_interface', config, shape: RouterInterfaceData.shape })
  }
  /** Its id. Stands alone: other attributes select by what they say. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the project. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** Id of the router. */
  get router(): string {
    return this.getStringAttribute('router')
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
  /** Id of the network that the subnet is in. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** Id of the subnet. Either this or `port`. */
  get subnet(): string {
    return this.getStringAttribute('subnet')
  }
  /** Id of a port with one address that no VM has, and that becomes the interface. Either this or `subnet`. */
  get port(): string {
    return this.getStringAttribute('port')
  }
  /** Its address, with `subnet` only. */
  get ip(): string {
    return this.getStringAttribute('ip')
  }
  /** Its MAC address. */
  get mac(): string {
    return this.getStringAttribute('mac')
  }
  /** How far the newest generation has come. */
  get status(): RouterInterfaceDataStatus {
    return new RouterInterfaceDataStatus(this, 'status', false)
  }
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  get labelSelector(): string {
    return this.getStringAttribute('label_selector')
  }
}
