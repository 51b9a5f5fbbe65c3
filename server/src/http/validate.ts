import { fieldErrorsOf, type FieldError, type RequestPart as Part, type Route } from '@quantumnet/api'
import { z } from 'zod'
import { DomainError } from '../errors.ts'
import type { Call } from './serve.ts'

/** The parts of a request as its route has them. */
export type Parts = Pick<Call<Route>, Part>

/** The parts of a request as they came. */
export type RawParts = Readonly<Record<Part, unknown>>

const MOST_NAMED = 3
/** An answer tells no more errors than these, however many fields a request has. */
const MOST_TOLD = 50

const summary = (errors: readonly FieldError[], count: number): string => {
  const named = errors.slice(0, MOST_NAMED).map(({ pointer, message }) => `${pointer || 'the body'}: ${message}`)
  const more = count - named.length
  return more > 0 ? `${named.join('; ')}; and ${String(more)} more` : named.join('; ')
}

/** Pointers to what a resource has and a change of it has not: not unknown, but not to be changed either. */
const fixedFields = ({ method, answer, body }: Route): ReadonlySet<string> => {
  if (method !== 'PATCH' || !(answer instanceof z.ZodObject) || !(body instanceof z.ZodObject)) return new Set()
  return new Set(Object.keys(answer.shape).flatMap((name) => (name in body.shape ? [] : [`/${name}`])))
}

/**
 * Checks a request against its route, all parts at once.
 * @throws DomainError that names the fields, up to 50 of them: invalid_request, or immutable_field when nothing else is wrong
 */
export const validate = (route: Route, raw: RawParts): Parts => {
  const fixed = fixedFields(route)
  const told: FieldError[] = []
  let count = 0
  const parse = (part: Part, schema: z.ZodType): unknown => {
    const parsed = schema.safeParse(raw[part])
    if (!parsed.success) {
      const errors = fieldErrorsOf(parsed.error, part, schema, raw[part]).map((error) =>
        fixed.has(error.pointer) ? { ...error, message: 'cannot be changed' } : error,
      )
      count += errors.length
      told.push(...errors.slice(0, MOST_TOLD - told.length))
    }
    return parsed.data
  }
  const params = parse('params', route.params)
  const query = parse('query', route.query)
  const body = route.body === undefined ? undefined : parse('body', route.body)
  const code = told.every(({ pointer }) => fixed.has(pointer)) ? 'immutable_field' : 'invalid_request'
  if (count > 0) throw new DomainError(code, summary(told, count), { errors: told })
  const parts: unknown = { params, query, body }
  return parts as Parts
}
