import * as z from 'zod'
import type { ErrorCode } from './error-codes.ts'
import type { Access } from './roles.ts'

/** A request and its answer as documentation shows them. A test checks them against the schemas. */
export interface Example {
  readonly body?: unknown
  readonly answer?: unknown
  /** one document of each event, where the route answers a stream */
  readonly events?: Readonly<Record<string, unknown>>
}

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
  /** Media types that the same can be had in instead of JSON, such as `text/csv`. */
  readonly otherTypes?: readonly string[]
  readonly events: Readonly<Record<string, z.ZodType>> | undefined
  /** beyond those that any route may answer: invalid_request, unauthenticated, forbidden, internal, unavailable */
  readonly errors: readonly ErrorCode[]
  /** Whether If-Match is needed, because the order of what is replaced counts. Left out: it is honoured where it is sent. */
  readonly ifMatch?: 'required'
  readonly example: Example
}

/** Keeps the literal types of a route, and refuses a wrong shape where it is written. */
export const route = <const R extends Route>(definition: R): R => definition

/** Parameters of a route that has none. */
export const nothing = z.strictObject({})

/** A flag of a query: `true` or `false`. */
export const QueryFlag = z
  .union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })], {
    error: 'must be true or false',
  })
  .meta({ override: { type: 'boolean' } })

/** Seconds that a request waits at most, and when none are asked for. */
export const LONGEST_WAIT_S = 60
const USUAL_WAIT_S = 30

const waitTimeout = z.coerce
  .number()
  .int()
  .min(1)
  .max(LONGEST_WAIT_S)
  .default(USUAL_WAIT_S)
  .describe('seconds to wait at most; then the answer is what there is')

/** Query of what is answered with chosen fields. */
export const fields = z.string().max(1000).optional().describe('answer only these fields, separated by commas')

/** Query of every write of a resource. */
export const writeQuery = {
  dry_run: QueryFlag.default(false).describe('answer what would change (`DryRun`), and change nothing'),
  wait: z
    .enum(['applied', 'realized'])
    .optional()
    .describe('answer when the change is in OVN, or on the hypervisors; a deletion, when it is complete (204)'),
  wait_timeout: waitTimeout,
}

/** Query of every read of one resource. */
export const readQuery = {
  fields,
  wait: z
    .enum(['applied', 'realized', 'gone'])
    .optional()
    .describe('answer when the newest generation is applied or realized; `gone` ends with 404'),
  wait_timeout: waitTimeout,
}

/** Query of every list: a page of at most `limit` resources after `cursor`. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(500).default(100).describe('most resources of a page'),
  cursor: z.string().optional().describe('next_cursor of the page before'),
}

/** Query of every list of resources that carry labels. */
export const listQuery = {
  ...pageQuery,
  fields,
  label_selector: z
    .string()
    .max(1000)
    .optional()
    .describe('for example `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`'),
}

/** One page of a list; `next_cursor` is null on the last one. */
export const pageOf = <T extends z.ZodType>(
  item: T,
): z.ZodObject<{ items: z.ZodArray<T>; next_cursor: z.ZodNullable<z.ZodString> }> =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() })

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
