import { CreateDnsRecord, parseRecordValues } from '@quantumnet/api'
import { Token } from 'cdktf'
import { Construct } from 'constructs'
import { DnsRecordResource } from './gen/dns-record-resource.ts'
import { checked, refuse } from './kit/check.ts'
import { RESOURCE, type CommonProps } from './kit/common.ts'
import type { IDnsRecord, IProject } from './references.ts'

/** What a record says: an address, another name, a mail exchanger and so on. */
export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'MX' | 'TXT' | 'SRV' | 'PTR' | 'CAA'

/** What a {@link DnsRecord} is made from. */
export interface DnsRecordProps extends Omit<CommonProps, 'name'> {
  /** Labels below the zone, `@` for the zone itself; `*` may be the first label. Default: the construct's id. */
  readonly recordName?: string | undefined
  /** What its values are. */
  readonly type: RecordType
  /** As zone files write them: `10.0.0.1`, `10 mail.example.org.`. A CNAME has one. */
  readonly values: readonly string[]
  /** Seconds that an answer may be kept. Default: 5. */
  readonly ttl?: number | undefined
  /** UUID of a zone. Default: the project's own zone. */
  readonly zone?: string | undefined
  /** The tenant that owns it. Default: the zone's, or the provider's `project`. */
  readonly project?: IProject | undefined
}

// Values of the other types are objects in the API; the provider reads them from their text, when the stack is validated.
const TEXTS: readonly RecordType[] = ['A', 'AAAA', 'CNAME', 'PTR', 'TXT']

/** All records of one name and type, beside the names that VMs have by themselves. */
export class DnsRecord extends Construct implements IDnsRecord {
  /** The binding that it becomes. */
  readonly resource: DnsRecordResource

  /** @throws Error when a value is not what the API takes, or not one of that type of record */
  constructor(scope: Construct, id: string, props: DnsRecordProps) {
    super(scope, id)
    const { recordName, project, ...own } = props
    const config = { ...own, name: recordName ?? id, project: project?.projectId }
    const taken = checked(this, CreateDnsRecord, DnsRecordResource, config)
    this.#checkValues(props)
    this.resource = new DnsRecordResource(this, RESOURCE, taken)
  }

  #checkValues({ type, values }: DnsRecordProps): void {
    if (!TEXTS.includes(type) || Token.isUnresolved(values) || values.some((value) => Token.isUnresolved(value))) return
    const [problem] = parseRecordValues(type, values).problems
    if (problem !== undefined) refuse(this, `values is ${JSON.stringify(values)}: ${problem.message}`)
  }

  /** A record that is made elsewhere. */
  static fromDnsRecordId(dnsRecordId: string): IDnsRecord {
    return { dnsRecordId }
  }

  get dnsRecordId(): string {
    return this.resource.id
  }

  /** The absolute name, without the dot at the end. */
  get fqdn(): string {
    return this.resource.fqdn
  }
}
