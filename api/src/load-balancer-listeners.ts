import * as z from 'zod'
import { ConnectionStatistics } from './connection-statistics.ts'
import { exampleIds } from './example-ids.ts'
import { LoadBalancerId, LoadBalancerListenerId, LoadBalancerPoolId, Name, Text } from './fields.ts'
import { examplePart, partCreate, partUpdate, partView } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'

/** What a load balancer can tell connections of. */
export const LoadBalancerProtocol = z.enum(['tcp', 'udp', 'sctp'])
/** What a load balancer can tell connections of. */
export type LoadBalancerProtocol = z.infer<typeof LoadBalancerProtocol>

const ListenerPort = z.int().min(1).max(65_535)

const view = {
  protocol: LoadBalancerProtocol,
  port: ListenerPort.describe('of the address that clients connect to'),
  pool: LoadBalancerPoolId,
  session_affinity: z
    .boolean()
    .describe(
      'whether a client comes to the same member again: it is chosen by the client’s address, and stays while the members do',
    ),
  hairpin: z.boolean().describe('whether a member reaches itself by the address of the load balancer'),
}

/** One protocol and port of a load balancer's address, and the pool that connections to it go to. */
export const LoadBalancerListener = z
  .object({
    id: LoadBalancerListenerId,
    load_balancer: LoadBalancerId,
    name: Name,
    ...partView,
    ...view,
    statistics: ConnectionStatistics.nullable().describe(
      'null: no hypervisor has told any, or one has too many to count',
    ),
  })
  .meta({ id: 'LoadBalancerListener' })
/** A listener as the API answers it. */
export type LoadBalancerListener = z.infer<typeof LoadBalancerListener>

/** What a listener is made from. Its pool belongs to the same load balancer. */
export const CreateLoadBalancerListener = z
  .strictObject({
    id: LoadBalancerListenerId.optional(),
    load_balancer: LoadBalancerId,
    name: Name,
    ...partCreate,
    ...view,
    hairpin: view.hairpin.default(true),
    session_affinity: view.session_affinity.default(false),
  })
  .meta({ id: 'CreateLoadBalancerListener' })
/** A request for a listener, with its defaults filled in. */
export type CreateLoadBalancerListener = z.infer<typeof CreateLoadBalancerListener>

/** What of a listener may change. A field that is left out stays as it is. */
export const UpdateLoadBalancerListener = z
  .strictObject({
    name: Name.optional(),
    ...partUpdate,
    protocol: view.protocol.optional(),
    port: view.port.optional(),
    pool: view.pool.optional(),
    hairpin: view.hairpin.optional(),
    session_affinity: view.session_affinity.optional(),
  })
  .meta({ id: 'UpdateLoadBalancerListener' })
/** A change of a listener. */
export type UpdateLoadBalancerListener = z.infer<typeof UpdateLoadBalancerListener>

/** Create, read, list, change and delete listeners. */
export const loadBalancerListenerRoutes = resourceRoutes({
  kind: 'load_balancer_listener',
  write: 'operator',
  tag: 'Load balancers',
  id: LoadBalancerListenerId,
  view: LoadBalancerListener,
  create: CreateLoadBalancerListener,
  update: UpdateLoadBalancerListener,
  filters: { load_balancer: LoadBalancerId.optional(), pool: LoadBalancerPoolId.optional(), name: Text.optional() },
  errors: {
    create: ['name_taken', 'already_exists', 'invalid_state'],
    update: ['name_taken', 'already_exists', 'invalid_state', 'reference_not_found'],
    delete: ['being_deleted'],
  },
  never: { delete: ['in_use'] },
  examples: {
    view: {
      ...{ id: exampleIds.load_balancer_listener, load_balancer: exampleIds.load_balancer, name: 'https' },
      ...examplePart,
      ...{ protocol: 'tcp', port: 443, pool: exampleIds.load_balancer_pool, hairpin: true },
      session_affinity: false,
      statistics: { connections: 3, packets: null, bytes: null, sampled_at: '2026-03-01T09:30:10.000Z' },
    },
    create: {
      ...{ load_balancer: exampleIds.load_balancer, name: 'https', protocol: 'tcp', port: 443 },
      pool: exampleIds.load_balancer_pool,
    },
    update: { session_affinity: true },
  },
})
