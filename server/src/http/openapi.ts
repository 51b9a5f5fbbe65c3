import type { FastifyInstance } from 'fastify'
import { mountDocs } from './docs.ts'
import { openApiDocument } from './openapi/document.ts'

/** The document as it is checked in and served. */
export const openApiText = (document: ReturnType<typeof openApiDocument> = openApiDocument()): string =>
  `${JSON.stringify(document, null, 2)}\n`

/** Serves the document to anybody at /v1/openapi.json, and a page to read it at /docs. */
export const mountOpenApi = (http: FastifyInstance): void => {
  const document = openApiDocument()
  const text = openApiText(document)
  http.get('/v1/openapi.json', async (_, reply) => await reply.type('application/json; charset=utf-8').send(text))
  mountDocs(http, document)
}
