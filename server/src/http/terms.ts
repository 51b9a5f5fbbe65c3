import type { Route } from '@quantumnet/api'
import type { FastifyRequest } from 'fastify'
import { DomainError, fieldError } from '../errors.ts'
import type { Idempotency, RequestTerms } from '../resource-kit/caller.ts'
import { canonicalJson, sha256 } from '../resource-kit/canonical.ts'

/** How a request wants to be carried out: its headers and the part of its query that every write has. */

type Parts = Readonly<Record<'params' | 'query' | 'body', unknown>>

/** The value of a header; of one that came several times, all of them. */
export const headerOf = (headers: FastifyRequest['headers'], name: string): string | undefined => {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

/** Strong comparison (RFC 9110 §8.8.3.2): a weak tag names no generation. */
const generationOf = (tag: string): number[] => {
  const digits = /^"(\d{1,15})"$/.exec(tag)?.[1]
  return digits === undefined ? [] : [Number(digits)]
}

const LIST_OF_TAGS = /^(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*$/

/** Generations that If-Match names (RFC 9110 §13.1.1); undefined: it asks for nothing. @throws DomainError invalid_request */
export const ifMatchOf = (header: string | undefined): readonly number[] | undefined => {
  const text = header?.trim()
  if (text === undefined || text === '*') return undefined
  if (!LIST_OF_TAGS.test(text))
    throw fieldError('invalid_request', {
      pointer: 'If-Match',
      message: 'is not a list of ETags',
      value: text.slice(0, 200),
      allowed: 'the ETag of the newest answer, with its quotes: "7"; or *',
    })
  return text.split(/\s*,\s*/).flatMap(generationOf)
}

const KEY = /^[\x21-\x7e]{1,255}$/

const idempotencyOf = (header: string | undefined, route: Route, parts: Parts): Idempotency | undefined => {
  // A read and a replacement are repeated safely by themselves.
  if (header === undefined || route.method === 'GET') return undefined
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header
  if (!KEY.test(key))
    throw fieldError('invalid_request', {
      pointer: 'Idempotency-Key',
      message: 'is not a key',
      allowed: '1 to 255 visible ASCII characters without blanks, such as a UUID',
    })
  return { key, route: `${route.method} ${route.path}`, digest: sha256(canonicalJson(parts)) }
}

const isDryRun = (query: unknown): boolean =>
  typeof query === 'object' && query !== null && 'dry_run' in query && query.dry_run === true

/** @throws DomainError invalid_request, precondition_required */
export const termsOf = (route: Route, request: FastifyRequest, parts: Parts): RequestTerms => {
  const ifMatch = headerOf(request.headers, 'if-match')
  if (route.ifMatch === 'required' && ifMatch === undefined)
    throw new DomainError(
      'precondition_required',
      'this replaces a list whose order counts: send the ETag of the list that it was made from as If-Match',
    )
  return {
    requestId: request.id,
    access: route.access,
    dryRun: isDryRun(parts.query),
    ifMatch: ifMatchOf(ifMatch),
    idempotency: idempotencyOf(headerOf(request.headers, 'idempotency-key'), route, parts),
  }
}
