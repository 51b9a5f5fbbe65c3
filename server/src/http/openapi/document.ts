import { allRoutes, type Route } from '@quantumnet/api'
import { z } from 'zod'
import {
  createDocument,
  type CreateDocumentOptions,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi'
import { answerExamples, answersOf } from './answers.ts'
import { headerComponents, requestHeaders } from './headers.ts'
import { problemAnswers, problemExamples, problemsOf } from './problems.ts'

/** The OpenAPI 3.1 document, printed from the routes. Pure. */

const isEmpty = (schema: z.ZodObject): boolean => Object.keys(schema.shape).length === 0

const accessInWords = ({ access }: Route): string => {
  if (access === 'public') return 'Anybody may call it.'
  if (access === 'node' || access === 'feed') return `Needs a token for \`${access}\`.`
  return `Needs the role \`${access}\`${access === 'platform_admin' ? '' : ' in the project'}, or more.`
}

const operationOf = (route: Route): ZodOpenApiOperationObject => {
  const header = requestHeaders(route)
  return {
    operationId: route.name,
    summary: route.summary,
    description: accessInWords(route),
    tags: [route.tag],
    security: route.access === 'public' ? [] : [{ token: [] }],
    requestParams: {
      ...(isEmpty(route.params) ? {} : { path: route.params }),
      ...(isEmpty(route.query) ? {} : { query: route.query }),
      ...(header && { header }),
    },
    ...(route.body && {
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: route.body,
            ...('body' in route.example && { example: route.example.body }),
          },
        },
      },
    }),
    responses: { ...answersOf(route), ...problemsOf(route) },
  }
}

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
const shorten: NonNullable<CreateDocumentOptions['override']> = ({ jsonSchema, zodSchema, io }) => {
  if (jsonSchema.format === 'uuid' || jsonSchema.format === 'date-time') delete jsonSchema.pattern
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  // A flag of a query is read from a text, and documented as what it means.
  if (jsonSchema.type === 'boolean') delete jsonSchema.anyOf
  // An answer may get more fields one day; a reader has to pass over those that it does not know.
  if (io === 'output' && zodSchema instanceof z.ZodObject && zodSchema.def.catchall === undefined)
    delete jsonSchema.additionalProperties
}

const DESCRIPTION = `A software-defined network control plane on OVN.

Every error is a problem document (RFC 9457) with a stable \`code\`, what to do about it, and the fields that are wrong. Lists come in pages.
Writes take \`dry_run\` and \`wait\`; a create is repeated safely with an \`id\` of the caller or with an \`Idempotency-Key\`.`

type Document = ReturnType<typeof createDocument>

/** zod-openapi says the description of a parameter in its schema, and sometimes beside it too: once is enough. */
const describeParametersOnce = (document: Document): Document => {
  for (const item of Object.values(document.paths ?? {}))
    for (const operation of [item.get, item.post, item.put, item.patch, item.delete])
      for (const parameter of operation?.parameters ?? []) describeOnce(parameter)
  return document
}

const describeOnce = (parameter: object): void => {
  const { schema } = parameter as { schema?: { description?: string } }
  if (schema?.description === undefined) return
  Object.assign(parameter, { description: schema.description })
  delete schema.description
}

export const openApiDocument = (): Document =>
  describeParametersOnce(
  createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'QuantumNet',
        version: '1',
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      tags: [...new Set(allRoutes.map(({ tag }) => tag))].map((name) => ({ name })),
      components: {
        securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
        headers: headerComponents,
        examples: { ...answerExamples, ...problemExamples },
        responses: problemAnswers,
      },
      paths: pathsOf(allRoutes),
    },
    { override: shorten },
  ))
