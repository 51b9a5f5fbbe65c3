import { describe, expect, it } from '@jest/globals'
import { kindsSchema } from '../fixtures/gen/kinds.ts'
import { encodeMutationArgument, encodeOperand, encodeValue } from './encode.ts'
import { ProtocolError, ValidationError } from './errors.ts'
import { getTable } from './schema.ts'
import type { InputValue, Value } from './types.ts'
import { decodeValue, equalValues, parseUuid } from './values.ts'

const thing = getTable(kindsSchema, 'Thing')
const a = '11111111-1111-4111-8111-111111111111'
const b = '22222222-2222-4222-8222-222222222222'

const decode = (name: string, wire: unknown): Value => {
  const column = thing.columns.get(name)
  if (column === undefined) throw new Error(name)
  return decodeValue(column, wire)
}

describe('decode', () => {
  it.each<[column: string, wire: unknown, value: Value]>([
    ['name', 'x', 'x'],
    ['name', ['set', ['x']], 'x'],
    ['count', 7, 7],
    ['ratio', 0.5, 0.5],
    ['on', true, true],
    ['tag', 5, 5],
    ['tag', ['set', []], null],
    ['tag', ['set', [5]], 5],
    ['words', ['set', []], []],
    ['words', ['set', ['x', 'y']], ['x', 'y']],
    // A set of one comes bare: the schema decides, not the shape.
    ['words', 'x', ['x']],
    // These two are strings that look like tags, in a set.
    ['words', ['set', ['set', 'map']], ['set', 'map']],
    ['parts', ['uuid', a], [a]],
    [
      'parts',
      [
        'set',
        [
          ['uuid', a],
          ['uuid', b],
        ],
      ],
      [a, b],
    ],
    ['friend', ['uuid', a], a],
    ['attrs', ['map', []], new Map()],
    [
      'attrs',
      [
        'map',
        [
          ['k', 'v'],
          ['', 'ü😀'],
        ],
      ],
      new Map([
        ['k', 'v'],
        ['', 'ü😀'],
      ]),
    ],
    [
      'levels',
      [
        'map',
        [
          [1, 0.5],
          [-2, 3],
        ],
      ],
      new Map([
        [1, 0.5],
        [-2, 3],
      ]),
    ],
  ])('%s %j', (column, wire, value) => {
    expect(decode(column, wire)).toEqual(value)
  })

  it.each<[column: string, wire: unknown]>([
    ['name', 1],
    ['name', null],
    ['name', ['set', []]],
    ['count', '7'],
    ['on', 0],
    ['tag', ['set', [1, 2]]],
    ['tag', ['set', 1]],
    ['words', ['map', []]],
    ['words', ['set', [1]]],
    ['friend', a],
    ['friend', ['uuid', 5]],
    ['friend', ['named-uuid', 'x']],
    ['attrs', {}],
    ['attrs', ['map', [['k']]]],
    ['attrs', ['map', [['k', 1]]]],
  ])('refuses %s %j', (column, wire) => {
    expect(() => decode(column, wire)).toThrow(ProtocolError)
  })
})

