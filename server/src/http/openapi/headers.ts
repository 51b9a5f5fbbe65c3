import { documentedErrors, type Route } from '@quantumnet/api'
import { z } from 'zod'
import type { ZodOpenApiComponentsObject } from 'zod-openapi'

/** The headers of the API, for requests and for answers. Pure. */

const DESCRIPTIONS = {
  ETag: 'The generation that is answered. Send it back as If-Match to change exactly this one.',
  Location: 'Path of what was created.',
  'Idempotent-Replayed': '`true` when an earlier request with the same Idempotency-Key is answered again.',
  'X-Request-Id': 'Id of the request, as in the log of the server and in problems.',
  'Retry-After': 'Seconds after which it is worth trying again.',
  'WWW-Authenticate': 'How to authenticate: `Bearer`.',
} as const

/** A header of answers, by its name. */
export type AnswerHeader = keyof typeof DESCRIPTIONS
type HeaderRef = Readonly<Record<'$ref', string>>

/** The headers of answers, each described once. */
export const headerComponents: NonNullable<ZodOpenApiComponentsObject['headers']> = Object.fromEntries(
  Object.entries(DESCRIPTIONS).map(([name, description]) => [
    name,
    { description, schema: { type: name === 'Retry-After' ? 'integer' : 'string' } },
  ]),
)

/** References to the headers of these names. Every answer has the id of its request. */
export const headersOf = (...names: readonly AnswerHeader[]): Record<string, HeaderRef> =>
  Object.fromEntries([...names, 'X-Request-Id' as const].map((name) => [name, { $ref: `#/components/headers/${name}` }]))

/** Whether a route takes an Idempotency-Key. */
export const takesIdempotencyKey = (route: Route): boolean =>
  documentedErrors(route).includes('idempotency_mismatch')

/** Whether a route heeds If-Match. */
const heedsIfMatch = (route: Route): boolean => documentedErrors(route).includes('precondition_failed')

const IfMatch = z
  .string()
  .describe('ETag that the resource must still have, such as `"3"`; with another one nothing is changed (412)')
const IdempotencyKey = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\x21-\x7e]+$/)
  .describe(
    'a text that the caller uses for this request only, such as a UUID: a repetition within 24 hours is answered with what the first one did',
  )

/** The headers that requests of a route may carry; undefined when there is none of interest. */
export const requestHeaders = (route: Route): z.ZodObject | undefined => {
  const shape = {
    ...(takesIdempotencyKey(route) && { 'Idempotency-Key': IdempotencyKey.optional() }),
    ...(heedsIfMatch(route) && { 'If-Match': route.ifMatch === 'required' ? IfMatch : IfMatch.optional() }),
  }
  return Object.keys(shape).length === 0 ? undefined : z.object(shape)
}
