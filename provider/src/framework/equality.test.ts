import { describe, expect, it } from '@jest/globals'
import { optional, required } from './attribute.ts'
import { Decimal } from './decimal.ts'
import { equivalent, identical } from './equality.ts'
import { int, listOf, mapOf, number, object, objectList, objectMap, semanticString, setOf, string } from './kind.ts'
import type { Kind } from './shape.ts'
import { UNKNOWN, type Value } from './value.ts'

const lower = semanticString({ canonical: (text) => text.toLowerCase(), expected: 'anything' })
const thing = { name: required(lower, ''), size: optional(int, '') }
const half = Decimal.parse('0.5') ?? null

describe('values mean the same', () => {
  it.each<[string, Kind, Value, Value]>([
    ['in two spellings', lower, 'AB', 'ab'],
    ['in two Unicode forms', string, '\u00e9', 'e\u0301'],
    ['as sets in any order', setOf(string), ['a', 'b'], ['b', 'a']],
    ['as sets with a repetition', setOf(lower), ['a', 'A', 'b'], ['b', 'a']],
    ['as lists of spellings', listOf(lower), ['A'], ['a']],
    ['as maps in any order', mapOf(lower), { x: 'A', y: 'b' }, { y: 'B', x: 'a' }],
    ['as objects', object(thing), { name: 'A', size: 1 }, { name: 'a', size: 1 }],
    ['as objects, one lacking what is null in the other', object(thing), { name: 'a' }, { name: 'a', size: null }],
    ['as lists of objects', objectList(thing), [{ name: 'A', size: null }], [{ name: 'a', size: null }]],
    ['as maps of objects', objectMap(thing), { k: { name: 'A' } }, { k: { name: 'a' } }],
    ['as numbers', number, half, Decimal.parse('5e-1') ?? null],
    ['when both are unknown', string, UNKNOWN, UNKNOWN],
  ])('%s', (_how, kind, a, b) => {
    expect(equivalent(kind, a, b)).toBe(true)
    expect(equivalent(kind, b, a)).toBe(true)
  })
})

describe('values differ', () => {
  it.each<[string, Kind, Value, Value]>([
    ['null and empty text', string, null, ''],
    ['null and an empty list', listOf(string), null, []],
    ['null and unknown', string, null, UNKNOWN],
    ['text that looks like null', string, 'null', null],
    ['text that looks like a number', string, '5', '6'],
    ['lists in another order', listOf(string), ['a', 'b'], ['b', 'a']],
    ['lists whose joints lie elsewhere', listOf(string), ['a,b'], ['a', 'b']],
    ['maps with another key', mapOf(string), { a: 'x' }, { b: 'x' }],
    ['an object with another attribute value', object(thing), { name: 'a', size: 1 }, { name: 'a', size: 2 }],
    ['keys in two spellings', mapOf(string), { A: 'x' }, { a: 'x' }],
  ])('%s', (_what, kind, a, b) => {
    expect(equivalent(kind, a, b)).toBe(false)
  })
})

describe('exact comparison', () => {
  it('tells spellings apart, and still does not mind the order of sets', () => {
    expect(identical(lower, 'AB', 'ab')).toBe(false)
    expect(identical(setOf(lower), ['a', 'b'], ['b', 'a'])).toBe(true)
  })
})
