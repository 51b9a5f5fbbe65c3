import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { DomainError } from '../errors.ts'
import { newId } from '../random.ts'
import { problemOf } from './problem.ts'

/** What Node's HTTP parser refuses before there is a request, in words of ours. */
const REFUSALS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'the headers are larger than 16 KiB',
  ERR_HTTP_REQUEST_TIMEOUT: 'the request did not come whole in time',
}

const answerOf = (detail: string): string => {
  const id = newId()
  const body = JSON.stringify(problemOf(new DomainError('invalid_request', detail), id))
  return [
    'HTTP/1.1 400 Bad Request',
    'content-type: application/problem+json',
    `content-length: ${String(Buffer.byteLength(body))}`,
    `x-request-id: ${id}`,
    'connection: close',
    '',
    body,
  ].join('\r\n')
}

/**
 * Answers what is no HTTP request with a problem, as every other refusal, and hangs up. Not logged: whoever scans ports would fill the log.
 */
export const answerClientError = function (this: FastifyInstance, error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  if (socket.writable) socket.write(answerOf(REFUSALS[error.code ?? ''] ?? 'this is not a valid HTTP/1.1 request'))
  socket.destroySoon()
}
