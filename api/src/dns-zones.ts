import * as z from 'zod'
import { exampleIds } from './example-ids.ts'
import { DnsZoneId, ProjectId, Text } from './fields.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'
import { canonicalDomain, isDomain } from './values/domain-name.ts'

/** An absolute domain of at least two labels; answered in lower case without the dot at the end. */
export const DomainName = z
  .string()
  .max(254)
  .refine(
    (text) => isDomain(canonicalDomain(text)),
    'must be an absolute name of at least two labels such as "corp.example"; beyond ASCII in its xn-- form',
  )
  .overwrite(canonicalDomain)

const name = DomainName.describe(
  'the domain, for example "corp.example" or "5.10.in-addr.arpa"; not within the platform’s own',
)

/**
 * A domain that a project answers for in its own networks, beside its own zone `<dns_label>.internal`, which is always there. Outside of them it
 * is not seen, so other projects may have one of the same name.
 */
export const DnsZone = z.object({ id: DnsZoneId, project: ProjectId, ...commonView, name }).meta({ id: 'DnsZone' })
/** A zone as the API answers it. */
export type DnsZone = z.infer<typeof DnsZone>

/** What a zone is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateDnsZone = z
  .strictObject({ id: DnsZoneId.optional(), project: ProjectId, ...commonCreate, name })
  .meta({ id: 'CreateDnsZone' })
/** A request for a zone, with its defaults filled in. */
export type CreateDnsZone = z.infer<typeof CreateDnsZone>

/** What of a zone may change. A field that is left out stays as it is. */
export const UpdateDnsZone = z
  .strictObject({ description: commonUpdate.description, labels: commonUpdate.labels })
  .meta({ id: 'UpdateDnsZone' })
/** A change of a zone. */
export type UpdateDnsZone = z.infer<typeof UpdateDnsZone>

/** Create, read, list, change and delete zones. */
export const dnsZoneRoutes = resourceRoutes({
  kind: 'dns_zone',
  write: 'admin',
  tag: 'DNS',
  id: DnsZoneId,
  view: DnsZone,
  create: CreateDnsZone,
  update: UpdateDnsZone,
  filters: { project: ProjectId.optional(), name: Text.overwrite(canonicalDomain).optional() },
  errors: { create: ['already_exists', 'in_use'], update: [], delete: [] },
  examples: {
    view: { id: exampleIds.dns_zone, project: exampleIds.project, ...exampleCommon('corp.example') },
    create: { project: exampleIds.project, name: 'corp.example' },
    update: { description: 'what the office calls its hosts' },
  },
})
