import type { CreateRouter, UpdateRouter } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { DirtyKey } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import { fieldError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource } from '../../resource-kit/commands.ts'
import { releaseAddresses, type AddressHints } from '../ipam/index.ts'
import { lockProject } from '../projects/index.ts'
import { NO_GATEWAY, settleGateway } from './gateway.ts'
import { balancerKeys, insertRouter, knownNodes, routerReferrers, translatedKeys } from './store.ts'
import { routerResource, type RouterView } from './view.ts'

/** Routers take addresses by this process's guess at free ones. */
export interface RoutersCtx extends Ctx {
  readonly free: AddressHints
}

const keyOf = (id: string): DirtyKey => ({ kind: 'router', id })

const requireNodes = async (tx: Tx, names: readonly string[] = []): Promise<void> => {
  if (names.length === 0) return
  const known = await knownNodes(tx, names)
  const index = names.findIndex((name) => !known.includes(name))
  if (index === -1) return
  throw fieldError('reference_not_found', {
    pointer: `/gateway_nodes/${String(index)}`,
    message: `there is no node "${names[index] ?? ''}"`,
    value: names[index],
    allowed: 'names of nodes that have registered',
  })
}

export const createRouter = async (ctx: RoutersCtx, caller: Caller, request: CreateRouter): Promise<RouterView> => {
  return await createResource({ ctx, caller, resource: routerResource }, request, async (tx, made) => {
    const project = await lockProject(tx, caller, request.project)
    await requireNodes(tx, request.gateway_nodes)
    const owner = { ...NO_GATEWAY, id: made.id, name: made.name, project_id: project.id, generation: 0 }
    const gateway =
      request.external_gateway === null
        ? NO_GATEWAY
        : await settleGateway({ tx, caller, free: ctx.free }, owner, request.external_gateway)
    const { distributed, gateway_nodes: nodes } = request
    const row = await insertRouter(tx, {
      ...made,
      ...gateway,
      project_id: project.id,
      distributed,
      gateway_nodes: nodes,
    })
    return { row, dirty: [keyOf(made.id), ...(await balancerKeys(tx, made.id))] }
  })
}

/** What a router translates depends on where it is and how it reaches the outside. */
export const updateRouter = async (
  ctx: RoutersCtx,
  caller: Caller,
  id: string,
  patch: UpdateRouter,
): Promise<RouterView> => {
  const { external_gateway: gateway, ...columns } = patch
  return await updateResource(
    { ctx, caller, resource: routerResource, id },
    {
      wanted: async (row, tx) => {
        await requireNodes(tx, patch.gateway_nodes)
        if (gateway === undefined) return columns
        return { ...columns, ...(await settleGateway({ tx, caller, free: ctx.free }, row, gateway)) }
      },
      apply: async (tx) => [keyOf(id), ...(await translatedKeys(tx, id)), ...(await balancerKeys(tx, id))],
    },
  )
}

/** Refused while it has an interface or translates something. Its addresses stay its own until OVN has confirmed; its routes go with it. */
export const deleteRouter = async (ctx: Ctx, caller: Caller, id: string): Promise<RouterView> =>
  await deleteResource(
    { ctx, caller, resource: routerResource, id },
    {
      referrers: async (tx) => await routerReferrers(tx, id),
      apply: async (tx, row) => {
        await releaseAddresses(tx, { kind: 'router', id }, { root: id, generation: row.generation + 1 })
        return [keyOf(id), ...(await balancerKeys(tx, id))]
      },
    },
  )
