import type { FieldError } from '@quantumnet/api'
import { z } from 'zod'

/** Says in words what a schema refuses: where, what was sent, and what is allowed. Pure. */

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** A part of a request, and how its fields are pointed at (see FieldError in the API). */
export type Part = 'body' | 'query' | 'params'

/** Names and values of a request are told back no longer than this. */
const LONGEST_TOLD = 200

const cut = (text: string): string => (text.length > LONGEST_TOLD ? `${text.slice(0, LONGEST_TOLD)}…` : text)

const pointerTo = (part: Part, path: Path): string => {
  const steps = path.map((step) => cut(String(step)))
  if (part === 'query') return `?${steps.join('.')}`
  if (part === 'params') return `:${steps.join('.')}`
  return steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** What was sent, when it is one value: an object or an array may be too large or too deep to be told back. */
const sent = (value: unknown): Pick<FieldError, 'value'> => {
  if (value === undefined || (typeof value === 'object' && value !== null)) return {}
  return { value: typeof value === 'string' ? cut(value) : value }
}

const valueAt = (input: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    input,
  )

/** What lies behind optional, nullable and default. */
const unwrapped = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault
    ? unwrapped(schema.unwrap())
    : schema

const schemaAt = (schema: z.core.$ZodType | undefined, path: Path): z.core.$ZodType | undefined => {
  if (schema === undefined) return undefined
  const inner = unwrapped(schema)
  const [step, ...rest] = path
  if (step === undefined) return inner
  if (inner instanceof z.ZodObject) return schemaAt(inner.shape[String(step)] as z.ZodType | undefined, rest)
  if (inner instanceof z.ZodArray) return schemaAt(inner.element, rest)
  return undefined
}

const knownFields = (schema: z.core.$ZodType, path: Path): string => {
  const object = schemaAt(schema, path)
  const fields = object instanceof z.ZodObject ? Object.keys(object.shape) : []
  return fields.length === 0 ? 'no fields' : `the fields ${fields.join(', ')}`
}

/** What is wrong, and what would be accepted. */
interface Explanation {
  readonly message: string
  readonly allowed?: string
}

const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' items' }

const bound = (issue: Issue & { code: 'too_small' | 'too_big' }): Explanation => {
  const [relation, limit] = issue.code === 'too_small' ? ['at least', issue.minimum] : ['at most', issue.maximum]
  const text = `${relation} ${String(limit)}${UNITS[issue.origin] ?? ''}`
  return { message: UNITS[issue.origin] === undefined ? `must be ${text}` : `must have ${text}`, allowed: text }
}

/** The schemas of the API word their own refusals as "must ...". */
const worded = (message: string): Explanation => {
  const allowed = /^must (?:be|have) (.*)$/.exec(message)?.[1]
  return allowed === undefined ? { message } : { message, allowed }
}

const ofKey = ({ message, ...allowed }: Explanation): Explanation => ({ message: `key ${message}`, ...allowed })

const explain = (issue: Issue, value: unknown): Explanation => {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined
        ? { message: 'is required', allowed: issue.expected }
        : { message: `must be of type ${issue.expected}`, allowed: issue.expected }
    case 'invalid_value': {
      const allowed = issue.values.map((option) => JSON.stringify(option)).join(', ')
      return { message: `must be one of ${allowed}`, allowed }
    }
    case 'too_small':
    case 'too_big':
      return bound(issue)
    case 'invalid_format':
      return issue.format === 'uuid' ? worded('must be a UUID') : worded(issue.message)
    case 'invalid_key':
      return ofKey(worded(issue.issues[0]?.message ?? 'is not allowed'))
    default:
      return worded(issue.message)
  }
}

const ofIssue = (issue: Issue, part: Part, schema: z.core.$ZodType, input: unknown): FieldError[] => {
  if (issue.code === 'unrecognized_keys') {
    const allowed = knownFields(schema, issue.path)
    return issue.keys.map((key) => {
      const path = [...issue.path, key]
      return { pointer: pointerTo(part, path), message: 'is not a known field', ...sent(valueAt(input, path)), allowed }
    })
  }
  const value = valueAt(input, issue.path)
  return [{ pointer: pointerTo(part, issue.path), ...explain(issue, value), ...sent(value) }]
}

/** Every field of `input` that `schema` refuses. */
export const fieldErrorsOf = (
  error: z.core.$ZodError,
  part: Part,
  schema: z.core.$ZodType,
  input: unknown,
): FieldError[] => error.issues.flatMap((issue) => ofIssue(issue, part, schema, input))
