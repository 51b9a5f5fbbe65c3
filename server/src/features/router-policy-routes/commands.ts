import type { CreateRouterPolicyRoute, UpdateRouterPolicyRoute } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Tx } from '../../db/pool.ts'
import { fieldError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createPart, deletePart, updatePart } from '../../resource-kit/part-commands.ts'
import { connectedSubnets, type RouterRow } from '../routers/index.ts'
import { checkPolicyRoute, type PolicyRoute } from './rules.ts'
import { policyRoutes, policyRouteWith } from './store.ts'
import { policyRouteResource, type RouterPolicyRouteView } from './view.ts'

interface Wanted extends PolicyRoute {
  readonly priority: number
}

/** The router is locked, so neither its connections nor its policy routes change meanwhile. @throws DomainError */
const requirePossible = async (tx: Tx, router: RouterRow, route: Wanted, own?: string): Promise<void> => {
  checkPolicyRoute({ name: router.name, subnets: await connectedSubnets(tx, router.id) }, route)
  const other = await policyRouteWith(tx, router.id, route)
  if (other === undefined || other === own) return
  throw fieldError('already_exists', {
    pointer: '/match',
    message: `policy route ${other} of router "${router.name}" has the priority ${String(route.priority)} and the same match`,
    value: route.match,
    allowed: 'another match or another priority',
  })
}

export const createRouterPolicyRoute = async (
  ctx: Ctx,
  caller: Caller,
  request: CreateRouterPolicyRoute,
): Promise<RouterPolicyRouteView> =>
  await createPart(
    { ctx, caller, resource: policyRouteResource, in: { pointer: '/router', id: request.router } },
    request,
    async (tx, made, router) => {
      const { priority, match, action, next_hops: hops } = request
      await requirePossible(tx, router, request)
      await policyRoutes.insert(tx, { ...made, router_id: router.id, priority, match, action, next_hops: hops })
      return []
    },
  )

export const updateRouterPolicyRoute = async (
  ctx: Ctx,
  caller: Caller,
  id: string,
  patch: UpdateRouterPolicyRoute,
): Promise<RouterPolicyRouteView> =>
  await updatePart(
    { ctx, caller, resource: policyRouteResource, id },
    {
      wanted: async (row, router, tx) => {
        const {
          priority = row.priority,
          match = row.match,
          action = row.action,
          next_hops: hops = row.next_hops,
        } = patch
        await requirePossible(tx, router, { priority, match, action, next_hops: hops }, id)
        return patch
      },
    },
  )

export const deleteRouterPolicyRoute = async (ctx: Ctx, caller: Caller, id: string): Promise<RouterPolicyRouteView> =>
  await deletePart({ ctx, caller, resource: policyRouteResource, id })
