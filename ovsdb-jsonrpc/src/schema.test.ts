import { describe, expect, it } from '@jest/globals'
import { parseSchema } from './schema.ts'
import type { ColumnSchema } from './schema.ts'

const columnOf = (type: unknown): ColumnSchema | undefined =>
  parseSchema({ name: 'X', tables: { T: { columns: { c: { type } } } } })
    .tables.get('T')
    ?.columns.get('c')

describe('kind and default of a column', () => {
  it.each([
    ['integer', 'scalar', 0],
    ['real', 'scalar', 0],
    ['boolean', 'scalar', false],
    ['string', 'scalar', ''],
    ['uuid', 'scalar', '00000000-0000-0000-0000-000000000000'],
    [{ key: 'string' }, 'scalar', ''],
    [{ key: 'string', min: 0 }, 'optional', null],
    [{ key: 'string', min: 0, max: 1 }, 'optional', null],
    [{ key: 'string', min: 0, max: 2 }, 'set', []],
    [{ key: 'string', min: 0, max: 'unlimited' }, 'set', []],
    [{ key: 'integer', min: 1, max: 'unlimited' }, 'set', [0]],
    [{ key: 'string', value: 'string', min: 0, max: 'unlimited' }, 'map', new Map()],
    [{ key: 'string', value: 'string', min: 0, max: 1 }, 'map', new Map()],
    [{ key: 'string', value: 'integer' }, 'map', new Map([['', 0]])],
  ])('%j: %s', (type, kind, value) => {
    expect(columnOf(type)).toMatchObject({ kind, default: value })
  })

  it.each([
    [{ key: { type: 'string', enum: ['set', ['a', 'b']] } }, { enum: ['a', 'b'] }],
    [{ key: { type: 'string', enum: 'a' } }, { enum: ['a'] }],
    [{ key: { type: 'integer', minInteger: 1, maxInteger: 9 } }, { min: 1, max: 9 }],
    [{ key: { type: 'real', maxReal: 0.5 } }, { min: -Infinity, max: 0.5 }],
    [{ key: { type: 'string', minLength: 3 } }, { min: 3, max: Infinity }],
    [{ key: { type: 'uuid', refTable: 'T' } }, { refTable: 'T', refType: 'strong' }],
    [{ key: { type: 'uuid', refTable: 'T', refType: 'weak' } }, { refTable: 'T', refType: 'weak' }],
  ])('base type %j', (type, base) => {
    expect(columnOf(type)?.key).toMatchObject(base)
  })
})
