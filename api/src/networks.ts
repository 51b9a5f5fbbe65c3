import * as z from 'zod'
import { NetworkId, ProjectId, Text } from './fields.ts'
import { exampleIds } from './example-ids.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'

/** DHCP of a network's subnets. Address, gateway and DNS server come from each subnet. */
const dhcp = {
  enabled: z.boolean().describe('whether VMs get their addresses by DHCP'),
  lease_time: z.int().min(60).max(31_536_000).describe('seconds'),
}

/** IPv4 needs 68 (RFC 791), IPv6 1280; above 8942 no underlay of 9000 bytes carries it in Geneve. */
const Mtu = z
  .int()
  .min(576)
  .max(8942)
  .describe('bytes of an IP packet in a VM; default: 1442, an underlay of 1500 less Geneve')

/** A layer-2 segment, carried between hypervisors in Geneve. */
export const Network = z
  .object({
    id: NetworkId,
    project: ProjectId,
    ...commonView,
    type: z.enum(['overlay']),
    mtu: Mtu,
    dhcp: z.object(dhcp),
  })
  .meta({ id: 'Network' })
/** A network as the API answers it. */
export type Network = z.infer<typeof Network>

/** What a network is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateNetwork = z
  .strictObject({
    id: NetworkId.optional(),
    project: ProjectId,
    ...commonCreate,
    type: z.enum(['overlay']).default('overlay'),
    mtu: Mtu.default(1442),
    dhcp: z
      .strictObject({ enabled: dhcp.enabled.default(true), lease_time: dhcp.lease_time.default(86_400) })
      .default({ enabled: true, lease_time: 86_400 }),
  })
  .meta({ id: 'CreateNetwork' })
/** A request for a network, with its defaults filled in. */
export type CreateNetwork = z.infer<typeof CreateNetwork>

/** What of a network may change. A field that is left out stays as it is. */
export const UpdateNetwork = z
  .strictObject({
    ...commonUpdate,
    mtu: Mtu.optional(),
    dhcp: z.strictObject({ enabled: dhcp.enabled.optional(), lease_time: dhcp.lease_time.optional() }).optional(),
  })
  .meta({ id: 'UpdateNetwork' })
/** A change of a network. */
export type UpdateNetwork = z.infer<typeof UpdateNetwork>

/** Create, read, list, change and delete networks. */
export const networkRoutes = resourceRoutes({
  kind: 'network',
  write: 'admin',
  tag: 'Networks',
  id: NetworkId,
  view: Network,
  create: CreateNetwork,
  update: UpdateNetwork,
  filters: { project: ProjectId.optional(), name: Text.optional() },
  errors: { create: ['name_taken'], update: ['name_taken'], delete: [] },
  examples: {
    view: {
      ...{ id: exampleIds.network, project: exampleIds.project, ...exampleCommon('web') },
      ...{ type: 'overlay', mtu: 1442, dhcp: { enabled: true, lease_time: 86_400 } },
    },
    create: { project: exampleIds.project, name: 'web' },
    update: { mtu: 1400 },
  },
})
