import { allRoutes, errorCodes, Problem, type ErrorCode, type Route } from '@quantumnet/api'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  createDocument,
  type CreateDocumentOptions,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi'

/** The OpenAPI 3.1 document, printed from the routes. Pure. */

/** Errors that any operation may answer with. */
const ANY: readonly ErrorCode[] = ['invalid_request', 'internal', 'unavailable']
const WITH_TOKEN: readonly ErrorCode[] = ['unauthenticated', 'forbidden']

const errorsOf = ({ access, errors }: Route): ErrorCode[] => [
  ...new Set([...ANY, ...(access === 'public' ? [] : WITH_TOKEN), ...errors]),
]

/** One response per status: codes with the same status share it, and are listed. */
const errorResponses = (route: Route): ZodOpenApiResponsesObject => {
  const byStatus = Map.groupBy(errorsOf(route), (code) => errorCodes[code].status)
  return Object.fromEntries(
    [...byStatus.entries()]
      .sort(([a], [b]) => a - b)
      .map(([status, codes]) => [
        String(status),
        {
          description: codes.map((code) => `\`${code}\`: ${errorCodes[code].title}.`).join(' '),
          content: { 'application/problem+json': { schema: Problem } },
        },
      ]),
  )
}

/** OpenAPI 3.1 has no words for a stream of events, so its schema is that of one event's document. */
const streamContent = (events: NonNullable<Route['events']>): { description: string; schema: z.ZodType } => {
  const [first, second, ...rest] = Object.values(events)
  const named = Object.keys(events).map((name) => `\`${name}\``)
  return {
    description: `Server-sent events (text/event-stream): ${named.join(', ')}. Comments in between keep the connection alive.`,
    schema: first === undefined ? z.never() : second === undefined ? first : z.union([first, second, ...rest]),
  }
}

const successResponse = (route: Route): ZodOpenApiResponsesObject => {
  if (route.events !== undefined) {
    const { description, schema } = streamContent(route.events)
    return { '200': { description, content: { 'text/event-stream': { schema } } } }
  }
  const description = { 200: 'Done.', 201: 'Created.', 202: 'Accepted.' }[route.status]
  const content = route.answer === undefined ? {} : { content: { 'application/json': { schema: route.answer } } }
  return { [String(route.status) as '200']: { description, ...content } }
}

const isEmpty = (schema: z.ZodObject): boolean => Object.keys(schema.shape).length === 0

const operationOf = (route: Route): ZodOpenApiOperationObject => ({
  operationId: route.name,
  summary: route.summary,
  tags: [route.tag],
  security: route.access === 'public' ? [] : [{ token: [] }],
  requestParams: {
    ...(isEmpty(route.params) ? {} : { path: route.params }),
    ...(isEmpty(route.query) ? {} : { query: route.query }),
  },
  ...(route.body === undefined
    ? {}
    : { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } }),
  responses: { ...successResponse(route), ...errorResponses(route) },
})

const pathsOf = (routes: readonly Route[]): ZodOpenApiPathsObject => {
  const byPath = Map.groupBy(routes, ({ path }) => path)
  return Object.fromEntries(
    [...byPath].map(([path, operations]) => [
      path,
      Object.fromEntries(operations.map((route) => [route.method.toLowerCase(), operationOf(route)])),
    ]),
  )
}

/** What zod prints beside a format, or as the bounds of every safe integer, tells a reader nothing. */
const shorten: NonNullable<CreateDocumentOptions['override']> = ({ jsonSchema }) => {
  if (jsonSchema.format === 'uuid' || jsonSchema.format === 'date-time') delete jsonSchema.pattern
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
}

export const openApiDocument = (): ReturnType<typeof createDocument> =>
  createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'QuantumNet',
        version: '1',
        description: 'A software-defined network control plane on OVN. Errors are problem documents (RFC 9457).',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      tags: [...new Set(allRoutes.map(({ tag }) => tag))].map((name) => ({ name })),
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      paths: pathsOf(allRoutes),
    },
    { override: shorten },
  )

/** The document as it is checked in and served. */
export const openApiText = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`

/** Serves the document to anybody at /v1/openapi.json. */
export const mountOpenApi = (http: FastifyInstance): void => {
  const text = openApiText()
  http.get('/v1/openapi.json', async (_, reply) => await reply.type('application/json; charset=utf-8').send(text))
}
