import * as z from 'zod'
import { FloatingIpId, IpAddress, Ipv4, Mac, NetworkId, PortId, Text } from './fields.ts'
import { exampleIds } from './example-ids.ts'
import { BridgeMappings, nodeAdminRoutes, NodeVersions } from './node-admin.ts'
import { NodeStatistics } from './node-statistics.ts'
import { NodeName } from './ports.ts'
import { nothing, route } from './route.ts'

/** What an agent says of its hypervisor when it starts. What is left out is not known, and stays as it was told before. */
export const RegisterNode = z
  .strictObject({
    encap_ip: Ipv4.describe('where other hypervisors reach it by Geneve'),
    agent_version: Text.max(64).describe('version of the agent itself'),
    bridge_mappings: BridgeMappings.optional().describe('its bridges by the physical network that they lead to'),
    gateway: z.boolean().optional().describe('whether routers may have their external gateway here'),
    versions: NodeVersions.optional(),
  })
  .meta({ id: 'RegisterNode' })

/** What the server tells an agent of the deployment that it joined. */
export const NodeRegistration = z
  .object({ deployment: z.uuid(), name: NodeName, registered_at: z.iso.datetime() })
  .meta({ id: 'NodeRegistration' })

/** How an interface sends to its VM. */
export const Shaping = z
  .object({
    max: z.int().min(1).nullable().describe('kbit/s at most; null: no limit'),
    burst: z.int().min(1).nullable().describe('kbit that may pass at once above that; null: no limit'),
    min: z
      .int()
      .min(1)
      .nullable()
      .describe('kbit/s at least, where the interface has a queue for it; null: no guarantee'),
  })
  .meta({ id: 'Shaping' })
/** How an interface sends to its VM. */
export type Shaping = z.infer<typeof Shaping>

/** A port that this hypervisor should have, or has. */
export const DesiredPort = z
  .object({
    id: PortId,
    network: NetworkId,
    mac: Mac,
    addresses: z.array(Ipv4),
    requested: z.boolean().describe('asked for on this node by name, so that its MAC may identify the interface'),
    secured: z.boolean().default(true).describe('false: it may be a router to its neighbours'),
    shaping: Shaping.nullable()
      .default(null)
      .describe('what its QoS policy says of what is sent to the VM; null: nothing'),
  })
  .meta({ id: 'DesiredPort' })
/** A port that a hypervisor should have. */
export type DesiredPort = z.infer<typeof DesiredPort>

/** A domain that VMs see under its own name, and that primaries hold under another one (`VIEW_DOMAIN`). */
const EdgeView = z.object({
  domain: z.string().describe('what VMs ask for'),
  zone: z.string().describe('its name at the primaries'),
})

/** The DNS edge of one subnet: which logical port, address and MAC it has, and which zone its VMs ask for. */
export const DesiredEdge = z
  .object({
    subnet: z.uuid(),
    network: NetworkId,
    cidr: z.string().describe('block of the subnet'),
    address: IpAddress.describe('where its VMs ask'),
    mac: Mac,
    interface_id: z.string().describe('logical port of type localport'),
    zone: z.string().describe("the project's zone, without a trailing dot"),
    views: z.array(EdgeView).describe('zones that the project has beside it'),
    reverse: z
      .object({
        zone: z.string().describe('at the primaries, where reverse names stand below it as a whole'),
        domains: z.array(z.string()).describe("reverse domains of the network's own blocks and of the project's zones"),
      })
      .describe('what answers for addresses: the private ones always, others as far as they are the network’s'),
    forwarders: z
      .array(
        z.object({
          domain: z.string().nullable().describe('null: every other name'),
          servers: z.array(z.string()).describe('addresses with ports, in the order in which they are asked'),
        }),
      )
      .describe('who is asked for names that are not ours, instead of the resolvers of the hypervisor'),
  })
  .meta({ id: 'DesiredEdge' })
/** The DNS edge of one subnet on a hypervisor. */
export type DesiredEdge = z.infer<typeof DesiredEdge>

/** An address outside that a hypervisor may answer for. Which of several that may does so, OVN decides. */
export const DesiredExternalAddress = z
  .object({
    id: FloatingIpId.describe('the floating IP'),
    address: IpAddress,
    interface_id: z.string().describe('logical port of type localnet, by which its network is reached'),
    vlan: z.int().min(1).max(4094).nullable().describe('tag that its network has there; null: none'),
    mac: Mac.describe('what it is answered with'),
    own_mac: z.boolean().describe("false: the MAC address is that of its router's gateway"),
    inside: z.array(IpAddress).describe('addresses that it stands for'),
  })
  .meta({ id: 'DesiredExternalAddress' })
/** An address outside that a hypervisor may answer for. */
export type DesiredExternalAddress = z.infer<typeof DesiredExternalAddress>

/** A member of a load balancer that is switched off: no connection to it by the load balancer is to go on. */
export const ClosedMember = z
  .object({
    address: IpAddress.describe('of the load balancer'),
    protocol: z.enum(['tcp', 'udp', 'sctp']),
    port: z.int().min(1).max(65_535).describe('of the listener'),
    member_address: IpAddress,
    member_port: z.int().min(1).max(65_535).describe('where the member serves'),
  })
  .meta({ id: 'ClosedMember' })
/** A member of a load balancer that is switched off. */
export type ClosedMember = z.infer<typeof ClosedMember>

