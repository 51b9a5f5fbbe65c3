import type { RealizedRow, Route } from '@quantumnet/api'
import type { Ctx } from '../ctx.ts'
import { DomainError } from '../errors.ts'
import { serve, type Call, type Handler, type Reading, type Reread, type Served } from '../http/serve.ts'
import type { Caller } from './caller.ts'
import { findPart } from './part-commands.ts'
import type { PartResource } from './part.ts'
import { getResource, readResource, selectionOf, type ListQuery, type ResourcePage } from './queries.ts'
import { shownTo, type Resource } from './resource.ts'
import type { PartRow, ResourceRow, ShownRow } from './rows.ts'
import type { ResourceTable, Selection } from './table.ts'

/** The five operations of a kind, as `resourceRoutes` gives them. */
export type CrudOperations = Readonly<Record<'create' | 'list' | 'get' | 'update' | 'delete', Route>>

/** What is a kind's own of its five operations. */
export interface Crud<R extends CrudOperations, View extends object> {
  readonly create: (caller: Caller, request: Call<R['create']>['body']) => Promise<View>
  readonly update: (caller: Caller, id: string, patch: Call<R['update']>['body']) => Promise<View>
  readonly remove: (caller: Caller, id: string) => Promise<View>
  /** Columns of the table by the fields of a list's query; undefined does not filter. */
  readonly filters: (query: Call<R['list']>['query']) => Selection['filters']
}

interface Shown<Row extends ShownRow, View extends object> {
  readonly table: ResourceTable<Row, ShownRow>
  readonly show: (caller: Caller, row: Row) => View
}

const listOf =
  <Row extends ShownRow, View extends object>(
    ctx: Ctx,
    { table, show }: Shown<Row, View>,
    filters: (query: never) => Selection['filters'],
  ) =>
  async ({ caller, query }: { caller: Caller; query: unknown }): Promise<ResourcePage<View>> => {
    const asked = query as ListQuery
    const { rows, nextCursor } = await table.list(ctx.db, selectionOf(caller, filters(query as never), asked), asked)
    return { items: rows.map((row) => show(caller, row)), next_cursor: nextCursor }
  }

/** A reading, or undefined when there is nothing to read any more. */
export const unlessGone = async (read: () => Promise<Reading>): Promise<Reading | undefined> => {
  try {
    return await read()
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') return undefined
    throw error
  }
}

const idOf = ({ params }: Call<Route>): string => String((params as { readonly id?: unknown }).id)

interface Reads<View> {
  readonly get: (caller: Caller, id: string) => Promise<View>
  readonly list: Handler
  readonly reread: Reread
  /** of a deletion */
  readonly rereadGone: Reread
}

const five = <R extends CrudOperations, View extends object>(
  routes: R,
  { create, update, remove }: Crud<R, View>,
  { get, list, reread, rereadGone }: Reads<View>,
): Served[] => {
  // The types of the bodies are those of the routes: `Crud` says so.
  const handle = (route: Route, handler: (call: Call<Route>) => Promise<unknown>, again?: Reread): Served =>
    serve(route, handler as never, again)
  return [
    handle(routes.create, async ({ caller, body }) => await create(caller, body as never), reread),
    handle(routes.list, list),
    handle(routes.get, async (call) => await get(call.caller, idOf(call)), reread),
    handle(routes.update, async (call) => await update(call.caller, idOf(call), call.body as never), reread),
    handle(routes.delete, async (call) => await remove(call.caller, idOf(call)), rereadGone),
  ]
}

/** A part is gone when its parent has come as far as the deletion counted, or is gone itself. */
const removedPart =
  <Parent extends ResourceRow>(ctx: Ctx, parent: Resource<Parent>): Reread =>
  async ({ answered, until }) => {
    const { [parent.kind]: id, generation } = answered as Readonly<Record<string, unknown>>
    const row = typeof id === 'string' ? await parent.table.find(ctx.db, id) : undefined
    if (row === undefined) return undefined
    const reached = until === 'realized' ? row.realized_generation : row.applied_generation
    return reached >= Number(generation) ? undefined : { document: answered, watch: [row.id] }
  }

/** Reads a resource again for whoever waits: for routes of a kind's own that answer one. */
export const rereadOf =
  <Row extends ResourceRow, View extends object>(ctx: Ctx, resource: Resource<Row, View>): Reread =>
  async ({ caller, id }) =>
    await unlessGone(async () => ({ document: await getResource(ctx, caller, resource, id), watch: [id] }))

/** A view with what it is in OVN: left out for who has nothing to do with that, and where it is not known. */
const withRows = <View extends object>(view: View, rows: readonly RealizedRow[] | undefined): View =>
  rows === undefined ? view : { ...view, realization: rows }

/** Serves the five operations of a kind of resource. Reads cost one statement. */
export const crudRoutes = <R extends CrudOperations, Row extends ResourceRow, View extends object>(
  ctx: Ctx,
  routes: R,
  resource: Resource<Row, View>,
  crud: Crud<R, View>,
): Served[] => {
  const get = async (caller: Caller, id: string): Promise<View> => {
    const row = await readResource(ctx, caller, resource, id)
    const rows = caller.operates(resource.projectOf(row)) ? ctx.realization?.({ kind: resource.kind, id }) : undefined
    return withRows(shownTo(caller, resource, row, ctx), rows)
  }
  const show = (caller: Caller, row: Row): View => shownTo(caller, resource, row, ctx)
  const list = listOf(ctx, { table: resource.table, show }, crud.filters)
  const reread = rereadOf(ctx, resource)
  return five(routes, crud, { get, list, reread, rereadGone: reread })
}

/** The same for a kind of part. */
export const partRoutes = <
  R extends CrudOperations,
  Row extends PartRow,
  View extends object,
  Parent extends ResourceRow,
>(
  ctx: Ctx,
  routes: R,
  resource: PartResource<Row, View, Parent>,
  crud: Crud<R, View>,
): Served[] => {
  const { table, parent, parentOf, view } = resource
  const find = async (caller: Caller, id: string): Promise<Row> => await findPart({ ctx, caller, resource, id })
  const get = async (caller: Caller, id: string): Promise<View> => {
    const row = await find(caller, id)
    const of = { kind: parent.kind, id: parentOf(row), part: id }
    return withRows(view(row, ctx), caller.operates(row.project_id) ? ctx.realization?.(of) : undefined)
  }
  // Asks again: who waits may have been answered by his key alone, and have lost the project since.
  const reread: Reread = async ({ caller, id }) =>
    await unlessGone(async () => {
      const row = await find(caller, id)
      return { document: view(row, ctx), watch: [id, parentOf(row)] }
    })
  return five(routes, crud, {
    get,
    list: listOf(ctx, { table, show: (_, row) => view(row, ctx) }, crud.filters),
    reread,
    rereadGone: removedPart(ctx, parent),
  })
}
