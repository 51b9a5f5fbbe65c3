import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { isDataException } from '../db/failures.ts'
import { DomainError } from '../errors.ts'
import { problemOf } from './problem.ts'

interface Refusal {
  readonly message: string
  readonly remedy: string
}

const SEND_JSON = 'Send one JSON document (RFC 8259) with "Content-Type: application/json".'

/** What Fastify refuses by itself, in words of ours. Everything here is the caller's to mend. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: { message: 'the body is not valid JSON', remedy: SEND_JSON },
  FST_ERR_CTP_EMPTY_JSON_BODY: { message: 'the body is empty, but a JSON document is expected', remedy: SEND_JSON },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    message: 'the body must be sent with "Content-Type: application/json"',
    remedy: SEND_JSON,
  },
  FST_ERR_CTP_BODY_TOO_LARGE: { message: 'the body is larger than 4 MiB', remedy: 'Send it in several requests.' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    message: 'the body is not as long as its Content-Length says',
    remedy: 'Send as many bytes as Content-Length says.',
  },
  FST_ERR_BAD_URL: { message: 'the path is not a valid URL', remedy: 'Encode the path (RFC 3986 §2.1).' },
  FST_ERR_MAX_PARAM_LENGTH: { message: 'a path parameter is too long', remedy: 'Send an id or name of the API.' },
}

/** How a body that is no JSON is refused by its parser, where Fastify has no code for it. */
const refusalOf = (error: unknown, { code = '', statusCode = 500 }: Partial<FastifyError>): Refusal | undefined =>
  REFUSALS[code] ??
  (error instanceof SyntaxError && statusCode === 400 ? { message: error.message, remedy: SEND_JSON } : undefined)

const asDomainError = (error: unknown): DomainError => {
  if (error instanceof DomainError) return error
  const refusal = refusalOf(error, error as Partial<FastifyError>)
  if (refusal !== undefined)
    return new DomainError('invalid_request', refusal.message, { remedy: refusal.remedy, cause: error })
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
  const refusal = new DomainError('not_found', `there is no operation ${request.method} ${path}`, {
    remedy: 'Read /docs, or /v1/openapi.json: they list all operations.',
  })
  answerError(refusal, request, reply)
}
