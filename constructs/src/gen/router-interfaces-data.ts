// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** What a person may want to know: errors, and what it waits for. */
export class RouterInterfacesDataRouterInterfacesStatusConditions extends ComplexObject {
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
export class RouterInterfacesDataRouterInterfacesStatus extends ComplexObject {
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
  get conditions(): ObjectList<RouterInterfacesDataRouterInterfacesStatusConditions> {
    return new ObjectList(this, 'conditions', RouterInterfacesDataRouterInterfacesStatusConditions)
  }
}

/** What is selected, the oldest first. */
export class RouterInterfacesDataRouterInterfaces extends ComplexObject {
  /** UUID of the resource. */
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
  get status(): RouterInterfacesDataRouterInterfacesStatus {
    return new RouterInterfacesDataRouterInterfacesStatus(this, 'status', false)
  }
}

/** How long to wait for each operation. */
export interface RouterInterfacesDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link RouterInterfacesData}. */
export interface RouterInterfacesDataConfig extends TerraformMetaArguments {
  /** Only those with this `router`. */
  readonly router?: string | undefined
  /** Only those with this `network`. */
  readonly network?: string | undefined
  /** Only those with this `subnet`. */
  readonly subnet?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: RouterInterfacesDataTimeoutsConfig | IResolvable | undefined
}

/** All router interfaces that the token may see, or those that something selects. There may be none. */
export class RouterInterfacesData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_router_interfaces'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: RouterInterfacesDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_router_interfaces', config, shape: RouterInterfacesData.shape })
  }
  /** Only those with this `router`. */
  get router(): string {
    return this.getStringAttribute('router')
  }
  /** Only those with this `network`. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** Only those with this `subnet`. */
  get subnet(): string {
    return this.getStringAttribute('subnet')
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
  get routerInterfaces(): ObjectList<RouterInterfacesDataRouterInterfaces> {
    return new ObjectList(this, 'router_interfaces', RouterInterfacesDataRouterInterfaces)
  }
}
