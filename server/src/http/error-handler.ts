import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { isDataException } from '../db/failures.ts'
import { DomainError } from '../errors.ts'
import { problemOf } from './problem.ts'

/** What Fastify refuses by itself, in words of ours. Everything here is the caller's to mend. */
const REFUSALS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'the body is not valid JSON',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'the body is empty, but a JSON document is expected',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'the body must be sent with "Content-Type: application/json"',
  FST_ERR_CTP_BODY_TOO_LARGE: 'the body is larger than 4 MiB',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'the body is not as long as its Content-Length says',
  FST_ERR_BAD_URL: 'the path is not a valid URL',
  FST_ERR_MAX_PARAM_LENGTH: 'a path parameter is too long',
}

const asDomainError = (error: unknown): DomainError => {
  if (error instanceof DomainError) return error
  const { code = '', statusCode = 500 } = error as Partial<FastifyError>
  const refusal = REFUSALS[code] ?? (error instanceof SyntaxError && statusCode === 400 ? error.message : undefined)
  if (refusal !== undefined) return new DomainError('invalid_request', refusal, { cause: error })
  if (isDataException(error))
    return new DomainError('invalid_request', 'the database cannot take a value of the request; nothing was changed', {
      cause: error,
    })
  return new DomainError(
    'internal',
    'something went wrong in the server; its log has the reason under the request id',
    {
      cause: error,
    },
  )
}

const HEADERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  unauthenticated: { 'www-authenticate': 'Bearer' },
  unavailable: { 'retry-after': '1' },
}

/** The one place where an error becomes an answer. What is not the caller's fault is logged with its causes, and not told. */
export const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
  const known = asDomainError(error)
  if (known.code === 'internal') request.log.error({ err: error }, 'request failed')
  else if (isDataException(known.cause))
    request.log.warn({ err: known }, 'a schema lets a value through that it must not')
  // Without a cause it is what the answer says: an unready server would log a stack for every probe.
  else if (known.status >= 500 && known.cause !== undefined)
    request.log.warn({ err: known }, 'request refused: a part is not available')
  void reply
    .code(known.status)
    .type('application/problem+json')
    .headers({ 'x-request-id': request.id, ...HEADERS[known.code] })
    // As bytes: Fastify would add a charset, which this media type does not have (RFC 9457 §6.1, RFC 8259 §11).
    .send(Buffer.from(JSON.stringify(problemOf(known, request.id))))
}

/** Answers a path or method that no route has. */
export const answerUnknownRoute = (request: FastifyRequest, reply: FastifyReply): void => {
  const path = request.url.split('?', 1)[0] ?? ''
  const message = `there is no operation ${request.method} ${path}; /v1/openapi.json lists all of them`
  answerError(new DomainError('not_found', message), request, reply)
}