describe('encode', () => {
  it.each<[column: string, value: InputValue, wire: unknown]>([
    ['name', '', ''],
    ['count', 100, 100],
    ['ratio', -1, -1],
    ['ratio', 2.22507385850721e-308, 2.22507385850721e-308],
    ['ratio', 1.79769313486231e308, 1.79769313486231e308],
    ['color', 'red', 'red'],
    ['color', null, ['set', []]],
    ['size', [4, 1], ['set', [4, 1]]],
    ['alias', 'äöüß', 'äöüß'],
    ['alias', '😀😀', '😀😀'],
    ['words', [], ['set', []]],
    ['words', ['x'], ['set', ['x']]],
    ['few', [1, 2, 3], ['set', [1, 2, 3]]],
    ['parts', [a], ['set', [['uuid', a]]]],
    ['friend', a, ['uuid', a]],
    ['attrs', { k: 'v' }, ['map', [['k', 'v']]]],
    ['attrs', new Map([['k', 'v']]), ['map', [['k', 'v']]]],
    ['levels', new Map([[1, 0.5]]), ['map', [[1, 0.5]]]],
    ['single', { one: 1 }, ['map', [['one', 1]]]],
  ])('%s %j', (column, value, wire) => {
    expect(encodeValue(thing, column, value)).toEqual(wire)
  })

  it.each<[column: string, value: unknown, problem: string]>([
    ['nope', 1, 'Thing.nope: no such column in the schema'],
    ['name', 1, 'Thing.name: 1 is not allowed: expected a string, well-formed and without NUL'],
    ['name', null, 'Thing.name: null is not allowed'],
    ['name', undefined, 'Thing.name: undefined is not allowed'],
    ['name', 'a\0', 'without NUL'],
    ['name', '\ud800', 'well-formed'],
    ['name', ['x'], 'Thing.name: ["x"] is not allowed'],
    ['count', 101, 'Thing.count: 101 is not allowed: expected an integer from 0 to 100 (at most 2^53 in size)'],
    ['count', 1.5, 'expected an integer'],
    ['count', 2 ** 53, 'at most 2^53'],
    ['count', '1', 'expected an integer'],
    ['ratio', Number.NaN, 'expected a finite number of at least -1'],
    ['ratio', -1.5, 'of at least -1'],
    [
      'ratio',
      5e-324,
      'Thing.ratio: 5e-324 is not allowed: expected a finite number of at least -1 (0, or 2.22507385850721e-308 to',
    ],
    ['levels', new Map([[1, -1e-310]]), 'Thing.levels: -1e-310 is not allowed: expected a finite number (0, or 2.225'],
    // Normal numbers, but not by their first 15 digits.
    ['ratio', 2.2250738585072014e-308, 'to 1.79769313486231e+308 in size'],
    ['ratio', Number.MAX_VALUE, 'to 1.79769313486231e+308 in size'],
    ['on', 1, 'expected true or false'],
    ['color', 'pink', 'Thing.color: "pink" is not allowed: expected one of "red", "green", "blue"'],
    ['size', [3], 'expected one of 1, 2, 4'],
    ['tag', 0, 'expected an integer from 1 to 4095'],
    ['alias', 'x', 'expected a string with a length from 2 to 4'],
    ['alias', '😀😀😀😀😀', 'with a length from 2 to 4'],
    ['words', 'x', 'expected an array, each member a string'],
    ['words', ['x', 'x'], 'expected a set without duplicates'],
    ['few', [1, 2, 3, 4], 'expected a set of 0 to 3 members'],
    ['friend', 'x', 'expected a UUID in lower case with dashes of a row of Thing'],
    ['friend', a.replace('1', 'A'), 'lower case'],
    ['attrs', { k: 1 }, 'Thing.attrs: 1 is not allowed: expected a string'],
    ['attrs', ['k'], 'expected a Map or an object'],
    ['levels', { 1: 0.5 }, 'Thing.levels: "1" is not allowed: expected an integer'],
    ['single', { a: 1, b: 2 }, 'expected a map of 0 to 1 members'],
  ])('refuses %s %j', (column, value, problem) => {
    expect(() => encodeValue(thing, column, value as InputValue)).toThrow(ValidationError)
    expect(() => encodeValue(thing, column, value as InputValue)).toThrow(problem)
  })

  it('tells table, column and value in the error', () => {
    expect.assertions(1)
    try {
      encodeValue(thing, 'tag', 5000)
    } catch (error) {
      expect(error).toMatchObject({ table: 'Thing', column: 'tag', value: 5000, name: 'ValidationError' })
    }
  })

  it('takes a part of a column in a condition or mutation', () => {
    expect(encodeOperand(thing, 'few', [1, 2, 3, 4])).toEqual(['set', [1, 2, 3, 4]])
    expect(encodeOperand(thing, 'tag', null)).toEqual(['set', []])
    expect(encodeOperand(thing, '_uuid', a)).toEqual(['uuid', a])
    expect(encodeMutationArgument(thing, 'attrs', 'delete', ['k'])).toEqual(['set', ['k']])
    expect(encodeMutationArgument(thing, 'attrs', 'delete', { k: 'v' })).toEqual(['map', [['k', 'v']]])
    expect(encodeMutationArgument(thing, 'count', '-=', 200)).toBe(200)
    expect(() => encodeMutationArgument(thing, 'words', 'insert', [1])).toThrow(ValidationError)
    expect(() => encodeMutationArgument(thing, 'serial', 'insert', 'x')).toThrow('immutable')
  })
})

describe('equalValues', () => {
  it.each<[InputValue, InputValue, boolean]>([
    ['x', 'x', true],
    [1, '1', false],
    [null, null, true],
    [null, [], false],
    [['x', 'y'], ['y', 'x'], true],
    [['x'], ['x', 'y'], false],
    [['x', 'y'], ['x', 'z'], false],
    [[], new Map(), false],
    [new Map([['k', 'v']]), { k: 'v' }, true],
    [{ k: 'v' }, new Map([['k', 'w']]), false],
    [{ k: 'v' }, { l: 'v' }, false],
    [new Map([[1, 2]]), new Map([[1, 2]]), true],
  ])('%j and %j: %s', (left, right, equal) => {
    expect(equalValues(left, right)).toBe(equal)
    expect(equalValues(right, left)).toBe(equal)
  })
})

it('parseUuid takes what OVSDB writes, and nothing else', () => {
  expect(parseUuid(a)).toBe(a)
  for (const text of ['', 'x', a.toUpperCase().replace('1', 'F'), `${a} `, a.slice(1)]) {
    expect(() => parseUuid(text)).toThrow('is not a UUID')
  }
})
