import { describe, expect, it } from '@jest/globals'
import { QueryFlag } from './route.ts'
import { z } from 'zod'
import { fieldErrorsOf } from './field-errors.ts'

const said = (schema: z.ZodType, value: unknown): string[] => {
  const parsed = z.strictObject({ it: schema }).safeParse({ it: value })
  if (parsed.success) throw new Error('was not refused')
  return fieldErrorsOf(parsed.error, 'body', z.strictObject({ it: schema }), { it: value }).map(
    ({ pointer, message, allowed }) => `${pointer} ${message}${allowed === undefined ? '' : ` (${allowed})`}`,
  )
}

const shape = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('a'), size: z.int().max(9) }),
  z.strictObject({ type: z.literal('b') }),
])
const alternatives = z.union([z.strictObject({ a: z.string() }), z.strictObject({ b: z.number() })])

describe('what a schema refuses, in words of ours', () => {
  it.each<[z.ZodType, unknown, string]>([
    [z.int(), 1.5, '/it must be a whole number (a whole number)'],
    [z.int().max(100), 1e300, '/it must be at most 100 (at most 100)'],
    [z.boolean(), 'yes', '/it must be true or false (true or false)'],
    [QueryFlag, 'yes', '/it must be true or false or "true", "false" (true or false or "true", "false")'],
    [z.number().multipleOf(5), 3, '/it must be a multiple of 5 (a multiple of 5)'],
    [
      z.iso.datetime(),
      'noon',
      '/it must be a time in UTC such as 2026-03-01T09:30:00Z (a time in UTC such as 2026-03-01T09:30:00Z)',
    ],
    [z.string().regex(/x/), 'a', '/it does not have the form that is asked for'],
    [z.string().regex(/x/, 'must be an x'), 'a', '/it must be an x (an x)'],
    [z.record(z.string().regex(/x/), z.int()), { a: 1 }, '/it/a key does not have the form that is asked for'],
    [z.partialRecord(z.enum(['x']), z.int()), { a: 1 }, '/it/a is not a known field (the fields x)'],
    [shape, { type: 'c' }, '/it/type must be one of "a", "b" ("a", "b")'],
    [shape, { type: 'a', size: 10 }, '/it/size must be at most 9 (at most 9)'],
    [alternatives, { b: 'x' }, '/it/b must be a number (a number)'],
    [z.union([z.string(), z.number()]), true, '/it must be a string or a number (a string or a number)'],
  ])('case %#', (schema, value, expected) => {
    expect(said(schema, value)).toEqual([expected])
  })
})
