import type { CreateLoadBalancerMember } from '@quantumnet/api'
import type { Tx } from '../../db/pool.ts'
import { DomainError, fieldError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createParts, type CreatedParts } from '../../resource-kit/many-parts.ts'
import { within } from '../../resource-kit/refusals.ts'
import { findPool, requirePool } from '../load-balancer-pools/index.ts'
import {
  ensureHealthSources,
  memberFloatingIps,
  type LoadBalancerRow,
  type LoadBalancersCtx,
} from '../load-balancers/index.ts'
import { targetOf, type Target } from './commands.ts'
import { members, membersAt } from './store.ts'
import { memberResource as resource, type MemberView } from './view.ts'

export type CreatedMembers = CreatedParts<MemberView>

const AT = '/members'
type Requests = readonly CreateLoadBalancerMember[]

/** Does it for one after the other; a refusal points to the one that it is of. */
const each = async <T>(requests: Requests, work: (request: CreateLoadBalancerMember) => Promise<T>): Promise<T[]> => {
  const results: T[] = []
  for (const [index, request] of requests.entries())
    try {
      results.push(await work(request))
    } catch (error) {
      throw error instanceof DomainError ? within(`${AT}/${String(index)}`, error) : error
    }
  return results
}

const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index]
  if (found === undefined) throw new Error(`there is no ${String(index)} of ${String(list.length)}`)
  return found
}

/** The same question is asked once. */
const once = <T>(ask: (key: string, request: CreateLoadBalancerMember) => Promise<T>) => {
  const known = new Map<string, T>()
  return async (key: string, request: CreateLoadBalancerMember): Promise<T> => {
    const found = known.get(key) ?? (await ask(key, request))
    known.set(key, found)
    return found
  }
}

const commonLoadBalancer = async (ctx: LoadBalancersCtx, caller: Caller, requests: Requests): Promise<string> => {
  const poolOf = once(async (pool) => await findPool(ctx.db, caller, pool))
  let first: string | undefined
  await each(requests, async (request) => {
    const { load_balancer_id: id } = await poolOf(request.pool, request)
    first ??= id
    if (id !== first)
      throw fieldError('reference_not_found', {
        pointer: '/pool',
        message: `pool ${request.pool} is of another load balancer than that of ${AT}/0`,
        value: request.pool,
        allowed: 'pools of one load balancer',
      })
  })
  return first ?? ''
}

interface Asked {
  readonly ctx: LoadBalancersCtx
  readonly caller: Caller
  readonly requests: Requests
}

/** Where each goes, with a source for the probes of those that are probed. */
const locate = async (
  tx: Tx,
  { ctx, caller, requests }: Asked,
  parent: LoadBalancerRow,
): Promise<readonly Target[]> => {
  const targetsOf = once(async (_, request) => await targetOf(tx, caller, request, parent))
  const poolOf = once(async (pool) => await requirePool(tx, parent.id, pool))
  const probed = new Set<string>()
  const targets = await each(requests, async (request) => {
    const { port, fixed_ip: fixed, ip } = request.target
    const target = await targetsOf([port, fixed, ip].join(' '), request)
    const { health_check: check } = await poolOf(request.pool, request)
    if (check !== null && target.subnet !== null) probed.add(target.subnet)
    return target
  })
  await ensureHealthSources(tx, ctx.free, [...probed].sort(), AT)
  return targets
}

/** Makes all of these members or none, in one transaction. @throws DomainError that points into the list */
export const createMembers = async (
  ctx: LoadBalancersCtx,
  caller: Caller,
  requests: Requests,
): Promise<CreatedMembers> => {
  const id = await commonLoadBalancer(ctx, caller, requests)
  let targets: readonly Target[] = []
  const refusals = {
    load_balancer_member_target: async () => {
      const there = await membersAt(
        ctx.db,
        requests.map(({ pool }) => pool),
      )
      const twins = new Map(there.map((row) => [row.key, `member ${row.id} of the pool has it already`]))
      const index = requests.findIndex(({ pool, target }, place) => {
        const key = [pool, targets[place]?.ip, target.port_number].join(' ')
        if (twins.has(key)) return true
        twins.set(key, `${AT}/${String(place)} has it already`)
        return false
      })
      if (index < 0) return new DomainError('unavailable', 'a member had one of these targets, and is gone: try again')
      const { pool, target } = at(requests, index)
      return fieldError('already_exists', {
        pointer: `${AT}/${String(index)}/target`,
        message: twins.get([pool, targets[index]?.ip, target.port_number].join(' ')) ?? 'is there already',
        allowed: 'every target once in a pool',
      })
    },
  }
  return await createParts(
    { ctx, caller, resource, refusals, in: { pointer: `${AT}/0/pool`, id }, at: AT },
    requests,
    async (tx, made, parent) => {
      targets = await locate(tx, { ctx, caller, requests }, parent)
      await Promise.all(
        made.map(async (columns, index) => {
          const { pool, enabled, draining, target } = at(requests, index)
          const { port_id: port, ip } = at(targets, index)
          const place = { load_balancer_id: id, pool_id: pool, port_id: port, ip, port_number: target.port_number }
          await members.insert(tx, { ...columns, ...place, enabled, draining })
        }),
      )
      return await memberFloatingIps(tx, { loadBalancer: id })
    },
  )
}
