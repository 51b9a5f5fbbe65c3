import * as z from 'zod'
import { HostLabel, IpAddress, Name, NetworkId, ProjectId, RouterId, Text } from './fields.ts'
import { DhcpDomain, StaticRoutes } from './dhcp.ts'
import { SEGMENTS } from './values/segments.ts'
import { exampleIds } from './example-ids.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'

/** DHCP of a network's subnets. Address, gateway and DNS server come from each subnet. */
const dhcp = {
  enabled: z.boolean().describe('whether VMs get their addresses by DHCP'),
  lease_time: z.int().min(60).max(31_536_000).describe('seconds'),
  ntp_servers: z.array(IpAddress).max(8),
  dns_servers: z.array(IpAddress).max(8).describe("servers instead of each subnet's DNS address; []: that address"),
  domain_name: DhcpDomain.nullable().describe("search domain; null: the project's zone"),
  static_routes: StaticRoutes,
}

/** IPv4 needs 68 (RFC 791), IPv6 1280; above 8942 no underlay of 9000 bytes carries it in Geneve. */
const Mtu = z
  .int()
  .min(576)
  .max(8942)
  .describe('bytes of an IP packet in a VM; default: 1442, an underlay of 1500 less Geneve; IPv6 needs 1280')

/** How a network reaches a wire: `overlay` in Geneve between hypervisors, the others on a physical network. */
export const NetworkType = z.enum(['overlay', 'vlan', 'flat', 'external']).meta({ id: 'NetworkType' })
/** How a network reaches a wire. */
export type NetworkType = z.infer<typeof NetworkType>

const PhysicalNetwork = HostLabel.describe("the name under which the nodes' bridge mappings know the wire")
const SegmentId = z
  .int()
  .min(SEGMENTS.vlan.min)
  .max(SEGMENTS.overlay.max)
  .describe('VLAN tag (802.1Q), 1 to 4094; of an overlay its VNI in Geneve, 65536 to 16711680')
const SharedWith = z
  .array(ProjectId)
  .max(1000)
  .describe(
    'projects whose members see the network and its subnets, and may put ports into it; each is told of itself only',
  )

const Multicast = z.boolean().describe('whether OVN snoops IGMP and MLD, and forwards groups only to their members')
const PortSecurityDefault = z.boolean().describe('port_security of a port that says nothing of it')

/** A layer-2 segment. */
export const Network = z
  .object({
    id: NetworkId,
    project: ProjectId,
    ...commonView,
    type: NetworkType,
    physical_network: PhysicalNetwork.nullable(),
    segment_id: SegmentId.nullable(),
    mtu: Mtu,
    multicast: Multicast,
    dhcp: z.object(dhcp),
    port_security_default: PortSecurityDefault,
    shared_with: SharedWith,
    routers: z
      .array(RouterId)
      .describe(
        'read-only: routers with an interface or their external gateway in it; those of other guests are not told to guests',
      ),
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
    type: NetworkType.default('overlay').describe('all but overlay need a platform admin'),
    physical_network: PhysicalNetwork.nullable().default(null).describe('needed by all types but overlay'),
    segment_id: SegmentId.nullable()
      .default(null)
      .describe(
        'needed by vlan, possible with external; null on an overlay: OVN numbers it, and others need a platform admin',
      ),
    mtu: Mtu.default(1442),
    multicast: Multicast.default(false),
    dhcp: z
      .strictObject({
        enabled: dhcp.enabled.default(true),
        lease_time: dhcp.lease_time.default(86_400),
        ntp_servers: dhcp.ntp_servers.default([]),
        dns_servers: dhcp.dns_servers.default([]),
        domain_name: dhcp.domain_name.default(null),
        static_routes: dhcp.static_routes.default([]),
      })
      .prefault({}),
    port_security_default: PortSecurityDefault.default(true),
    shared_with: SharedWith.default([]),
  })
  .meta({ id: 'CreateNetwork' })
/** A request for a network, with its defaults filled in. */
export type CreateNetwork = z.infer<typeof CreateNetwork>

/** What of a network may change. A field that is left out stays as it is. */
export const UpdateNetwork = z
  .strictObject({
    ...commonUpdate,
    mtu: Mtu.optional(),
    multicast: Multicast.optional(),
    dhcp: z.strictObject(dhcp).partial().optional(),
    port_security_default: PortSecurityDefault.optional(),
    shared_with: SharedWith.optional(),
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
  filters: {
    project: ProjectId.optional(),
    name: Text.optional(),
    type: NetworkType.optional(),
    physical_network: Name.optional().describe('only networks on this wire'),
  },
  errors: {
    create: ['name_taken', 'segment_taken'],
    update: ['name_taken', 'reference_not_found', 'in_use'],
    delete: [],
  },
  examples: {
    view: {
      ...{ id: exampleIds.network, project: exampleIds.project, ...exampleCommon('web') },
      ...{ type: 'overlay', physical_network: null, segment_id: null, mtu: 1442, multicast: false },
      dhcp: {
        ...{ enabled: true, lease_time: 86_400, ntp_servers: [], dns_servers: [] },
        ...{ domain_name: null, static_routes: [] },
      },
      ...{ port_security_default: true, shared_with: [], routers: [exampleIds.router] },
    },
    create: { project: exampleIds.project, name: 'web' },
    update: { mtu: 1400 },
  },
})
