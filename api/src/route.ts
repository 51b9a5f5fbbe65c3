import * as z from 'zod'
import type { ErrorCode } from './error-codes.ts'

/**
 * Who may call a route: anybody; a reader or writer of resources; a node agent; a DNS server that follows the zone feed. Checked in
 * one place of the server, from this field, so that no route can forget it.
 */
export type Access = 'public' | 'read' | 'write' | 'node' | 'feed'

/** One operation of the API as data: the server mounts it, the client calls it, the OpenAPI document prints it. */
export interface Route {
  /** operationId in the OpenAPI document */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** with `{name}` for path parameters */
  readonly path: string
  readonly summary: string
  readonly tag: string
  readonly access: Access
  readonly params: z.ZodObject
  readonly query: z.ZodObject
  /** undefined where the operation takes none */
  readonly body: z.ZodType | undefined
  /** status of success, and what it answers: one JSON document, or a stream of server-sent events by name */
  readonly status: 200 | 201 | 202
  readonly answer: z.ZodType | undefined
  readonly events: Readonly<Record<string, z.ZodType>> | undefined
  /** beyond those that any route may answer: invalid_request, unauthenticated, forbidden, internal, unavailable */
  readonly errors: readonly ErrorCode[]
}

/** Keeps the literal types of a route, and refuses a wrong shape where it is written. */
export const route = <const R extends Route>(definition: R): R => definition

export const nothing = z.strictObject({})

/** Query of every list: a page of at most `limit` resources after `cursor`. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().optional().describe('next_cursor of the page before'),
}

/** One page of a list; `next_cursor` is null on the last one. */
export const pageOf = <T extends z.ZodType>(
  item: T,
): z.ZodObject<{ items: z.ZodArray<T>; next_cursor: z.ZodNullable<z.ZodString> }> =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() })

type Nothing = typeof nothing

/** A route whose parts have these schemas. */
export type Operation<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType | undefined,
  Answer,
> = Omit<Route, 'params' | 'query' | 'body' | 'answer' | 'events'> & {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly answer: Answer
  readonly events: undefined
}

type ResourceErrors = Readonly<Record<'create' | 'update' | 'delete', readonly ErrorCode[]>>

interface ResourceSpec<View, Create, Update, Query, Id> {
  readonly singular: string
  readonly plural: string
  readonly tag: string
  readonly id: Id
  readonly view: View
  readonly create: Create
  readonly update: Update
  readonly listQuery: Query
  readonly errors: ResourceErrors
}

/** The five operations that every resource has. */
export interface ResourceRoutes<
  View extends z.ZodType,
  Create extends z.ZodType,
  Update extends z.ZodType,
  Query extends z.ZodRawShape,
  Id extends z.ZodType,
> {
  readonly create: Operation<Nothing, Nothing, Create, View>
  readonly list: Operation<Nothing, z.ZodObject<typeof pageQuery & Query>, undefined, ReturnType<typeof pageOf<View>>>
  readonly get: Operation<z.ZodObject<{ id: Id }>, Nothing, undefined, View>
  readonly update: Operation<z.ZodObject<{ id: Id }>, Nothing, Update, View>
  readonly delete: Operation<z.ZodObject<{ id: Id }>, Nothing, undefined, View>
}

const pascal = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

const summaries = (singular: string, plural: string): Record<keyof ResourceErrors | 'list' | 'get', string> => ({
  create: `Create a ${singular}. Idempotent when the request carries an id.`,
  list: `List ${plural}, oldest first.`,
  get: `Read one ${singular}.`,
  update: `Change a ${singular}; a field that is left out stays as it is.`,
  delete: `Delete a ${singular}. It is "deleting" until OVN confirmed, then it is gone.`,
})

const withCommonErrors = (errors: ResourceErrors): ResourceErrors => ({
  create: ['id_taken', ...errors.create],
  update: ['not_found', 'being_deleted', ...errors.update],
  delete: ['not_found', 'in_use', ...errors.delete],
})

/** Describes a resource once, and gives its create, list, get, update and delete. */
export const resourceRoutes = <
  View extends z.ZodType,
  Create extends z.ZodType,
  Update extends z.ZodType,
  Query extends z.ZodRawShape,
  Id extends z.ZodType,
>(
  spec: ResourceSpec<View, Create, Update, Query, Id>,
): ResourceRoutes<View, Create, Update, Query, Id> => {
  const { singular, plural, tag, view } = spec
  const [one, many] = [pascal(singular), pascal(plural)]
  const all = {
    tag,
    path: `/v1/${plural}`,
    params: nothing,
    query: nothing,
    body: undefined,
    events: undefined,
    answer: view,
  } as const
  const each = { ...all, path: `/v1/${plural}/{id}`, params: z.strictObject({ id: spec.id }) } as const
  const summary = summaries(singular, plural)
  const errors = withCommonErrors(spec.errors)
  const query = z.strictObject({ ...pageQuery, ...spec.listQuery })
  const write = { access: 'write' } as const
  const read = { access: 'read', method: 'GET', status: 200 } as const
  return {
    create: {
      ...all,
      ...write,
      name: `create${one}`,
      method: 'POST',
      summary: summary.create,
      body: spec.create,
      status: 201,
      errors: errors.create,
    },
    list: { ...all, ...read, name: `list${many}`, summary: summary.list, query, answer: pageOf(view), errors: [] },
    get: { ...each, ...read, name: `get${one}`, summary: summary.get, errors: ['not_found'] },
    update: {
      ...each,
      ...write,
      name: `update${one}`,
      method: 'PATCH',
      summary: summary.update,
      body: spec.update,
      status: 200,
      errors: errors.update,
    },
    delete: {
      ...each,
      ...write,
      name: `delete${one}`,
      method: 'DELETE',
      summary: summary.delete,
      status: 202,
      errors: errors.delete,
    },
  }
}
