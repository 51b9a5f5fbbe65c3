import { describe, expect, it } from '@jest/globals'
import { pageOf } from '@quantumnet/api'
import { z } from 'zod'
import { cutToFields, fieldsOf } from './selected-fields.ts'

const thing = z.object({ id: z.string(), name: z.string(), size: z.int() })
const one = { id: '1', name: 'a', size: 2 }

describe('the fields of an answer', () => {
  it('are all when none are asked for', () => {
    expect(cutToFields(one, fieldsOf({}, thing))).toBe(one)
  })

  it.each([
    ['name', { name: 'a' }],
    ['size, id', { id: '1', size: 2 }],
  ])('%s', (fields, expected) => {
    expect(cutToFields(one, fieldsOf({ fields }, thing))).toEqual(expected)
  })

  it('are those of each item of a page, which keeps its cursor', () => {
    const page = { items: [one, { ...one, name: 'b' }], next_cursor: 'x' }
    expect(cutToFields(page, fieldsOf({ fields: 'name' }, pageOf(thing)))).toEqual({
      items: [{ name: 'a' }, { name: 'b' }],
      next_cursor: 'x',
    })
  })

  it.each(['color', 'name,', 'items', '__proto__', 'name.x'])('are refused when one is not there: %s', (fields) => {
    expect(() => fieldsOf({ fields }, pageOf(thing))).toThrow('names a field that the answer does not have')
  })
})
