import * as z from 'zod'
import {
  DnsRecordType,
  DnsRecordValue,
  DnsRecordValueInput,
  parseRecordValues,
  shapeProblems,
} from './dns-record-values.ts'
import { exampleIds } from './example-ids.ts'
import { DnsRecordId, DnsZoneId, ProjectId, Text } from './fields.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'
import { canonicalDomain, isRecordName } from './values/domain-name.ts'

/** The name of a record below its zone. */
export const DnsRecordName = z
  .string()
  .max(253)
  .refine(
    (text) => isRecordName(text.toLowerCase()),
    'must be "@" for the zone itself, or labels of letters, digits, "_" and inner hyphens below the zone, without a dot at the end; "*" may be the first label',
  )
  .overwrite((text) => text.toLowerCase())

const Ttl = z.int().min(0).max(86_400).describe('seconds that an answer may be kept')
/** As for the names that IPAM makes: what moves is found again at once. */
const USUAL_TTL = 5

const Values = z.array(DnsRecordValueInput).min(1).max(100)

/**
 * All records of one name and type (an RRset, RFC 2181 §5). Those of a project are seen in its own networks only. Names that IPAM makes from
 * ports’ hostnames are not among them, and cannot be shadowed by them.
 */
export const DnsRecord = z
  .object({
    id: DnsRecordId,
    project: ProjectId,
    ...commonView,
    zone: DnsZoneId.nullable().describe('null: the project’s own zone, <dns_label>.internal'),
    name: DnsRecordName.describe('below the zone; "@": the zone itself'),
    fqdn: z.string().describe('the absolute name, without the dot at the end'),
    type: DnsRecordType,
    ttl: Ttl,
    values: z.array(DnsRecordValue),
  })
  .meta({ id: 'DnsRecord' })
/** A record as the API answers it. */
export type DnsRecord = z.infer<typeof DnsRecord>

/** What a record is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateDnsRecord = z
  .strictObject({
    id: DnsRecordId.optional(),
    project: ProjectId.optional().describe('needed without a zone; with one, it is the zone’s'),
    zone: DnsZoneId.nullable().default(null).describe('null: the project’s own zone, <dns_label>.internal'),
    description: commonCreate.description,
    labels: commonCreate.labels,
    name: DnsRecordName.describe('below the zone, cannot be changed later; "@": the zone itself'),
    type: DnsRecordType.describe('cannot be changed later'),
    ttl: Ttl.default(USUAL_TTL),
    values: Values.describe('A CNAME record has one. The order does not count.'),
  })
  .superRefine(({ project, zone, type, values }, context) => {
    if (project === undefined && zone === null)
      context.addIssue({ code: 'custom', message: 'must be given, as no zone is', path: ['project'] })
    for (const { path, message } of parseRecordValues(type, values).problems)
      context.addIssue({ code: 'custom', message, path: ['values', ...path] })
  })
  .meta({ id: 'CreateDnsRecord' })
/** A request for a record, with its defaults filled in. */
export type CreateDnsRecord = z.infer<typeof CreateDnsRecord>

/** What of a record may change. A field that is left out stays as it is. */
export const UpdateDnsRecord = z
  .strictObject({
    description: commonUpdate.description,
    labels: commonUpdate.labels,
    ttl: Ttl.optional(),
    values: Values.optional().describe('of the type that the record has'),
  })
  .superRefine(({ values = [] }, context) => {
    for (const { path, message } of shapeProblems(values))
      context.addIssue({ code: 'custom', message, path: ['values', ...path] })
  })
  .meta({ id: 'UpdateDnsRecord' })
/** A change of a record. */
export type UpdateDnsRecord = z.infer<typeof UpdateDnsRecord>

/** Create, read, list, change and delete records. */
export const dnsRecordRoutes = resourceRoutes({
  kind: 'dns_record',
  write: 'operator',
  tag: 'DNS',
  id: DnsRecordId,
  view: DnsRecord,
  create: CreateDnsRecord,
  update: UpdateDnsRecord,
  filters: {
    project: ProjectId.optional(),
    zone: DnsZoneId.optional(),
    name: Text.overwrite(canonicalDomain).optional(),
    type: DnsRecordType.optional(),
  },
  errors: { create: ['already_exists', 'hostname_taken', 'invalid_state'], update: [], delete: [] },
  never: { delete: ['in_use'] },
  examples: {
    view: {
      ...{ id: exampleIds.dns_record, project: exampleIds.project, ...exampleCommon('_sip._tcp'), zone: null },
      ...{ fqdn: '_sip._tcp.shop.internal', type: 'SRV', ttl: 5 },
      values: [{ priority: 10, weight: 5, port: 5060, target: 'sip1.shop.internal' }],
    },
    create: {
      ...{ project: exampleIds.project, name: '_sip._tcp', type: 'SRV' },
      values: [{ priority: 10, weight: 5, port: 5060, target: 'sip1.shop.internal' }],
    },
    update: { ttl: 300 },
  },
})
