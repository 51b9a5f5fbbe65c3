import fastifySwagger from '@fastify/swagger'
import fastifySwaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import type { openApiDocument } from './openapi/document.ts'

/**
 * The browsable reference at /docs: Swagger UI, from files of this server only (docs/adr/0025-swagger-ui-for-the-reference.md). The page may load and ask nothing but this
 * server, runs no inline script, and cannot be framed by a page that wants a click on it.
 */
const POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': ["'self'", 'data:'],
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
}

/** Serves the reference of this document to anybody. */
export const mountDocs = (http: FastifyInstance, document: ReturnType<typeof openApiDocument>): void => {
  // Whoever opens the server in a browser is shown what it can do.
  http.get('/', { exposeHeadRoute: true }, async (_, reply) => await reply.redirect('/docs'))
  // A scope of its own: the headers of the page are not those of the API.
  http.register(async (scope) => {
    scope.addHook('onSend', async (_, reply) => {
      reply.headers({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
      await Promise.resolve()
    })
    // Whoever only looks whether the page is there (RFC 9110 §9.3.2); its routes are not ours to write.
    scope.addHook('onRoute', (route) => {
      if (route.method === 'GET') scope.route({ ...route, method: 'HEAD' })
    })
    await scope.register(fastifySwagger, { mode: 'static', specification: { document: document as never } })
    await scope.register(fastifySwaggerUi, {
      routePrefix: '/docs',
      staticCSP: POLICY,
      theme: { title: 'QuantumNet API' },
      uiConfig: {
        layout: 'BaseLayout',
        docExpansion: 'list',
        filter: true,
        defaultModelsExpandDepth: 0,
        defaultModelExpandDepth: 2,
      },
    })
  })
}
