import * as z from 'zod'
import { explain, type Explanation, type Issue } from './explain-issue.ts'
import type { FieldError } from './problem.ts'

/** Says in words what a schema refuses: where, what was sent, and what is allowed. Pure. */

type Path = readonly PropertyKey[]

/** A part of a request, and how its fields are pointed at (see FieldError in the API). */
export type RequestPart = 'body' | 'query' | 'params'

/** Names and values of a request are told back no longer than this. */
const LONGEST_TOLD = 200

const cut = (text: string): string => (text.length > LONGEST_TOLD ? `${text.slice(0, LONGEST_TOLD)}…` : text)

const pointerTo = (part: RequestPart, path: Path): string => {
  const steps = path.map((step) => cut(String(step)))
  // A parameter with several values, such as `project=a,b`, is still one parameter.
  if (part === 'query') return `?${steps.slice(0, 1).join('')}`
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

const fieldsAt = (schema: z.core.$ZodType, path: Path): readonly string[] => {
  const object = schemaAt(schema, path)
  if (object instanceof z.ZodObject) return Object.keys(object.shape)
  const keys = object instanceof z.ZodRecord ? object.keyType : undefined
  return keys instanceof z.ZodEnum ? keys.options.map(String) : []
}

const knownFields = (schema: z.core.$ZodType, path: Path): string => {
  const fields = fieldsAt(schema, path)
  return fields.length === 0 ? 'no fields' : `the fields ${fields.join(', ')}`
}

/** An alternative of a union that was meant: the value is of its form, and something inside of it is wrong. */
const meantAlternative = (issue: Issue): readonly Issue[] | undefined =>
  issue.code === 'invalid_union'
    ? issue.errors.find((issues) => issues.length > 0 && issues.every(({ path }) => path.length > 0))
    : undefined

/** What a text in this place would have to be, such as a UUID, where that is more than any text. */
const textAt = (schema: z.core.$ZodType, path: Path): string | undefined => {
  const text = schemaAt(schema, path)
  const [refusal] = text instanceof z.ZodType ? (text.safeParse('').error?.issues ?? []) : []
  return refusal?.code === 'invalid_format' ? explain(refusal, '').allowed : undefined
}

/** A value that is missing or of another type hides from the schema what its text would have to be. */
const explainAt = (issue: Issue, schema: z.core.$ZodType, value: unknown): Explanation => {
  const said = explain(issue, value)
  if (issue.code !== 'invalid_type' || issue.expected !== 'string') return said
  const allowed = textAt(schema, issue.path)
  if (allowed === undefined) return said
  return { message: value === undefined ? said.message : `must be ${allowed}`, allowed }
}

const ofIssue = (issue: Issue, part: RequestPart, schema: z.core.$ZodType, input: unknown): FieldError[] => {
  if (issue.code === 'unrecognized_keys') {
    const allowed = knownFields(schema, issue.path)
    return issue.keys.map((key) => {
      const path = [...issue.path, key]
      return { pointer: pointerTo(part, path), message: 'is not a known field', ...sent(valueAt(input, path)), allowed }
    })
  }
  const meant = meantAlternative(issue)
  if (meant !== undefined)
    return meant.flatMap((inner) => ofIssue({ ...inner, path: [...issue.path, ...inner.path] }, part, schema, input))
  const value = valueAt(input, issue.path)
  return [{ pointer: pointerTo(part, issue.path), ...explainAt(issue, schema, value), ...sent(value) }]
}

/** A number beyond all bounds breaks two of them: the nearer one, which is the schema's own, is told. */
const nearest = (issues: readonly Issue[]): readonly Issue[] =>
  issues.filter(
    (issue, index) =>
      !(issue.code === 'too_big' && issue.maximum === Number.MAX_SAFE_INTEGER) ||
      !issues.some((other, at) => at !== index && other.path.join('/') === issue.path.join('/')),
  )

/** Every field of `input` that `schema` refuses. */
export const fieldErrorsOf = (
  error: z.core.$ZodError,
  part: RequestPart,
  schema: z.core.$ZodType,
  input: unknown,
): FieldError[] => nearest(error.issues).flatMap((issue) => ofIssue(issue, part, schema, input))
