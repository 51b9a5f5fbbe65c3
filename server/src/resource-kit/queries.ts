import type { Ctx } from '../ctx.ts'
import { notFound } from './refusals.ts'
import type { Resource } from './resource.ts'
import type { ResourceRow } from './rows.ts'
import type { PageQuery } from './table.ts'

/** One resource, also while it is being deleted. @throws DomainError not_found */
export const getResource = async <Row extends ResourceRow, View extends object>(
  ctx: Ctx,
  resource: Resource<Row, View>,
  id: string,
): Promise<View> => {
  const row = await resource.table.find(ctx.db, id)
  if (row === undefined) throw notFound(resource.kind, id)
  return resource.view(row, ctx)
}

/** One page of resources, oldest first. `filters` is by column. @throws DomainError invalid_request for a cursor that is not ours */
export const listResources = async <Row extends ResourceRow, View extends object>(
  ctx: Ctx,
  resource: Resource<Row, View>,
  filters: Readonly<Record<string, unknown>>,
  page: PageQuery,
): Promise<{ items: View[]; next_cursor: string | null }> => {
  const { rows, nextCursor } = await resource.table.list(ctx.db, filters, page)
  return { items: rows.map((row) => resource.view(row, ctx)), next_cursor: nextCursor }
}
