import type { FieldError, Route } from '@quantumnet/api'
import type { z } from 'zod'
import { DomainError } from '../errors.ts'
import { fieldErrorsOf, type Part } from './field-errors.ts'
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

/** Checks a request against its route, all parts at once. @throws DomainError invalid_request that names the fields, up to 50 of them */
export const validate = (route: Route, raw: RawParts): Parts => {
  const told: FieldError[] = []
  let count = 0
  const parse = (part: Part, schema: z.ZodType): unknown => {
    const parsed = schema.safeParse(raw[part])
    if (!parsed.success) {
      const errors = fieldErrorsOf(parsed.error, part, schema, raw[part])
      count += errors.length
      told.push(...errors.slice(0, MOST_TOLD - told.length))
    }
    return parsed.data
  }
  const params = parse('params', route.params)
  const query = parse('query', route.query)
  const body = route.body === undefined ? undefined : parse('body', route.body)
  if (count > 0) throw new DomainError('invalid_request', summary(told, count), { errors: told })
  const parts: unknown = { params, query, body }
  return parts as Parts
}
