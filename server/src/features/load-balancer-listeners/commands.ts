import type { CreateLoadBalancerListener, UpdateLoadBalancerListener } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Tx } from '../../db/pool.ts'
import { fieldError, type DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import type { Refusals } from '../../resource-kit/commands.ts'
import { createPart, deletePart, updatePart } from '../../resource-kit/part-commands.ts'
import { notFound } from '../../resource-kit/refusals.ts'
import { checkProbed, requirePool } from '../load-balancer-pools/index.ts'
import type { LoadBalancerRow } from '../load-balancers/index.ts'
import { forwardAt, holdFloatingIp, listenerAt, listeners, type ListenerColumns, type Socket } from './store.ts'
import { listenerResource as resource, type ListenerView } from './view.ts'

const portTaken = ({ protocol, port }: Socket, by: string): DomainError =>
  fieldError('already_exists', {
    pointer: '/port',
    message: `${by} has ${protocol} port ${String(port)} of this address`,
    value: port,
    allowed: `a ${protocol} port that nothing else has`,
  })

/** @param wanted gives the port that the listener was to have */
const refusalsOf = (ctx: Ctx, wanted: () => Promise<Socket>): Refusals => ({
  load_balancer_listener_port: async () => {
    const socket = await wanted()
    const other = await listenerAt(ctx.db, socket)
    return portTaken(socket, other === undefined ? 'another listener' : `listener "${other.name}" (${other.id})`)
  },
})

/** Whether no port forward of the load balancer's floating IP has a listener's port. @throws DomainError already_exists */
const checkNotForwarded = async (
  tx: Tx,
  { floating_ip_id: floatingIp }: LoadBalancerRow,
  socket: Socket,
): Promise<void> => {
  if (floatingIp === null) return
  await holdFloatingIp(tx, floatingIp)
  const forward = await forwardAt(tx, floatingIp, socket)
  if (forward !== undefined) throw portTaken(socket, `port forward "${forward.name}" (${forward.id})`)
}

/** @throws DomainError */
export const createListener = async (
  ctx: Ctx,
  caller: Caller,
  request: CreateLoadBalancerListener,
): Promise<ListenerView> => {
  const { name, protocol, port, hairpin } = request
  const parent = { pointer: '/load_balancer', id: request.load_balancer }
  const socket: Socket = { load_balancer_id: parent.id, protocol, port }
  const refusals = refusalsOf(ctx, async () => await Promise.resolve(socket))
  return await createPart({ ctx, caller, resource, refusals, in: parent }, request, async (tx, made, loadBalancer) => {
    await checkNotForwarded(tx, loadBalancer, socket)
    const pool = await requirePool(tx, loadBalancer.id, request.pool)
    checkProbed('/pool', pool, [request])
    await listeners.insert(tx, {
      ...{ ...made, ...socket, name, hairpin, pool_id: pool.id },
      session_affinity: request.session_affinity,
    })
    return []
  })
}

/** Whether the rest of its load balancer lets a listener be so. @throws DomainError already_exists, reference_not_found, invalid_state */
const checkAfter = async (
  tx: Tx,
  { row, loadBalancer }: { readonly row: ListenerColumns; readonly loadBalancer: LoadBalancerRow },
  { protocol = row.protocol, port = row.port, pool: asked }: UpdateLoadBalancerListener,
): Promise<void> => {
  const pool: string = asked ?? row.pool_id
  const socket = { load_balancer_id: loadBalancer.id, protocol, port }
  if (protocol !== row.protocol || port !== row.port) await checkNotForwarded(tx, loadBalancer, socket)
  const at = pool === row.pool_id ? '/protocol' : '/pool'
  checkProbed(at, await requirePool(tx, loadBalancer.id, pool), [{ name: row.name, protocol }])
}

/** @throws DomainError */
export const updateListener = async (
  ctx: Ctx,
  caller: Caller,
  id: string,
  patch: UpdateLoadBalancerListener,
): Promise<ListenerView> => {
  const wantedSocket = async (): Promise<Socket> => {
    const row = await listeners.find(ctx.db, id)
    if (row === undefined) throw notFound('load_balancer_listener', id)
    return { ...row, protocol: patch.protocol ?? row.protocol, port: patch.port ?? row.port }
  }
  return await updatePart(
    { ctx, caller, resource, id, refusals: refusalsOf(ctx, wantedSocket) },
    {
      wanted: async (row, loadBalancer, tx) => {
        await checkAfter(tx, { row, loadBalancer }, patch)
        const { pool, ...same } = patch
        return { ...same, pool_id: pool }
      },
    },
  )
}

export const deleteListener = async (ctx: Ctx, caller: Caller, id: string): Promise<ListenerView> =>
  await deletePart({ ctx, caller, resource, id })
