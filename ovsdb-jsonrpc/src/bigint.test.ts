import { describe, expect, it } from '@jest/globals'
import { renderSchemaModule } from './codegen.ts'
import { encodeMutationArgument, encodeValue } from './encode.ts'
import { parseJson, toJson } from './json.ts'
import { parseSchema, getTable } from './schema.ts'
import type { ColumnSchema } from './schema.ts'
import { decodeValue } from './values.ts'

const raw = {
  name: 'Big',
  tables: {
    T: {
      columns: {
        exact: { type: 'integer', bigint: true },
        many: { type: { key: 'string', value: 'integer', min: 0, max: 'unlimited' }, bigint: true },
        rough: { type: 'integer' },
        real: { type: 'real' },
      },
    },
  },
}
const table = getTable(parseSchema(raw), 'T')
const column = (name: string): ColumnSchema => {
  const found = table.columns.get(name)
  if (found === undefined) throw new Error(name)
  return found
}
const read = (name: string, text: string): unknown => decodeValue(column(name), parseJson(`{"v":${text}}`)['v'])

const largest = 2n ** 63n - 1n

it.each([
  ['exact', '9223372036854775807', largest],
  ['exact', '-9223372036854775808', -(2n ** 63n)],
  ['exact', '7', 7n],
  [
    'many',
    '["map",[["a",9007199254740993],["b",1]]]',
    new Map([
      ['a', 9007199254740993n],
      ['b', 1n],
    ]),
  ],
  ['rough', '9007199254740993', 9007199254740992],
  ['real', '9007199254740993', 9007199254740992],
  ['real', '1e300', 1e300],
])('%s reads %s', (name, text, expected) => {
  expect(read(name, text)).toEqual(expected)
})

it('has a default of its own', () => {
  expect([column('exact').default, column('rough').default]).toEqual([0n, 0])
})

describe('written', () => {
  it('with every digit', () => {
    expect(toJson(encodeValue(table, 'exact', largest))).toBe('9223372036854775807')
    expect(JSON.stringify({ row: encodeValue(table, 'many', new Map([['a', largest]])) })).toBe(
      '{"row":["map",[["a",9223372036854775807]]]}',
    )
    expect(toJson(encodeMutationArgument(table, 'exact', '+=', 5n))).toBe('5')
  })

  it.each<[string, number | bigint, string]>([
    ['exact', largest + 1n, 'an integer (a bigint of 64 bits)'],
    ['exact', 2 ** 60, 'an integer (a bigint of 64 bits)'],
    ['rough', 5n, 'an integer (at most 2^53 in size)'],
  ])('unless %s can not hold %s', (name, value, problem) => {
    expect(() => encodeValue(table, name, value)).toThrow(problem)
  })
})

it('strings that look like long numbers stay strings', () => {
  expect(parseJson('{"a":":9007199254740993","b":[9007199254740993,1.5,12]}')).toEqual({
    a: ':9007199254740993',
    b: [9007199254740993n, 1.5, 12],
  })
})

it('is chosen when the types are generated', () => {
  const plain = { name: 'Big', tables: { T: { columns: { exact: { type: 'integer' }, rough: { type: 'integer' } } } } }
  const options = { name: 'big', importFrom: 'x' }
  const module = renderSchemaModule(plain, { ...options, bigint: ['T.exact'] })
  expect(module).toContain('readonly exact: bigint\n  readonly rough: number')
  expect(module).toContain('"exact": {"type":"integer","bigint":true}')
  expect(() => renderSchemaModule(plain, { ...options, bigint: ['T.none'] })).toThrow('no column T.none')
})
