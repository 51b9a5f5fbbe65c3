import type { Ctx } from '../ctx.ts'
import type { Caller } from './caller.ts'
import { parseLabelSelector } from './label-selector.ts'
import { notFound } from './refusals.ts'
import { requireReadable, shownTo, type Resource } from './resource.ts'
import type { ResourceRow } from './rows.ts'
import type { PageQuery, Selection } from './table.ts'

/** One resource that the caller may see, also while it is being deleted. Costs one statement. @throws DomainError not_found */
export const getResource = async <Row extends ResourceRow, View extends object>(
  ctx: Ctx,
  caller: Caller,
  resource: Resource<Row, View>,
  id: string,
): Promise<View> => shownTo(caller, resource, await readResource(ctx, caller, resource, id), ctx)

/** Its row. @throws DomainError not_found */
export const readResource = async <Row extends ResourceRow>(
  ctx: Pick<Ctx, 'db'>,
  caller: Caller,
  resource: Resource<Row>,
  id: string,
): Promise<Row> => {
  const row = await resource.table.find(ctx.db, id)
  if (row === undefined) throw notFound(resource.kind, id)
  requireReadable(caller, resource, row, () => notFound(resource.kind, id))
  return row
}

/** The part of a query that every list has. */
export interface ListQuery extends PageQuery {
  readonly label_selector?: string | undefined
}

export interface ResourcePage<View> {
  readonly items: View[]
  readonly next_cursor: string | null
}

/** What of a query says which rows a list has. `filters` is by column. @throws DomainError invalid_request */
export const selectionOf = (
  caller: Caller,
  filters: Selection['filters'],
  { label_selector: labels }: Pick<ListQuery, 'label_selector'>,
): Selection => ({
  filters,
  labels: labels === undefined ? undefined : parseLabelSelector(labels),
  projects: caller.visible(),
})
