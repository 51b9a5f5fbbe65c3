import { allRoutes, type Route } from '@quantumnet/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../ctx.ts'
import type { Authenticate } from './auth.ts'
import type { Served } from './serve.ts'
import type { Streams } from './sse.ts'
import { validate } from './validate.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before the body is read. */
    actor: Actor
  }
}

/** `/v1/ports/{id}` in Fastify's spelling. A literal colon, as in `/v1/drift:repair`, is doubled. */
export const fastifyPath = (path: string): string => path.replaceAll(':', '::').replace(/\{(\w+)\}/g, ':$1')

const callOf = (route: Route, request: FastifyRequest): ReturnType<typeof validate> =>
  validate(route, { params: request.params, query: request.query, body: request.body }, request.actor)

const answer = async (
  { route, handler }: Served & { kind: 'answer' },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string> => {
  const document = await handler(callOf(route, request))
  void reply.code(route.status).type('application/json; charset=utf-8')
  // Parsed by its own schema: a field that is not in the contract is never told.
  return JSON.stringify(route.answer?.parse(document))
}

/** A stream whose events are, like answers, cut to their schemas. */
async function* toldEvents(
  { route, open }: Served & { kind: 'stream' },
  call: ReturnType<typeof validate>,
  signal: AbortSignal,
): AsyncGenerator<{ event: string; data: unknown }> {
  for await (const { event, data } of open(call, signal)) yield { event, data: route.events?.[event]?.parse(data) }
}

/** Refuses to start with a route that nobody answers, or that two do. */
const checkComplete = (served: readonly Served[]): void => {
  const names = served.map(({ route }) => route.name)
  const missing = allRoutes.filter(({ name }) => !names.includes(name))
  const doubled = names.filter((name, index) => names.indexOf(name) !== index)
  if (missing.length > 0 || doubled.length > 0)
    throw new Error(
      `routes without a handler: ${missing.map(({ name }) => name).join(', ')}; with two: ${doubled.join(', ')}`,
    )
}

/** Mounts every route of the API: who may call it, what it takes and what it answers all come from the route itself. */
export const mountRoutes = (
  fastify: FastifyInstance,
  served: readonly Served[],
  { authenticate, streams }: { readonly authenticate: Authenticate; readonly streams: Streams },
): void => {
  checkComplete(served)
  for (const one of served)
    fastify.route({
      method: one.route.method,
      url: fastifyPath(one.route.path),
      onRequest: async (request) => {
        request.actor = await authenticate(request.headers.authorization, one.route.access)
      },
      handler: async (request, reply) => {
        if (one.kind === 'answer') return await answer(one, request, reply)
        const call = callOf(one.route, request)
        await streams.serve(request, reply, (signal) => toldEvents(one, call, signal))
        return await reply
      },
    })
}
