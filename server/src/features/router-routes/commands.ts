import type { CreateRouterRoute, UpdateRouterRoute } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Tx } from '../../db/pool.ts'
import { fieldError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createPart, deletePart, updatePart } from '../../resource-kit/part-commands.ts'
import { connectedSubnets, type RouterRow } from '../routers/index.ts'
import { checkRoute, type StaticRoute } from './rules.ts'
import { routeBy, staticRoutes } from './store.ts'
import { routeResource, type RouterRouteView } from './view.ts'

/** The router is locked, so neither its connections nor its routes change meanwhile. @throws DomainError */
const requirePossible = async (tx: Tx, router: RouterRow, route: StaticRoute, own?: string): Promise<void> => {
  checkRoute({ name: router.name, subnets: await connectedSubnets(tx, router.id) }, route)
  const { destination, next_hop: nextHop } = route
  const other = await routeBy(tx, { router_id: router.id, destination, next_hop: nextHop })
  if (other === undefined || other === own) return
  throw fieldError('already_exists', {
    pointer: '/next_hop',
    message: `route ${other} of router "${router.name}" leads to ${destination} by ${nextHop} already`,
    value: nextHop,
    allowed: 'another next hop; several share the traffic',
  })
}

export const createRouterRoute = async (
  ctx: Ctx,
  caller: Caller,
  request: CreateRouterRoute,
): Promise<RouterRouteView> =>
  await createPart(
    { ctx, caller, resource: routeResource, in: { pointer: '/router', id: request.router } },
    request,
    async (tx, made, router) => {
      const { destination, next_hop: nextHop, bfd } = request
      await requirePossible(tx, router, request)
      await staticRoutes.insert(tx, { ...made, router_id: router.id, destination, next_hop: nextHop, bfd })
      return []
    },
  )

export const updateRouterRoute = async (
  ctx: Ctx,
  caller: Caller,
  id: string,
  patch: UpdateRouterRoute,
): Promise<RouterRouteView> =>
  await updatePart(
    { ctx, caller, resource: routeResource, id },
    {
      wanted: async (row, router, tx) => {
        const { destination, next_hop: current } = row
        await requirePossible(tx, router, { destination, next_hop: patch.next_hop ?? current }, id)
        return patch
      },
    },
  )

export const deleteRouterRoute = async (ctx: Ctx, caller: Caller, id: string): Promise<RouterRouteView> =>
  await deletePart({ ctx, caller, resource: routeResource, id })
