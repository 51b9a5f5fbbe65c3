import { describe, expect, it } from '@jest/globals'
import { optional } from './attribute.ts'
import { Decimal } from './decimal.ts'
import { int, listOf, mapOf, object, objectList, semanticString, string } from './kind.ts'
import { UNKNOWN, type ObjectValue } from './value.ts'
import { validateConfig } from './validating.ts'

const even = semanticString({
  canonical: (text) => (text.length % 2 === 0 ? text : undefined),
  expected: 'of even length',
})
const short = { check: (text: string) => (text.length > 3 ? [{ path: [], message: 'is too long' }] : []) }
const attributes = {
  name: optional(string, '', short),
  pair: optional(even, ''),
  count: optional(int, ''),
  pairs: optional(listOf(even), ''),
  byKey: optional(mapOf(even), ''),
  ranges: optional(objectList({ start: optional(even, '') }), '', {
    check: (ranges) => (ranges.length > 1 ? [{ path: [1, 'start'], message: 'is one too many' }] : []),
  }),
  inner: optional(object({ name: optional(string, '', short) }), ''),
}

const check = (config: ObjectValue): string[] =>
  validateConfig(attributes, config, undefined).map(({ path, detail }) => `${path.join('.')} ${detail}`)

describe('a configuration', () => {
  it.each<[string, ObjectValue, string[]]>([
    ['in order', { name: 'abc', pair: 'ab', count: 3 }, []],
    ['unknown', { name: UNKNOWN, pair: UNKNOWN, pairs: UNKNOWN, inner: UNKNOWN }, []],
    ['that a check refuses', { name: 'abcd' }, ['name is too long']],
    ['of the wrong form', { pair: 'abc' }, ['pair must be of even length']],
    ['with a fraction for a whole number', { count: Decimal.parse('1.5') ?? null }, ['count must be a whole number']],
    ['wrong in an element', { pairs: ['ab', 'c', UNKNOWN] }, ['pairs.1 must be of even length']],
    ['with null in a list', { pairs: [null] }, ['pairs.0 must not be null']],
    ['wrong under a key', { byKey: { k: 'x' } }, ['byKey.k must be of even length']],
    ['wrong in a nested attribute', { inner: { name: 'abcd' } }, ['inner.name is too long']],
    ['wrong in an object of a list', { ranges: [{ start: 'x' }] }, ['ranges.0.start must be of even length']],
    [
      'that the check of a list refuses',
      { ranges: [{ start: 'ab' }, { start: 'cd' }] },
      ['ranges.1.start is one too many'],
    ],
    ['that is not known enough to check a list', { ranges: [{ start: 'ab' }, { start: UNKNOWN }] }, []],
    ['wrong in two places', { name: 'abcd', pair: 'x' }, ['name is too long', 'pair must be of even length']],
  ])('%s', (_what, config, expected) => {
    expect(check(config)).toEqual(expected)
  })

  it('is complained of once for each place', () => {
    const whole = () => [
      { path: ['pair'], message: 'again' },
      { path: ['name'], message: 'clashes' },
    ]
    const found = validateConfig(attributes, { pair: 'x', name: 'a' }, whole)
    expect(found.map(({ detail }) => detail)).toEqual(['must be of even length', 'clashes'])
  })

  it('whose check fails is reported as a fault of the provider', () => {
    const found = validateConfig(attributes, {}, () => {
      throw new TypeError('oops')
    })
    expect(found[0]?.summary).toBe('Cannot check the configuration')
    expect(found[0]?.detail).toContain('TypeError: oops')
  })
})
