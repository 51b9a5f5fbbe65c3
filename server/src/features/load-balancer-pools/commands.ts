import {
  patchedHealthCheck,
  type CreateLoadBalancerPool,
  type HealthCheck,
  type UpdateLoadBalancerPool,
} from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Queryable, Tx } from '../../db/pool.ts'
import type { DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createPart, deletePart, updatePart } from '../../resource-kit/part-commands.ts'
import { referenceNotFound } from '../../resource-kit/refusals.ts'
import { ensureHealthSources, memberFloatingIps, type LoadBalancersCtx } from '../load-balancers/index.ts'
import { checkProbed } from './rules.ts'
import { listenersOf, memberSubnets, poolReferrers, pools, type PoolRow } from './store.ts'
import { poolResource as resource, type PoolView } from './view.ts'

/** @throws DomainError */
export const createPool = async (ctx: Ctx, caller: Caller, request: CreateLoadBalancerPool): Promise<PoolView> => {
  const { name, health_check: healthCheck } = request
  const parent = { pointer: '/load_balancer', id: request.load_balancer }
  return await createPart({ ctx, caller, resource, in: parent }, request, async (tx, made, loadBalancer) => {
    await pools.insert(tx, { ...made, load_balancer_id: loadBalancer.id, name, health_check: healthCheck })
    return []
  })
}

const healthCheckAfter = (row: PoolRow, patch: UpdateLoadBalancerPool): HealthCheck | null | undefined => {
  const { health_check: wanted } = patch
  return wanted == null ? wanted : patchedHealthCheck(row.health_check, wanted)
}

/** @throws DomainError */
export const updatePool = async (
  ctx: LoadBalancersCtx,
  caller: Caller,
  id: string,
  patch: UpdateLoadBalancerPool,
): Promise<PoolView> =>
  await updatePart(
    { ctx, caller, resource, id },
    {
      wanted: (row) => {
        const { name, description, labels } = patch
        return { name, description, labels, health_check: healthCheckAfter(row, patch) }
      },
      apply: async (tx, before, changes) => {
        if (changes.health_check == null) return []
        checkProbed('/health_check', { ...before, ...changes }, await listenersOf(tx, id))
        await ensureHealthSources(tx, ctx.free, await memberSubnets(tx, id), '/health_check')
        return []
      },
    },
  )

/** Its members go with it. Refused while a listener sends connections to it. */
export const deletePool = async (ctx: Ctx, caller: Caller, id: string): Promise<PoolView> =>
  await deletePart(
    { ctx, caller, resource, id },
    {
      referrers: async (tx) => await poolReferrers(tx, id),
      apply: async (tx) => await memberFloatingIps(tx, { pool: id }),
    },
  )

/** The pool that a request names, for its load balancer. @throws DomainError reference_not_found also when the caller may not see it */
export const findPool = async (db: Queryable, caller: Caller, id: string): Promise<PoolRow> => {
  const missing = (): DomainError => referenceNotFound('/pool', 'load_balancer_pool', id)
  const row = await pools.find(db, id)
  if (row === undefined) throw missing()
  caller.requireIn(row.project_id, missing)
  return row
}

/**
 * The pool that a part of a load balancer names. The load balancer is locked, so its pools stay.
 * @throws DomainError reference_not_found
 */
export const requirePool = async (tx: Tx, loadBalancer: string, id: string): Promise<PoolRow> => {
  const row = await pools.find(tx, id)
  if (row?.load_balancer_id !== loadBalancer) throw referenceNotFound('/pool', 'load_balancer_pool', id)
  return row
}
