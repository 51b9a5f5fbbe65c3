// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** What a person may want to know: errors, and what it waits for. */
export class DnsZonesDataDnsZonesStatusConditions extends ComplexObject {
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
export class DnsZonesDataDnsZonesStatus extends ComplexObject {
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
  get conditions(): ObjectList<DnsZonesDataDnsZonesStatusConditions> {
    return new ObjectList(this, 'conditions', DnsZonesDataDnsZonesStatusConditions)
  }
}

/** What is selected, the oldest first. */
export class DnsZonesDataDnsZones extends ComplexObject {
  /** UUID of the resource. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the project. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** The domain, such as `corp.example` or `5.10.in-addr.arpa`; not within the platform's own. */
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
  /** How far the newest generation has come. */
  get status(): DnsZonesDataDnsZonesStatus {
    return new DnsZonesDataDnsZonesStatus(this, 'status', false)
  }
}

/** How long to wait for each operation. */
export interface DnsZonesDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link DnsZonesData}. */
export interface DnsZonesDataConfig extends TerraformMetaArguments {
  /** Only those with this `project`. */
  readonly project?: string | undefined
  /** Only those with this `name`. */
  readonly name?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: DnsZonesDataTimeoutsConfig | IResolvable | undefined
}

/** All dns zones that the token may see, or those that something selects. There may be none. */
export class DnsZonesData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_dns_zones'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: DnsZonesDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_dns_zones', config, shape: DnsZonesData.shape })
  }
  /** Only those with this `project`. */
  get project(): string {
    return this.getStringAttribute('project')
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
  get dnsZones(): ObjectList<DnsZonesDataDnsZones> {
    return new ObjectList(this, 'dns_zones', DnsZonesDataDnsZones)
  }
}
