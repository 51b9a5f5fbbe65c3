import { allRoutes, DryRun, type Route } from '@quantumnet/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { DomainError } from '../errors.ts'
import type { Waits } from '../events/waits.ts'
import { Caller, type Grants } from '../resource-kit/caller.ts'
import { DryRunEnd } from '../resource-kit/commit.ts'
import type { Authenticator } from './auth.ts'
import { cutToFields, fieldsOf } from './selected-fields.ts'
import { TextAnswer, type Call, type Reread, type Served, type StreamEvent } from './serve.ts'
import type { Streams } from './sse.ts'
import { headerOf, termsOf } from './terms.ts'
import { validate } from './validate.ts'
import { waitFor, waitingOf } from './waiting.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before the body is read; undefined for a public route. */
    grants: Grants | undefined
  }
  interface FastifyContextConfig {
    /** Default: a body that comes all the same is not looked at. */
    takesBody?: boolean
  }
}

/** What all routes share. */
export interface MountOptions {
  readonly authenticate: Authenticator['authenticate']
  readonly streams: Streams
  readonly waits: Waits
}

/**
 * `/v1/ports/{id}` in Fastify's spelling. A literal colon, as in `/v1/drift:repair`, is doubled. After a parameter Fastify would take it for a
 * part of the parameter's name, unless that ends with an expression.
 */
export const fastifyPath = (path: string): string =>
  path
    .replaceAll(':', '::')
    .replaceAll(/\{(\w+)\}(?=::)/g, ':$1([^]+)')
    .replaceAll(/\{(\w+)\}/g, ':$1')

const callOf = (route: Route, request: FastifyRequest): Call<Route> => {
  const parts = validate(route, { params: request.params, query: request.query, body: request.body })
  const caller = new Caller(request.grants, termsOf(route, request, parts))
  const accept = headerOf(request.headers, 'accept') ?? ''
  const accepts = (type: string): boolean => accept.toLowerCase().includes(type)
  return { ...parts, caller, accepts, lastEventId: headerOf(request.headers, 'last-event-id') }
}

/** What the handler gives; undefined at the end of a dry run. */
const handled = async ({ handler }: Served & { kind: 'answer' }, call: Call<Route>): Promise<unknown> => {
  try {
    const document = await handler(call)
    call.caller.requireDecision()
    return document
  } catch (error) {
    if (error instanceof DryRunEnd) return undefined
    throw error
  }
}

/** The document after `?wait=`; undefined when it is gone, as a deletion wants it. */
const awaited = async (
  { route, reread }: Served & { kind: 'answer' },
  { caller, query }: Call<Route>,
  document: unknown,
  { waits, reply, authenticate }: Pick<MountOptions, 'waits' | 'authenticate'> & { readonly reply: FastifyReply },
): Promise<unknown> => {
  const isDeletion = route.method === 'DELETE'
  const waiting = waitingOf(query)
  if (waiting === undefined || reread === undefined) return document
  // Whoever waits is told no more than who asks anew: his token may have been revoked since, or its role taken away.
  const readAsNow: Reread = async (what) => {
    const grants = await authenticate(reply.request.headers.authorization, route.access)
    return await reread({ ...what, caller: new Caller(grants, caller) })
  }
  const signal = goneSignal(reply)
  const request = { ...waiting, caller, reread: readAsNow, isDeletion, signal }
  const result = await waitFor(waits, document as object, request)
  if (result !== undefined || isDeletion) return result
  // What was made was made, though it is gone again, or the caller may not see it any more.
  if (route.status === 201) return document
  throw new DomainError('not_found', 'the resource is gone')
}

/** Aborts when the client goes before its answer. */
const goneSignal = (reply: FastifyReply): AbortSignal => {
  const gone = new AbortController()
  reply.raw.once('close', () => {
    gone.abort()
  })
  if (reply.raw.destroyed) gone.abort()
  return gone.signal
}

/** Where the next page is (RFC 8288), as the same request with another cursor. */
const nextLink = (url: string, cursor: string): string => {
  const [path = '', search] = url.split('?', 2)
  const query = new URLSearchParams(search)
  query.set('cursor', cursor)
  return `<${path}?${query.toString()}>; rel="next"`
}

const JSON_TYPE = 'application/json; charset=utf-8'

/** Headers that follow from the document: its version, and where it is when it is new. */
const describe = (reply: FastifyReply, route: Route, document: unknown): void => {
  const { id, generation } = (document ?? {}) as { readonly id?: unknown; readonly generation?: unknown }
  if (typeof generation === 'number') reply.header('etag', `"${String(generation)}"`)
  if (route.status === 201 && typeof id === 'string' && !route.path.includes(':'))
    reply.header('location', `${route.path}/${id}`)
}

