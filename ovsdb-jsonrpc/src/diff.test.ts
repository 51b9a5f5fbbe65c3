import { describe, expect, it } from '@jest/globals'
import { kindsSchema } from '../fixtures/gen/kinds.ts'
import { applyDiff } from './diff.ts'
import { ProtocolError } from './errors.ts'
import { getTable } from './schema.ts'
import type { Value } from './types.ts'

const thing = getTable(kindsSchema, 'Thing')

const diffed = (name: string, before: Value, wire: unknown): Value => {
  const column = thing.columns.get(name)
  if (column === undefined) throw new Error(name)
  return applyDiff(column, before, wire)
}

const many = Array.from({ length: 30 }, (_, at) => `w${String(at)}`)
const map = (object: Record<string, string>): Map<string, string> => new Map(Object.entries(object))

describe('a column of at most one is replaced', () => {
  it.each<[column: string, before: Value, wire: unknown, after: Value]>([
    ['name', 'a', 'b', 'b'],
    ['count', 5, 7, 7],
    ['tag', 5, 7, 7],
    ['tag', 7, ['set', []], null],
    ['tag', null, 5, 5],
    // As a symmetric difference this one would come out empty.
    ['tag', 5, 5, 5],
    ['single', new Map([['a', 1]]), ['map', [['b', 2]]], new Map([['b', 2]])],
    ['single', new Map([['a', 1]]), ['map', []], new Map()],
  ])('%s %j by %j', (column, before, wire, after) => {
    expect(diffed(column, before, wire)).toEqual(after)
  })
})

describe('a set is toggled', () => {
  it.each<[before: string[], wire: unknown, after: string[]]>([
    [[], 'x', ['x']],
    [['m'], 'unknown', ['m', 'unknown']],
    [['m', 'unknown'], 'unknown', ['m']],
    [['m'], 'm', []],
    [['m', 'unknown'], ['set', ['m', 'unknown']], []],
    [
      ['a', 'b'],
      ['set', ['b', 'c']],
      ['a', 'c'],
    ],
    [['a'], ['set', []], ['a']],
    [many, ['set', [...many.slice(1), 'new']], ['w0', 'new']],
  ])('%j by %j', (before, wire, after) => {
    expect(diffed('words', before, wire)).toEqual(after)
  })
})

describe('a map takes new values, and loses keys whose old value is told', () => {
  it.each<[before: Record<string, string>, wire: [string, string][], after: Record<string, string>]>([
    [
      { a: '1', b: '2' },
      [
        ['a', '9'],
        ['b', '2'],
        ['c', '3'],
      ],
      { a: '9', c: '3' },
    ],
    [{}, [['a', '1']], { a: '1' }],
    [{ a: '1' }, [['a', '1']], {}],
    [{ a: '1' }, [], { a: '1' }],
  ])('%j by %j', (before, wire, after) => {
    expect(diffed('attrs', map(before), ['map', wire])).toEqual(map(after))
  })
})

it('leaves what was before as it was', () => {
  const words = ['a', 'b']
  const attrs = map({ a: '1' })
  diffed('words', words, ['set', ['b', 'c']])
  diffed('attrs', attrs, ['map', [['a', '1']]])
  expect(words).toEqual(['a', 'b'])
  expect(attrs).toEqual(map({ a: '1' }))
})

it.each<[column: string, before: Value, wire: unknown]>([
  ['words', 'a', 'b'],
  ['attrs', [], ['map', []]],
  ['attrs', new Map(), 'x'],
  ['words', [], 5],
])('refuses %s %j by %j', (column, before, wire) => {
  expect(() => diffed(column, before, wire)).toThrow(ProtocolError)
})
