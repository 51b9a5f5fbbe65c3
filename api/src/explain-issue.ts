import type { z } from 'zod'

/** What a schema refuses, in words of ours: none of zod's are told. Pure. */

export type Issue = z.core.$ZodIssue

/** What is wrong, and what would be accepted. */
export interface Explanation {
  readonly message: string
  readonly allowed?: string
}

const TYPES: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a string',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'a UUID',
  datetime: 'a time in UTC such as 2026-03-01T09:30:00Z',
  date: 'a date such as 2026-03-01',
  email: 'an e-mail address',
  url: 'a URL',
}

const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' items' }

const must = (allowed: string): Explanation => ({ message: `must be ${allowed}`, allowed })

const bound = (issue: Issue & { code: 'too_small' | 'too_big' }): Explanation => {
  const [relation, limit] = issue.code === 'too_small' ? ['at least', issue.minimum] : ['at most', issue.maximum]
  const allowed = `${relation} ${String(limit)}${UNITS[issue.origin] ?? ''}`
  return { message: UNITS[issue.origin] === undefined ? `must be ${allowed}` : `must have ${allowed}`, allowed }
}

const oneOf = (options: readonly unknown[]): Explanation => {
  const allowed = options.map((option) => JSON.stringify(option)).join(', ')
  return { message: `must be one of ${allowed}`, allowed }
}

/** The schemas of the API word their own refusals, mostly as "must ..."; what begins with these words is zod's. */
const ZODS_OWN = /^(?:Invalid|Unrecognized|Too (?:small|big)|Expected)\b/

const worded = (message: string, otherwise: string): Explanation => {
  if (ZODS_OWN.test(message)) return { message: otherwise }
  const allowed = /^must (?:be|have) (.*)$/.exec(message)?.[1]
  return allowed === undefined ? { message } : { message, allowed }
}

const explainFormat = (issue: Issue & { code: 'invalid_format' }): Explanation => {
  const format = FORMATS[issue.format]
  return format === undefined || !ZODS_OWN.test(issue.message)
    ? worded(issue.message, 'does not have the form that is asked for')
    : must(format)
}

/** What each of the alternatives would take, where the value as a whole is of none. */
const explainUnion = (issue: Issue & { code: 'invalid_union' }): Explanation => {
  // A discriminated union tells the values of its discriminator.
  if ('options' in issue && Array.isArray(issue.options)) return oneOf(issue.options)
  const each = issue.errors.flatMap(([first]) => (first === undefined ? [] : (explain(first, null).allowed ?? [])))
  return each.length === 0 ? { message: 'is of no form that is allowed' } : must([...new Set(each)].join(' or '))
}

const explainType = ({ expected }: Issue & { code: 'invalid_type' }, value: unknown): Explanation => {
  const allowed = TYPES[expected] ?? expected
  return value === undefined ? { message: 'is required', allowed } : must(allowed)
}

const explainKey = ({ issues: [first] }: Issue & { code: 'invalid_key' }): Explanation => {
  const { message, allowed }: Explanation = first === undefined ? { message: 'is not allowed' } : explain(first, '')
  return { message: `key ${message}`, ...(allowed !== undefined && { allowed }) }
}

/** @param value what was sent; undefined: nothing */
export const explain = (issue: Issue, value: unknown): Explanation => {
  switch (issue.code) {
    case 'invalid_type':
      return explainType(issue, value)
    case 'invalid_value':
      return oneOf(issue.values)
    case 'too_small':
    case 'too_big':
      return bound(issue)
    case 'not_multiple_of':
      return must(`a multiple of ${String(issue.divisor)}`)
    case 'invalid_format':
      return explainFormat(issue)
    case 'invalid_union':
      return explainUnion(issue)
    case 'invalid_key':
      return explainKey(issue)
    default:
      return worded(issue.message, 'is not allowed')
  }
}
