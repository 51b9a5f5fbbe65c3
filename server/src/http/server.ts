import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { v7 } from 'uuid'
import type { Logger } from 'pino'
import { answerError, answerUnknownRoute } from './error-handler.ts'

/** A report of a node with 10 000 interfaces fits. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024

/** Fastify as every route needs it: JSON only, problems for every error, one log line a request. */
export const createHttpServer = (log: Logger): FastifyInstance => {
  // The type keeps pino's own from going into the type of the server.
  const baseLog: FastifyBaseLogger = log
  const server = fastify({
    loggerInstance: baseLog,
    // One line of our own per request instead of two.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    genReqId: () => v7(),
    bodyLimit: BODY_LIMIT_BYTES,
    exposeHeadRoutes: false,
    // Idle connections are closed at the end; streams end by themselves (see sse.ts).
    forceCloseConnections: 'idle',
    frameworkErrors: answerError,
  })
  server.removeContentTypeParser('text/plain')
  server.setErrorHandler(answerError)
  server.setNotFoundHandler(answerUnknownRoute)
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    await Promise.resolve()
  })
  server.addHook('onResponse', async (request, reply) => {
    const { method, url, actor } = request
    const ms = Math.round(reply.elapsedTime * 10) / 10
    const line = { method, url, status: reply.statusCode, ms, token_id: (actor as typeof actor | undefined)?.tokenId }
    request.log[reply.statusCode >= 400 ? 'info' : 'debug'](line, 'request')
    await Promise.resolve()
  })
  return server
}
