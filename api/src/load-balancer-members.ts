import * as z from 'zod'
import { ConnectionStatistics } from './connection-statistics.ts'
import { exampleIds } from './example-ids.ts'
import { IpAddress, LoadBalancerId, LoadBalancerMemberId, LoadBalancerPoolId, PortId } from './fields.ts'
import { examplePart, partCreate, partUpdate, partView } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'
import { nothing, route, writeQuery } from './route.ts'

/** What the probes of a member say. */
export const memberHealths = ['unknown', 'healthy', 'unhealthy'] as const
/** What the probes of a member say. */
export type MemberHealth = (typeof memberHealths)[number]

const PortNumber = z.int().min(1).max(65_535).describe('of tcp, udp or sctp at the target')

const view = {
  enabled: z
    .boolean()
    .describe(
      'false: it takes no connections, and is not probed; those that it has are cut, by hypervisors that hear of it',
    ),
  draining: z.boolean().describe('true: it takes no new connections, and keeps those that it has, on its way out'),
}

/** One target of a pool: an address of a port, or an address that is no port’s of ours. */
export const LoadBalancerMember = z
  .object({
    id: LoadBalancerMemberId,
    pool: LoadBalancerPoolId,
    load_balancer: LoadBalancerId,
    ...partView,
    target: z.object({
      port: PortId.nullable(),
      fixed_ip: IpAddress.nullable().describe('of the port'),
      ip: IpAddress.nullable().describe('without a port'),
      port_number: PortNumber,
    }),
    ...view,
    health: z
      .enum(memberHealths)
      .describe('unknown until the first result, without a health check, and for a target that is no port'),
    statistics: ConnectionStatistics.nullable().describe(
      'over all listeners of its pool; null: no hypervisor has told any, or one has too many to count',
    ),
  })
  .meta({ id: 'LoadBalancerMember' })
/** A member as the API answers it. */
export type LoadBalancerMember = z.infer<typeof LoadBalancerMember>

const Target = z
  .strictObject({
    port: PortId.optional().describe('a port of the load balancer’s project'),
    fixed_ip: IpAddress.optional().describe('default: the port’s first address in the family of the load balancer’s'),
    ip: IpAddress.optional().describe('any address that is no port’s of ours; it is not probed'),
    port_number: PortNumber,
  })
  .superRefine(({ port, fixed_ip: fixedIp, ip }, context) => {
    const refuse = (message: string, path: string[] = []): void => {
      context.addIssue({ code: 'custom', message, path })
    }
    if (port === undefined && ip === undefined) refuse('must have port or ip')
    if (port !== undefined && ip !== undefined)
      refuse('must be left out beside port; fixed_ip says which of its addresses', ['ip'])
    if (port === undefined && fixedIp !== undefined) refuse('must be left out without port', ['fixed_ip'])
  })

/** What a member is made from. */
export const CreateLoadBalancerMember = z
  .strictObject({
    id: LoadBalancerMemberId.optional(),
    pool: LoadBalancerPoolId,
    ...partCreate,
    target: Target.describe('cannot be changed later'),
    enabled: view.enabled.default(true),
    draining: view.draining.default(false),
  })
  .meta({ id: 'CreateLoadBalancerMember' })
/** A request for a member, with its defaults filled in. */
export type CreateLoadBalancerMember = z.infer<typeof CreateLoadBalancerMember>

/** Members that are made together or not at all, all of one load balancer. */
export const CreateLoadBalancerMembers = z
  .strictObject({
    members: z.array(CreateLoadBalancerMember).min(1).max(500).describe('of any pools of one load balancer'),
  })
  .meta({ id: 'CreateLoadBalancerMembers' })
/** Members that are made together or not at all. */
export type CreateLoadBalancerMembers = z.infer<typeof CreateLoadBalancerMembers>

/** What of a member may change. A field that is left out stays as it is. */
export const UpdateLoadBalancerMember = z
  .strictObject({
    ...partUpdate,
    enabled: view.enabled.optional(),
    draining: view.draining.optional(),
  })
  .meta({ id: 'UpdateLoadBalancerMember' })
/** A change of a member. */
export type UpdateLoadBalancerMember = z.infer<typeof UpdateLoadBalancerMember>

const errors = ['already_exists', 'subnet_exhausted', 'invalid_state', 'address_outside_subnet'] as const
const example = {
  ...{ id: exampleIds.load_balancer_member, pool: exampleIds.load_balancer_pool },
  ...{ load_balancer: exampleIds.load_balancer, ...examplePart },
  target: { port: exampleIds.port, fixed_ip: '10.0.0.10', ip: null, port_number: 8443 },
  ...{ enabled: true, draining: false, health: 'healthy' },
  statistics: { connections: 3, packets: null, bytes: null, sampled_at: '2026-03-01T09:30:10.000Z' },
}
const request = { pool: exampleIds.load_balancer_pool, target: { port: exampleIds.port, port_number: 8443 } }

const one = resourceRoutes({
  kind: 'load_balancer_member',
  write: 'operator',
  tag: 'Load balancers',
  id: LoadBalancerMemberId,
  view: LoadBalancerMember,
  create: CreateLoadBalancerMember,
  update: UpdateLoadBalancerMember,
  filters: {
    load_balancer: LoadBalancerId.optional(),
    pool: LoadBalancerPoolId.optional(),
    port: PortId.optional().describe('the port that is the target'),
  },
  errors: {
    create: errors,
    update: [],
    delete: ['being_deleted'],
  },
  never: { delete: ['in_use'] },
  examples: {
    view: example,
    create: request,
    update: { draining: true },
  },
})

/** Create, read, list, change and delete members. */
export const loadBalancerMemberRoutes = {
  ...one,
  createMany: route({
    name: 'createLoadBalancerMembers',
    method: 'POST',
    path: '/v1/load-balancer-members:bulk',
    tag: 'Load balancers',
    access: 'operator',
    status: 201,
    summary:
      'Create many members of one load balancer, all or none. A refusal points into the list: `/members/3/target`.',
    params: nothing,
    query: z.strictObject(writeQuery),
    body: CreateLoadBalancerMembers,
    answer: z.object({ items: z.array(LoadBalancerMember) }),
    events: undefined,
    errors: [
      ...(['id_taken', 'quota_exceeded', 'idempotency_mismatch', 'reference_not_found', 'being_deleted'] as const),
      ...errors,
    ],
    example: { body: { members: [request] }, answer: { items: [example] } },
  }),
} as const
