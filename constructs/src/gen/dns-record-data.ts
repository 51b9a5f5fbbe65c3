// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** What a person may want to know: errors, and what it waits for. */
export class DnsRecordDataStatusConditions extends ComplexObject {
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
export class DnsRecordDataStatus extends ComplexObject {
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
  get conditions(): ObjectList<DnsRecordDataStatusConditions> {
    return new ObjectList(this, 'conditions', DnsRecordDataStatusConditions)
  }
}

/** How long to wait for each operation. */
export interface DnsRecordDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link DnsRecordData}. */
export interface DnsRecordDataConfig extends TerraformMetaArguments {
  /** Its id. Stands alone: other attributes select by what they say. */
  readonly id?: string | undefined
  /** Id of the project, whose own zone it is in. With a `zone`, it is the zone's. */
  readonly project?: string | undefined
  /** Its name below the zone: labels of letters, digits, `_` and inner hyphens; `*` may be the first. `@`: the zone itself. */
  readonly name?: string | undefined
  /** Id of the zone. */
  readonly zone?: string | undefined
  /** Cannot be changed later. One of `A`, `AAAA`, `CNAME`, `TXT`, `SRV`, `MX`, `CAA` or `PTR`. */
  readonly type?: string | undefined
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  readonly labelSelector?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: DnsRecordDataTimeoutsConfig | IResolvable | undefined
}

/** One DNS record, by its id or by what selects it alone. All records of one name and type. They are seen in the networks of their project only. Names that ports have by themselves are not among them. */
export class DnsRecordData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_dns_record'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: DnsRecordDataConfig = {}) {
    super(scope, id, { type: 'quantumnet_dns_record', config, shape: DnsRecordData.shape })
  }
  /** Its id. Stands alone: other attributes select by what they say. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the project, whose own zone it is in. With a `zone`, it is the zone's. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** Its name below the zone: labels of letters, digits, `_` and inner hyphens; `*` may be the first. `@`: the zone itself. */
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
  /** Id of the zone. */
  get zone(): string {
    return this.getStringAttribute('zone')
  }
  /** The absolute name, without the dot at the end. */
  get fqdn(): string {
    return this.getStringAttribute('fqdn')
  }
  /** Cannot be changed later. One of `A`, `AAAA`, `CNAME`, `TXT`, `SRV`, `MX`, `CAA` or `PTR`. */
  get type(): string {
    return this.getStringAttribute('type')
  }
  /** Seconds that an answer may be kept, up to 86400. */
  get ttl(): number {
    return this.getNumberAttribute('ttl')
  }
  /** What it answers, as in a zone file: an address for `A` and `AAAA`; an absolute name for `CNAME` and `PTR`; `10 5 5060 sip.example.org` (priority, weight, port, target) for `SRV`; `10 mail.example.org` for `MX`; `0 issue "ca.example.org"` for `CAA`; text for `TXT`, without quotes. */
  get values(): string[] {
    return this.getListAttribute('values')
  }
  /** How far the newest generation has come. */
  get status(): DnsRecordDataStatus {
    return new DnsRecordDataStatus(this, 'status', false)
  }
  /** Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`. */
  get labelSelector(): string {
    return this.getStringAttribute('label_selector')
  }
}