/** All that one hypervisor should have. Sent whole each time: an agent never depends on having seen the one before. */
export const NodeDesired = z
  .object({
    node: NodeName.describe('whom it is for'),
    deployment: z.uuid(),
    ports: z.array(DesiredPort),
    edges: z.array(DesiredEdge),
    external_addresses: z.array(DesiredExternalAddress).optional().describe('left out: not known'),
    closed_members: z.array(ClosedMember).optional().describe('left out: not known'),
  })
  .meta({ id: 'NodeDesired' })
/** All that one hypervisor should have. */
export type NodeDesired = z.infer<typeof NodeDesired>

/** One interface that the agent found on its hypervisor. */
export const InterfaceReport = z
  .strictObject({
    port: PortId,
    interface: Text.max(64).describe('its name on the hypervisor'),
    state: z.enum(['up', 'down', 'unverified']).describe('up: OVN has installed its flows (ovn-installed)'),
    reason: Text.max(500).nullable().describe('why it is not up; null when it is'),
  })
  .meta({ id: 'InterfaceReport' })
/** One interface of a hypervisor. */
export type InterfaceReport = z.infer<typeof InterfaceReport>

/** A match of OVN that ovn-controller cannot read: what it is about is not done on this hypervisor, be it an allow or a drop. */
export const UnreadableMatch = z
  .strictObject({
    match: Text.max(2000).describe('as OVN has it, in its own language'),
    error: Text.max(300).describe('as ovn-controller words it'),
  })
  .meta({ id: 'UnreadableMatch' })
/** A match of OVN that ovn-controller cannot read. */
export type UnreadableMatch = z.infer<typeof UnreadableMatch>

/** All interfaces with a port that an agent finds on its hypervisor; what is not in it is not there. */
export const NodeReport = z
  .strictObject({
    interfaces: z.array(InterfaceReport).max(10_000),
    unreadable_matches: z
      .array(UnreadableMatch)
      .max(100)
      .optional()
      .describe('all that ovn-controller cannot read now; left out: not known, and what was told before stays'),
  })
  .meta({ id: 'NodeReport' })

/** `gone`: ports that were deleted, by the record of their deletion. A port that is merely unknown is not in it. */
export const NodeReportAnswer = z.object({ gone: z.array(PortId) }).meta({ id: 'NodeReportAnswer' })

const params = z.strictObject({ name: NodeName })
const base = {
  tag: 'Nodes',
  access: 'node',
  params,
  query: nothing,
  events: undefined,
} as const

/** What people read and change of hypervisors, and what node agents call. */
export const nodeRoutes = {
  ...nodeAdminRoutes,
  register: route({
    ...base,
    name: 'registerNode',
    method: 'PUT',
    path: '/v1/nodes/{name}',
    status: 200,
    summary: 'Register a hypervisor. Idempotent.',
    errors: ['invalid_state'],
    body: RegisterNode,
    answer: NodeRegistration,
    example: {
      body: { encap_ip: '192.0.2.11', agent_version: '0.1.0', bridge_mappings: { ext: 'br-ex' }, gateway: true },
      answer: { deployment: exampleIds.project, name: 'hv1', registered_at: '2026-03-01T09:30:00.000Z' },
    },
  }),
  desired: route({
    ...base,
    name: 'watchNode',
    method: 'GET',
    path: '/v1/nodes/{name}/desired',
    status: 200,
    summary: 'Follow what a hypervisor should have: the whole of it at once and after every change.',
    errors: ['not_found', 'invalid_state'],
    body: undefined,
    answer: undefined,
    events: { desired: NodeDesired },
    example: {
      events: {
        desired: {
          ...{ node: 'hv1', deployment: exampleIds.project, edges: [] },
          ports: [
            {
              ...{ id: exampleIds.port, network: exampleIds.network, mac: '02:4f:9a:10:2b:3c' },
              ...{ addresses: ['10.0.0.10'], requested: false, secured: true, shaping: null },
            },
          ],
        },
      },
    },
  }),
  report: route({
    ...base,
    name: 'reportNode',
    method: 'POST',
    path: '/v1/nodes/{name}/report',
    status: 200,
    summary: 'Tell which ports are plugged in on a hypervisor: always all of them.',
    errors: ['not_found', 'invalid_state'],
    body: NodeReport,
    answer: NodeReportAnswer,
    example: {
      body: { interfaces: [{ port: exampleIds.port, interface: 'tap0', state: 'up', reason: null }] },
      answer: { gone: [] },
    },
  }),
  reportStatistics: route({
    ...base,
    name: 'reportNodeStatistics',
    method: 'POST',
    path: '/v1/nodes/{name}/statistics',
    status: 200,
    summary:
      'Tell what a hypervisor has counted. Apart from what is plugged in: a server that knows no statistics refuses only these.',
    errors: ['not_found', 'invalid_state'],
    body: NodeStatistics,
    answer: z.object({}),
    example: {
      body: {
        ports: [
          {
            port: exampleIds.port,
            received: { bytes: 84_210, packets: 310, drops: 0, errors: 0 },
            sent: { bytes: 12_044, packets: 121, drops: 0, errors: 0 },
          },
        ],
        balanced: [
          {
            ...{ network: exampleIds.network, protocol: 'tcp', address: '10.0.0.80', port: 443 },
            ...{ member_address: '10.0.0.10', member_port: 8443, connections: 3, packets: null, bytes: null },
          },
        ],
      },
      answer: {},
    },
  }),
} as const
