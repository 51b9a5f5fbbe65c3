import * as z from 'zod'
import { Ipv4, Labels, Description, Text } from './fields.ts'
import { exampleIds } from './example-ids.ts'
import { exampleOperation, OperationView } from './operations.ts'
import { NodeName } from './ports.ts'
import { commonView, exampleCommon } from './resource.ts'
import { listQuery, nothing, pageOf, QueryFlag, route, writeQuery } from './route.ts'

/** Bridges of a hypervisor by the physical network that they lead to. */
export const BridgeMappings = z.record(Text.min(1).max(255), Text.min(1).max(255))

/** Versions of what runs on a hypervisor; null where it is not known. */
export const NodeVersions = z
  .strictObject({
    ovs: Text.max(64).nullable().describe('version of Open vSwitch'),
    ovn: Text.max(64).nullable().describe('version of ovn-controller'),
  })
  .partial()
  .meta({ id: 'NodeVersions' })

/**
 * `ready`: ports may be placed; `silent`: its agent was not heard of for 45 s; `draining`: takes no new ports, and some are still there;
 * `drained`: none are; `decommissioned`: out of service, its agent is refused.
 */
export const NodeState = z.enum(['ready', 'silent', 'draining', 'drained', 'decommissioned']).meta({ id: 'NodeState' })
/** Whether ports may be placed on a node. */
export type NodeState = z.infer<typeof NodeState>

/** A hypervisor. What only who runs the platform needs is left out for everybody else. */
export const Node = z
  .object({
    id: z.uuid().describe('as events and audit name it; routes take the name'),
    ...commonView,
    name: NodeName,
    state: NodeState,
    gateway: z.boolean().describe('whether routers may have their external gateway here'),
    physical_networks: z.array(z.string()).describe('physical networks that it has a bridge to'),
    seen_at: z.iso.datetime().describe('when its agent was heard of last'),
    chassis: z.string().optional().describe('name of its row in OVN (Chassis, `system-id`); platform admins only'),
    encap: z
      .object({ type: z.enum(['geneve']), ip: Ipv4 })
      .optional()
      .describe('platform admins only'),
    bridge_mappings: BridgeMappings.optional().describe('platform admins only'),
    versions: z
      .object({
        agent: z.string().describe('version of the agent'),
        ovs: z.string().nullable().describe('version of Open vSwitch'),
        ovn: z.string().nullable().describe('version of ovn-controller'),
      })
      .optional()
      .describe('platform admins only'),
  })
  .meta({ id: 'Node' })
/** A hypervisor as the API answers it. */
export type Node = z.infer<typeof Node>

/** What of a hypervisor may change by a request; the rest its agent says. */
export const UpdateNode = z
  .strictObject({ description: Description.optional(), labels: Labels.optional() })
  .meta({ id: 'UpdateNode' })
/** A change of a hypervisor. */
export type UpdateNode = z.infer<typeof UpdateNode>

const view = {
  ...{ id: exampleIds.node, ...exampleCommon('hv1'), state: 'ready', gateway: true, physical_networks: ['ext'] },
  ...{ seen_at: '2026-03-01T09:30:00.000Z', chassis: 'hv1', encap: { type: 'geneve', ip: '192.0.2.11' } },
  ...{ bridge_mappings: { ext: 'br-ex' }, versions: { agent: '0.1.0', ovs: '3.1.0', ovn: '23.03.1' } },
}

const base = { tag: 'Nodes', query: nothing, body: undefined, events: undefined } as const
const one = { ...base, path: '/v1/nodes/{name}', params: z.strictObject({ name: NodeName }), status: 200 } as const
const write = { query: z.strictObject({ dry_run: writeQuery.dry_run }), access: 'platform_admin' } as const
const act = { ...one, ...write, method: 'POST' } as const

/** What people read and change of hypervisors. */
export const nodeAdminRoutes = {
  list: route({
    ...base,
    name: 'listNodes',
    method: 'GET',
    path: '/v1/nodes',
    access: 'operator',
    summary:
      'List hypervisors, in the order in which they came: for platform admins, and, without their inside, for operators of any project.',
    params: nothing,
    query: z.strictObject({
      ...listQuery,
      gateway: QueryFlag.optional().describe('only those that may, or may not, have gateways of routers'),
    }),
    status: 200,
    answer: pageOf(Node),
    errors: [],
    example: { answer: { items: [view], next_cursor: null } },
  }),
  get: route({
    ...one,
    name: 'getNode',
    method: 'GET',
    access: 'operator',
    summary: 'Read one hypervisor.',
    answer: Node,
    errors: ['not_found'],
    example: { answer: view },
  }),
  update: route({
    ...one,
    ...write,
    name: 'updateNode',
    method: 'PATCH',
    summary: 'Change labels and description of a hypervisor; a field that is left out stays as it is.',
    body: UpdateNode,
    answer: Node,
    errors: ['not_found', 'precondition_failed'],
    example: { body: { labels: { rack: '4' } }, answer: { ...view, labels: { rack: '4' } } },
  }),
  drain: route({
    ...act,
    name: 'drainNode',
    path: '/v1/nodes/{name}:drain',
    summary:
      'Take a hypervisor out of service: no port is placed there any more. The operation ends when the last port has left.',
    status: 202,
    answer: OperationView,
    errors: ['not_found', 'invalid_state'],
    example: { answer: exampleOperation },
  }),
  undrain: route({
    ...act,
    name: 'undrainNode',
    path: '/v1/nodes/{name}:undrain',
    summary: 'Put a hypervisor into service again, also one that was decommissioned.',
    answer: Node,
    errors: ['not_found'],
    example: { answer: view },
  }),
  decommission: route({
    ...act,
    name: 'decommissionNode',
    path: '/v1/nodes/{name}:decommission',
    summary: 'Take a hypervisor out for good: refused while ports are on it. Its agent is refused from then on.',
    status: 202,
    answer: OperationView,
    errors: ['not_found', 'in_use'],
    example: {
      answer: {
        ...{ ...exampleOperation, action: 'decommission', progress: { done: 0, total: 1 } },
        waiting_for: 'the removal of chassis hv1 from OVN',
      },
    },
  }),
} as const
