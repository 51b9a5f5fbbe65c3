import type { CreateLoadBalancerMember, UpdateLoadBalancerMember } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Tx } from '../../db/pool.ts'
import { fieldError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import type { Refusals } from '../../resource-kit/commands.ts'
import { lockParent } from '../../resource-kit/parent.ts'
import { createPart, deletePart, updatePart } from '../../resource-kit/part-commands.ts'
import { chooseFixedIp } from '../floating-ips/index.ts'
import { findPool, requirePool } from '../load-balancer-pools/index.ts'
import {
  ensureHealthSources,
  memberFloatingIps,
  type LoadBalancerRow,
  type LoadBalancersCtx,
} from '../load-balancers/index.ts'
import { portResource } from '../ports/index.ts'
import { checkBareTarget } from './rules.ts'
import { members, memberAt, type MemberColumns } from './store.ts'
import { memberResource as resource, type MemberView } from './view.ts'

/** Where connections go. */
export interface Target extends Pick<MemberColumns, 'port_id' | 'ip'> {
  /** null: the address is no port's */
  readonly subnet: string | null
}

const portTarget = async (
  tx: Tx,
  caller: Caller,
  { id, ip }: { readonly id: string; readonly ip: string | undefined },
  loadBalancer: LoadBalancerRow,
): Promise<Target> => {
  const port = await lockParent(tx, caller, { resource: portResource, pointer: '/target/port', id, lock: 'kept' })
  if (port.project_id !== loadBalancer.project_id)
    throw fieldError('invalid_request', {
      pointer: '/target/port',
      message: `port "${port.name}" belongs to another project`,
      value: id,
      allowed: "a port of the load balancer's project",
    })
  const chosen = chooseFixedIp(port, loadBalancer.address, { at: '/target', ip })
  return { port_id: id, ip: chosen.ip, subnet: chosen.subnet }
}

export const targetOf = async (
  tx: Tx,
  caller: Caller,
  { target }: CreateLoadBalancerMember,
  loadBalancer: LoadBalancerRow,
): Promise<Target> => {
  if (target.port !== undefined)
    return await portTarget(tx, caller, { id: target.port, ip: target.fixed_ip }, loadBalancer)
  const ip = target.ip ?? ''
  checkBareTarget(ip, loadBalancer.address)
  return { port_id: null, ip, subnet: null }
}

const refusalsOf = (ctx: Ctx, request: CreateLoadBalancerMember, chosen: () => string): Refusals => ({
  load_balancer_member_target: async () => {
    const { port_number: number } = request.target
    const other = await memberAt(ctx.db, { pool_id: request.pool, ip: chosen(), port_number: number })
    return fieldError('already_exists', {
      pointer: '/target',
      message: `member ${other?.id ?? ''} of the pool is ${chosen()} port ${String(number)} already`,
      allowed: 'every target once in a pool',
    })
  },
})

/** @throws DomainError */
export const createMember = async (
  ctx: LoadBalancersCtx,
  caller: Caller,
  request: CreateLoadBalancerMember,
): Promise<MemberView> => {
  const { load_balancer_id: loadBalancer } = await findPool(ctx.db, caller, request.pool)
  let chosen = ''
  const refusals = refusalsOf(ctx, request, () => chosen)
  return await createPart(
    { ctx, caller, resource, refusals, in: { pointer: '/pool', id: loadBalancer } },
    request,
    async (tx, made, parent) => {
      const pool = await requirePool(tx, loadBalancer, request.pool)
      const { port_id: port, ip, subnet } = await targetOf(tx, caller, request, parent)
      chosen = ip
      const { enabled, draining, target } = request
      await members.insert(tx, {
        ...made,
        load_balancer_id: loadBalancer,
        pool_id: pool.id,
        port_id: port,
        ip,
        enabled,
        draining,
        port_number: target.port_number,
      })
      if (pool.health_check !== null && subnet !== null)
        await ensureHealthSources(tx, ctx.free, [subnet], '/target/port')
      return await memberFloatingIps(tx, { member: made.id })
    },
  )
}

export const updateMember = async (
  ctx: Ctx,
  caller: Caller,
  id: string,
  patch: UpdateLoadBalancerMember,
): Promise<MemberView> => await updatePart({ ctx, caller, resource, id }, { wanted: () => patch })

export const deleteMember = async (ctx: Ctx, caller: Caller, id: string): Promise<MemberView> =>
  await deletePart({ ctx, caller, resource, id }, { apply: async (tx) => await memberFloatingIps(tx, { member: id }) })