const answer = async (
  served: Served & { kind: 'answer' },
  request: FastifyRequest,
  reply: FastifyReply,
  { waits, authenticate }: Pick<MountOptions, 'waits' | 'authenticate'>,
): Promise<string | undefined> => {
  const { route } = served
  const call = callOf(route, request)
  const fields = fieldsOf(call.query, route.answer)
  const document = await handled(served, call)
  const { caller } = call
  void reply.type(JSON_TYPE)
  if (caller.dryRun) return JSON.stringify(DryRun.parse({ dry_run: true, changes: caller.planned }))
  if (caller.replayed) reply.header('idempotent-replayed', 'true')
  const final = await awaited(served, call, document, { waits, reply, authenticate })
  if (final === undefined && route.method === 'DELETE') {
    void reply.code(204).removeHeader('content-type')
    return undefined
  }
  if (final instanceof TextAnswer) {
    void reply.type(final.type)
    if (final.nextCursor !== null) reply.header('link', nextLink(request.url, final.nextCursor))
    return final.text
  }
  // Parsed by its own schema: a field that is not in the contract is never told.
  const told = route.answer?.parse(final)
  void reply.code(route.status)
  describe(reply, route, told)
  return JSON.stringify(cutToFields(told, fields))
}

/** A stream whose events are, like answers, cut to their schemas. */
async function* toldEvents(
  { route, open }: Served & { kind: 'stream' },
  call: Call<Route>,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  for await (const { event, data, ...rest } of open(call, signal)) {
    call.caller.requireDecision()
    yield { event, ...rest, data: route.events?.[event]?.parse(data) }
  }
}

/** Refuses to start with a route that nobody answers, or that two do, or that cannot do what its query offers. */
const checkComplete = (served: readonly Served[]): void => {
  const names = served.map(({ route }) => route.name)
  const missing = allRoutes.filter(({ name }) => !names.includes(name))
  const doubled = names.filter((name, index) => names.indexOf(name) !== index)
  if (missing.length > 0 || doubled.length > 0)
    throw new Error(
      `routes without a handler: ${missing.map(({ name }) => name).join(', ')}; with two: ${doubled.join(', ')}`,
    )
  const deaf = served.filter((one) => 'wait' in one.route.query.shape && !('reread' in one && one.reread !== undefined))
  if (deaf.length > 0)
    throw new Error(`routes with "wait" and no way to read again: ${deaf.map(({ route }) => route.name).join(', ')}`)
}

const handlerOf =
  (one: Served, options: MountOptions) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    if (one.kind === 'answer') return (await answer(one, request, reply, options)) ?? (await reply.send())
    const call = callOf(one.route, request)
    await options.streams.serve(request, reply, (signal) => toldEvents(one, call, signal))
    return await reply
  }

/** Mounts every route of the API: who may call it, what it takes and what it answers all come from the route itself. */
export const mountRoutes = (fastify: FastifyInstance, served: readonly Served[], options: MountOptions): void => {
  checkComplete(served)
  for (const one of served) {
    const { method, path, access, body } = one.route
    fastify.route({
      config: { takesBody: body !== undefined },
      // A stream has no end, so there is no HEAD of it.
      method: method === 'GET' && one.kind === 'answer' ? ['GET', 'HEAD'] : method,
      url: fastifyPath(path),
      onRequest: async (request) => {
        request.grants = await options.authenticate(request.headers.authorization, access)
      },
      handler: handlerOf(one, options),
    })
  }
  mountRefusals(fastify, served)
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Answers the methods that a path does not have: 405 says which ones it has, to anybody, since the document of the API says so too. */
const mountRefusals = (fastify: FastifyInstance, served: readonly Served[]): void => {
  const byPath = Map.groupBy(served, ({ route }) => fastifyPath(route.path).replaceAll(/(?<!:):\w+/g, ':any'))
  for (const [, all] of byPath) {
    const url = fastifyPath(all[0]?.route.path ?? '')
    const has = METHODS.filter((method) => fastify.hasRoute({ method, url }))
    const allow = has.join(', ')
    fastify.route({
      method: METHODS.filter((method) => !has.includes(method)),
      url,
      // Before the body is read.
      onRequest: async (request, reply) => {
        reply.header('allow', allow)
        const path = request.url.split('?', 1)[0] ?? ''
        await Promise.reject(new DomainError('method_not_allowed', `${path} has no ${request.method}; it has ${allow}`))
      },
      handler: async () => {
        await Promise.resolve()
      },
    })
  }
}
