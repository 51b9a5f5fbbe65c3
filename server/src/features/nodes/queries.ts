import type { Ctx } from '../../ctx.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { selectionOf, type ListQuery, type ResourcePage } from '../../resource-kit/queries.ts'
import { noSuchNode, requirePlacer } from './access.ts'
import { findNode, nodes } from './registry.ts'
import { fullView, placeView, type NodeView } from './view.ts'

const viewFor = (caller: Caller): typeof fullView => (caller.role === 'platform_admin' ? fullView : placeView)

/** One hypervisor, as far as the caller may know it. @throws DomainError forbidden, not_found */
export const getNode = async (ctx: Ctx, caller: Caller, name: string): Promise<NodeView> => {
  requirePlacer(caller)
  const row = await findNode(ctx.db, name)
  if (row === undefined) throw noSuchNode(name)
  return viewFor(caller)(row, ctx.clock)
}

/** A page of hypervisors. They belong to no project, so whoever may place ports sees all of them. @throws DomainError forbidden */
export const listNodes = async (
  ctx: Ctx,
  caller: Caller,
  query: ListQuery & { readonly gateway?: boolean | undefined },
): Promise<ResourcePage<NodeView>> => {
  requirePlacer(caller)
  const selection = { ...selectionOf(caller, { gateway: query.gateway }, query), projects: 'all' as const }
  const { rows, nextCursor } = await nodes.list(ctx.db, selection, query)
  return { items: rows.map((row) => viewFor(caller)(row, ctx.clock)), next_cursor: nextCursor }
}
