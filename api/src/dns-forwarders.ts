import * as z from 'zod'
import { DomainName } from './dns-zones.ts'
import { exampleIds } from './example-ids.ts'
import { DnsForwarderId, NetworkId, ProjectId, Text } from './fields.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'
import { formatServerAddress, parseServerAddress } from './values/domain-name.ts'

/** An address with an optional port, 53 when it has none. */
const ServerAddress = z
  .string()
  .refine(
    (text) => parseServerAddress(text) !== undefined,
    'must be an address with an optional port such as 10.0.0.53, 10.0.0.53:5353 or [2001:db8::53]:5353',
  )
  .overwrite((text) => {
    const address = parseServerAddress(text)
    return address === undefined ? text : formatServerAddress(address)
  })

const view = {
  domain: DomainName.nullable().describe(
    'names within it are asked there; null: all names that no zone and no other forwarder has',
  ),
  servers: z.array(ServerAddress).min(1).max(8).describe('asked in this order; the next one when one does not answer'),
}

/**
 * Where the DNS edge of a network asks for names that are not ours. Zones of the project come before any forwarder; of several forwarders the one
 * with the longest domain is asked.
 */
export const DnsForwarder = z
  .object({ id: DnsForwarderId, project: ProjectId, network: NetworkId, ...commonView, ...view })
  .meta({ id: 'DnsForwarder' })
/** A forwarder as the API answers it. */
export type DnsForwarder = z.infer<typeof DnsForwarder>

/** What a forwarder is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateDnsForwarder = z
  .strictObject({
    id: DnsForwarderId.optional(),
    network: NetworkId,
    ...commonCreate,
    domain: view.domain.default(null),
    servers: view.servers,
  })
  .meta({ id: 'CreateDnsForwarder' })
/** A request for a forwarder, with its defaults filled in. */
export type CreateDnsForwarder = z.infer<typeof CreateDnsForwarder>

/** What of a forwarder may change. A field that is left out stays as it is. */
export const UpdateDnsForwarder = z
  .strictObject({ ...commonUpdate, servers: view.servers.optional() })
  .meta({ id: 'UpdateDnsForwarder' })
/** A change of a forwarder. */
export type UpdateDnsForwarder = z.infer<typeof UpdateDnsForwarder>

/** Create, read, list, change and delete forwarders. */
export const dnsForwarderRoutes = resourceRoutes({
  kind: 'dns_forwarder',
  write: 'admin',
  tag: 'DNS',
  id: DnsForwarderId,
  view: DnsForwarder,
  create: CreateDnsForwarder,
  update: UpdateDnsForwarder,
  filters: { project: ProjectId.optional(), network: NetworkId.optional(), name: Text.optional() },
  errors: { create: ['name_taken', 'already_exists'], update: ['name_taken'], delete: [] },
  never: { delete: ['in_use'] },
  examples: {
    view: {
      ...{ id: exampleIds.dns_forwarder, project: exampleIds.project, network: exampleIds.network },
      ...{ ...exampleCommon('office'), domain: 'office.example', servers: ['192.0.2.53', '192.0.2.54:5353'] },
    },
    create: {
      ...{ network: exampleIds.network, name: 'office', domain: 'office.example' },
      servers: ['192.0.2.53', '192.0.2.54:5353'],
    },
    update: { servers: ['192.0.2.53'] },
  },
})
