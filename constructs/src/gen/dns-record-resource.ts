// Generated from the schema of the provider: change that, and run `npm run gen`.
import { type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource } from '../bindings/elements.ts'

/** How long to wait for each operation. */
export interface DnsRecordResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link DnsRecordResource}. */
export interface DnsRecordResourceConfig extends TerraformMetaArguments {
  /** Id of the project, whose own zone it is in. With a `zone`, it is the zone's. */
  readonly project?: string | undefined
  /** Its name below the zone: labels of letters, digits, `_` and inner hyphens; `*` may be the first. `@`: the zone itself. */
  readonly name: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** Id of the zone. Left out: the own zone of the project, `<dns_label>.internal`. */
  readonly zone?: string | undefined
  /** Cannot be changed later. One of `A`, `AAAA`, `CNAME`, `TXT`, `SRV`, `MX`, `CAA` or `PTR`. */
  readonly type: string
  /** Seconds that an answer may be kept, up to 86400. Default: `5`. */
  readonly ttl?: number | undefined
  /** What it answers, as in a zone file: an address for `A` and `AAAA`; an absolute name for `CNAME` and `PTR`; `10 5 5060 sip.example.org` (priority, weight, port, target) for `SRV`; `10 mail.example.org` for `MX`; `0 issue "ca.example.org"` for `CAA`; text for `TXT`, without quotes. */
  readonly values: readonly string[]
  /** How long to wait for each operation. */
  readonly timeouts?: DnsRecordResourceTimeoutsConfig | IResolvable | undefined
}

/** All records of one name and type. They are seen in the networks of their project only. Names that ports have by themselves are not among them. */
export class DnsRecordResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_dns_record'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: DnsRecordResourceConfig) {
    super(scope, id, { type: 'quantumnet_dns_record', config, shape: DnsRecordResource.shape })
  }
  /** UUID of the resource. */
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
  /** Id of the zone. Left out: the own zone of the project, `<dns_label>.internal`. */
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
  /** Seconds that an answer may be kept, up to 86400. Default: `5`. */
  get ttl(): number {
    return this.getNumberAttribute('ttl')
  }
  /** What it answers, as in a zone file: an address for `A` and `AAAA`; an absolute name for `CNAME` and `PTR`; `10 5 5060 sip.example.org` (priority, weight, port, target) for `SRV`; `10 mail.example.org` for `MX`; `0 issue "ca.example.org"` for `CAA`; text for `TXT`, without quotes. */
  get values(): string[] {
    return this.getListAttribute('values')
  }
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
