import { describe, expect, it } from '@jest/globals'
import { failure, Refusal } from './diagnostics.ts'
import { callFunction, defineFunction, parameter } from './function.ts'
import { int, listOf, semanticString, string } from './kind.ts'

const hex = semanticString({
  canonical: (text) => (/^[0-9a-f]+$/i.test(text) ? text.toLowerCase() : undefined),
  expected: 'a number in hex',
})
const total = defineFunction({
  summary: 'Adds up',
  description: 'Adds up.',
  parameters: [parameter('first', hex, 'Where to begin.')],
  variadic: parameter('more', int, 'What to add.'),
  returns: int,
  call: (first, more) => more.reduce((sum, each) => sum + each, Number.parseInt(first, 16)),
})
const throwing = (error: unknown) =>
  defineFunction({
    summary: 'Fails',
    description: 'Fails.',
    parameters: [parameter('all', listOf(hex), '')],
    returns: string,
    call: () => {
      throw error
    },
  })

describe('a function', () => {
  it.each([
    [['a'], 10],
    [['a', 1, 2], 13],
  ])('gets %j as its types say', (args, result) => {
    expect(callFunction('total', total, args)).toEqual({ result })
  })

  it('is not called with what its parameter does not take', () => {
    expect(callFunction('total', total, ['x'])).toEqual({
      failure: { text: 'must be a number in hex', argument: 0 },
    })
  })

  it('is told which element of an argument is wrong', () => {
    expect(callFunction('f', throwing(undefined), [['a', 'x']])).toEqual({
      failure: { text: '[1]: must be a number in hex', argument: 0 },
    })
  })

  it('refuses an argument in words of its own', () => {
    const refusal = new Refusal([failure('No', 'is too long', [0])])
    expect(callFunction('f', throwing(refusal), [[]])).toEqual({ failure: { text: 'is too long', argument: 0 } })
  })

  it('that fails is a fault of the provider, not of an argument', () => {
    const called = callFunction('f', throwing(new TypeError('oops')), [[]])
    expect(called).toMatchObject({ failure: { argument: undefined } })
    expect(JSON.stringify(called)).toContain('TypeError: oops')
  })
})
