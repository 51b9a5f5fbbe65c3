import * as z from 'zod'
import { exampleIds } from './example-ids.ts'
import { LoadBalancerId, LoadBalancerPoolId, Name, Text } from './fields.ts'
import { examplePart, partCreate, partUpdate, partView } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'

const check = {
  interval: z.int().min(1).max(300).describe('seconds from one probe to the next'),
  timeout: z.int().min(1).max(300).describe('seconds until a probe without an answer has failed'),
  success: z.int().min(1).max(10).describe('answers in a row that make a member healthy'),
  failure: z.int().min(1).max(10).describe('failures in a row that make it unhealthy'),
}

/**
 * How members are probed: a TCP connection, or a UDP packet that no ICMP error answers, from an address that is reserved for it in the
 * member's subnet. Only members that are ports are probed: OVN does it where the port is bound.
 */
export const HealthCheck = z.object(check).meta({ id: 'HealthCheck' })
/** How members are probed. */
export type HealthCheck = z.infer<typeof HealthCheck>

const HealthCheckInput = z.strictObject({
  interval: check.interval.default(5),
  timeout: check.timeout.default(3),
  success: check.success.default(2),
  failure: check.failure.default(3),
})

const HealthCheckPatch = z.strictObject({
  interval: check.interval.optional(),
  timeout: check.timeout.optional(),
  success: check.success.optional(),
  failure: check.failure.optional(),
})

const count = z.int().nonnegative()

/** Members that take connections for the listeners that name the pool. */
export const LoadBalancerPool = z
  .object({
    id: LoadBalancerPoolId,
    load_balancer: LoadBalancerId,
    name: Name,
    ...partView,
    health_check: HealthCheck.nullable().describe('null: every member counts as healthy'),
    member_counts: z
      .object({
        total: count.describe('all members'),
        enabled: count.describe('those that take connections'),
        draining: count.describe('those that take no new ones'),
        healthy: count.describe('those whose probes succeed'),
        unhealthy: count.describe('those whose probes fail'),
      })
      .describe('read-only'),
  })
  .meta({ id: 'LoadBalancerPool' })
/** A pool as the API answers it. */
export type LoadBalancerPool = z.infer<typeof LoadBalancerPool>

/** What a pool is made from. */
export const CreateLoadBalancerPool = z
  .strictObject({
    id: LoadBalancerPoolId.optional(),
    load_balancer: LoadBalancerId,
    name: Name,
    ...partCreate,
    health_check: HealthCheckInput.nullable().default(null),
  })
  .meta({ id: 'CreateLoadBalancerPool' })
/** A request for a pool, with its defaults filled in. */
export type CreateLoadBalancerPool = z.infer<typeof CreateLoadBalancerPool>

/** What of a pool may change. A field that is left out stays as it is; where there was no health check, it is the default. */
export const UpdateLoadBalancerPool = z
  .strictObject({ name: Name.optional(), ...partUpdate, health_check: HealthCheckPatch.nullable().optional() })
  .meta({ id: 'UpdateLoadBalancerPool' })
/** A change of a pool. */
export type UpdateLoadBalancerPool = z.infer<typeof UpdateLoadBalancerPool>

/** A health check with the defaults where `patch` says nothing and there was none before. */
export const patchedHealthCheck = (
  before: HealthCheck | null,
  patch: NonNullable<UpdateLoadBalancerPool['health_check']>,
): HealthCheck => HealthCheckInput.parse({ ...before, ...patch })

/** Create, read, list, change and delete pools. A pool's members go with it. */
export const loadBalancerPoolRoutes = resourceRoutes({
  kind: 'load_balancer_pool',
  write: 'operator',
  tag: 'Load balancers',
  id: LoadBalancerPoolId,
  view: LoadBalancerPool,
  create: CreateLoadBalancerPool,
  update: UpdateLoadBalancerPool,
  filters: { load_balancer: LoadBalancerId.optional(), name: Text.optional() },
  errors: {
    create: ['name_taken'],
    update: ['name_taken', 'subnet_exhausted', 'invalid_state'],
    delete: ['being_deleted'],
  },
  examples: {
    view: {
      ...{ id: exampleIds.load_balancer_pool, load_balancer: exampleIds.load_balancer, name: 'web' },
      ...examplePart,
      health_check: { interval: 5, timeout: 3, success: 2, failure: 3 },
      member_counts: { total: 2, enabled: 2, draining: 0, healthy: 2, unhealthy: 0 },
    },
    create: { load_balancer: exampleIds.load_balancer, name: 'web', health_check: { interval: 5 } },
    update: { health_check: { interval: 2, timeout: 1 } },
  },
})
