import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { newId } from '../random.ts'
import { answerClientError } from './client-error.ts'
import { answerError, answerUnknownRoute } from './error-handler.ts'

/** A report of a node with 10 000 interfaces fits. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024

/** How long requests may go on after the server was told to end. */
const DRAIN_MS = 10_000

export interface HttpServer {
  readonly http: FastifyInstance
  /**
   * Takes no more requests, lets those that were taken be answered, and closes every connection. Node by itself would wait for connections
   * that were opened ahead and never used, as clients and load balancers do.
   */
  readonly close: () => Promise<void>
}

/** Answers that are not yet sent. */
const watchUnanswered = (http: FastifyInstance): ReadonlySet<ServerResponse> => {
  const responses = new Set<ServerResponse>()
  http.server.on('request', (_, response: ServerResponse) => {
    responses.add(response)
    response.once('close', () => responses.delete(response))
  })
  return responses
}

const closeWhenAnswered = async (http: FastifyInstance, unanswered: ReadonlySet<ServerResponse>): Promise<void> => {
  const closed = http.close()
  const answered = Promise.all(
    [...unanswered].map(
      // "close" follows an error of the connection too.
      async (response) => {
        await new Promise<void>((resolve) => response.once('close', resolve))
      },
    ),
  )
  const drained = new AbortController()
  await Promise.race([answered, sleep(DRAIN_MS, undefined, { signal: drained.signal })])
  drained.abort()
  http.server.closeAllConnections()
  await closed
}

/** Clients send the type of a body with every request, also with one that has none. Where a route takes one, an empty one is refused. */
const parseJson = (http: FastifyInstance): void => {
  const parse = http.getDefaultJsonParser('error', 'error')
  http.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '' && request.routeOptions.config.takesBody !== true) done(null, undefined)
    else void parse(request, body, done)
  })
}

/** Fastify as every route needs it: JSON only, problems for every error, one log line a request. */
export const createHttpServer = (log: Logger): HttpServer => {
  // The type keeps pino's own from going into the type of the server.
  const baseLog: FastifyBaseLogger = log
  const http = fastify({
    loggerInstance: baseLog,
    // One line of our own per request instead of two.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    genReqId: newId,
    bodyLimit: BODY_LIMIT_BYTES,
    exposeHeadRoutes: false,
    // Connections are closed by `close`, after their answers.
    forceCloseConnections: false,
    frameworkErrors: answerError,
    clientErrorHandler: answerClientError,
  })
  const unanswered = watchUnanswered(http)
  http.removeContentTypeParser(['text/plain', 'application/json'])
  parseJson(http)
  http.setErrorHandler(answerError)
  http.setNotFoundHandler(answerUnknownRoute)
  http.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    await Promise.resolve()
  })
  http.addHook('onResponse', async (request, reply) => {
    const { method, url, grants } = request
    const ms = Math.round(reply.elapsedTime * 10) / 10
    const line = { method, url, status: reply.statusCode, ms, token_id: grants?.tokenId }
    request.log[reply.statusCode >= 400 ? 'info' : 'debug'](line, 'request')
    await Promise.resolve()
  })
  return {
    http,
    close: async () => {
      await closeWhenAnswered(http, unanswered)
    },
  }
}
