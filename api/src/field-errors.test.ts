import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { fieldErrorsOf, type RequestPart } from './field-errors.ts'

const Body = z.strictObject({
  name: z.string().min(2).max(5),
  kind: z.enum(['a', 'b']).default('a'),
  size: z.int().min(1).max(9).optional(),
  nested: z.strictObject({ deep: z.array(z.strictObject({ id: z.uuid() })) }).nullish(),
  labels: z.record(z.string().regex(/^[a-z/~]+$/, 'must be a key of small letters'), z.string()).optional(),
})
const errorsOf = (input: unknown, part: RequestPart = 'body'): unknown => {
  const parsed = Body.safeParse(input)
  return parsed.success ? [] : fieldErrorsOf(parsed.error, part, Body, input)
}

describe('the words for what a schema refuses', () => {
  it.each<[string, unknown, unknown[]]>([
    ['nothing wrong', { name: 'ab' }, []],
    ['a missing field', {}, [{ pointer: '/name', message: 'is required', allowed: 'a string' }]],
    ['another type', { name: 1 }, [{ pointer: '/name', message: 'must be a string', allowed: 'a string', value: 1 }]],
    [
      'too short',
      { name: 'a' },
      [{ pointer: '/name', message: 'must have at least 2 characters', allowed: 'at least 2 characters', value: 'a' }],
    ],
    [
      'too large',
      { name: 'ab', size: 10 },
      [{ pointer: '/size', message: 'must be at most 9', allowed: 'at most 9', value: 10 }],
    ],
    [
      'none of the list',
      { name: 'ab', kind: 'c' },
      [{ pointer: '/kind', message: 'must be one of "a", "b"', allowed: '"a", "b"', value: 'c' }],
    ],
    [
      'a deep field',
      { name: 'ab', nested: { deep: [{ id: 'x' }] } },
      [{ pointer: '/nested/deep/0/id', message: 'must be a UUID', allowed: 'a UUID', value: 'x' }],
    ],
    [
      'a missing id',
      { name: 'ab', nested: { deep: [{}] } },
      [{ pointer: '/nested/deep/0/id', message: 'is required', allowed: 'a UUID' }],
    ],
    [
      'an id of another type',
      { name: 'ab', nested: { deep: [{ id: 1 }] } },
      [{ pointer: '/nested/deep/0/id', message: 'must be a UUID', allowed: 'a UUID', value: 1 }],
    ],
    [
      'unknown fields, one error each',
      { name: 'ab', one: 1, 'a/b~c': 2 },
      [
        {
          pointer: '/one',
          message: 'is not a known field',
          value: 1,
          allowed: 'the fields name, kind, size, nested, labels',
        },
        {
          pointer: '/a~1b~0c',
          message: 'is not a known field',
          value: 2,
          allowed: 'the fields name, kind, size, nested, labels',
        },
      ],
    ],
    [
      'an unknown field behind nullish and in an array',
      { name: 'ab', nested: { deep: [{ id: '0198c5a1-0000-7000-8000-000000000000', x: null }] } },
      [{ pointer: '/nested/deep/0/x', message: 'is not a known field', value: null, allowed: 'the fields id' }],
    ],
    [
      'a bad key of a map',
      { name: 'ab', labels: { K: 'v' } },
      [
        {
          pointer: '/labels/K',
          message: 'key must be a key of small letters',
          allowed: 'a key of small letters',
          value: 'v',
        },
      ],
    ],
    ['no object at all', 'text', [{ pointer: '', message: 'must be an object', allowed: 'an object', value: 'text' }]],
    ['no body', undefined, [{ pointer: '', message: 'is required', allowed: 'an object' }]],
  ])('%s', (_, input, expected) => {
    expect(errorsOf(input)).toEqual(expected)
  })

  it('point into query and path by a name', () => {
    expect(errorsOf({}, 'query')).toMatchObject([{ pointer: '?name' }])
    expect(errorsOf({}, 'params')).toMatchObject([{ pointer: ':name' }])
  })
})
