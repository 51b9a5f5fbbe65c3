import type { FastifyInstance } from 'fastify'
import { openApiDocument } from './openapi/document.ts'

/** The document as it is checked in and served. */
export const openApiText = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`

/** Serves the document to anybody at /v1/openapi.json. */
export const mountOpenApi = (http: FastifyInstance): void => {
  const text = openApiText()
  http.get('/v1/openapi.json', async (_, reply) => await reply.type('application/json; charset=utf-8').send(text))
}
