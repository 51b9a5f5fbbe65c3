import * as z from 'zod'
import { errorCodes, type ErrorCode } from './error-codes.ts'

const codes = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]

/** One thing that is wrong: where (see `pointer`), what, and what is allowed. */
export const FieldError = z
  .object({
    pointer: z
      .string()
      .describe(
        'JSON pointer (RFC 6901) into the body; "?name": a parameter of the query; ":name": of the path; a name alone: a header',
      ),
    message: z.string(),
    value: z.unknown().optional().describe('what was sent'),
    allowed: z.string().optional().describe('what would be accepted'),
  })
  .meta({ id: 'FieldError' })
export type FieldError = z.infer<typeof FieldError>

/** A resource that refers to the one in question. */
export const Referrer = z
  .object({ kind: z.string().describe('kind of resource, such as `port`'), id: z.string(), name: z.string() })
  .meta({ id: 'Referrer' })
export type Referrer = z.infer<typeof Referrer>

/** RFC 9457 problem details, sent as application/problem+json. */
export const Problem = z
  .object({
    type: z.string().describe('stable URI of the code'),
    title: z.string(),
    status: z.int(),
    code: z.enum(codes),
    detail: z.string(),
    remedy: z.string().optional(),
    errors: z.array(FieldError).optional(),
    referrers: z.array(Referrer).optional(),
    request_id: z.string(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>
