// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** What a person may want to know: errors, and what it waits for. */
export class DnsForwardersDataDnsForwardersStatusConditions extends ComplexObject {
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
export class DnsForwardersDataDnsForwardersStatus extends ComplexObject {
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
  get conditions(): ObjectList<DnsForwardersDataDnsForwardersStatusConditions> {
    return new ObjectList(this, 'conditions', DnsForwardersDataDnsForwardersStatusConditions)
  }
}

/** What is selected, the oldest first. */
export class DnsForwardersDataDnsForwarders extends ComplexObject {
  /** UUID of the resource. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the project. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** Id of the network. */
  get network(): string {
    return this.getStringAttribute('network')
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
  /** Names within it are asked there. */
  get domain(): string {
    return this.getStringAttribute('domain')
  }
  /** Up to 8 addresses with an optional port, asked in this order: the next one when one does not answer. */
  get servers(): string[] {
    return this.getListAttribute('servers')
  }
  /** How far the newest generation has come. */
  get status(): DnsForwardersDataDnsForwardersStatus {
    return new DnsForwardersDataDnsForwardersStatus(this, 'status', false)
  }
}

/** How long to wait for each operation. */
export interface DnsForwardersDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link DnsForwardersData}. */
export interface DnsForwardersDataConfig extends TerraformMetaArguments {
  /** Only those with this `project`. */
  readonly project?: string | undefined
  /** Only those with this `network`. */
  readonly network?: string | undefined
  /** Only those with this `name`. */
  readonly name?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: DnsForwardersDataTimeoutsConfig | IResolvable | undefined
}

/** All dns forwarders that the token may see, or those that something selects. There may be none. */
export class DnsForwardersData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_dns_forwarders'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: DnsForwardersDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_dns_forwarders', config, shape: DnsForwardersData.shape })
  }
  /** Only those with this `project`. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** Only those with this `network`. */
  get network(): string {
    return this.getStringAttribute('network')
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
  get dnsForwarders(): ObjectList<DnsForwardersDataDnsForwarders> {
    return new ObjectList(this, 'dns_forwarders', DnsForwardersDataDnsForwarders)
  }
}
