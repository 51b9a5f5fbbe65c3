import { mapOf, optional, setOf, u } from './database.ts'
import type { TestTables, WireType } from './database.ts'
import type { Row } from './steps.ts'

const types: Readonly<Record<string, WireType>> = {
  integer: 'integer',
  real: 'real',
  boolean: 'boolean',
  string: 'string',
  uuid: 'uuid',
  evenEnum: { key: { type: 'integer', enum: ['set', [0, 1, 6, 8]] } },
  realEnum: { key: { type: 'real', enum: ['set', [-1.5, 0, 1.5]] } },
  falseOnly: { key: { type: 'boolean', enum: false } },
  wordEnum: optional({ type: 'string', enum: ['set', ['abc', 'def']] }),
  uuidEnum: optional({ type: 'uuid', enum: ['set', [['uuid', u(1)], ['uuid', u(2)]]] }), // prettier-ignore
  atLeast5: optional({ type: 'integer', minInteger: 5 }),
  atMostMinus1: optional({ type: 'integer', maxInteger: -1 }),
  tens: { key: { type: 'integer', minInteger: -10, maxInteger: 10 } },
  realAtLeast5: optional({ type: 'real', minReal: 5 }),
  realAtMostMinus1: optional({ type: 'real', maxReal: -1 }),
  realTens: { key: { type: 'real', minReal: -10, maxReal: 10 } },
  long2: optional({ type: 'string', minLength: 2 }),
  short2: { key: { type: 'string', maxLength: 2 } },
  maybe: optional('boolean'),
  integers: setOf('integer'),
  uuids1to3: setOf('uuid', 1, 3),
  strings0to3: setOf('string', 0, 3),
  booleans: setOf('boolean', 0, 5),
  reals: setOf('real', 0, 5),
  strings: setOf('string', 0, 5),
  uuids: setOf('uuid', 0, 5),
  onePair: { key: 'integer', value: 'boolean' },
  pairs: { key: 'integer', value: 'boolean', min: 1, max: 'unlimited' },
  boolKey: { key: 'boolean', value: 'integer' },
  uuidKey: mapOf('uuid', 'real', 5),
  realKey: mapOf('real', 'uuid', 5),
  stringKey: mapOf('string', 'string', 10),
}

export const dataTables: TestTables = {
  Value: { columns: Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }])), isRoot: true },
}

/** How a value is written on the wire, and what it reads as; a column that is written in another way gives the same. */
export interface GoodDatum {
  readonly column: string
  readonly wire: unknown
  readonly reads: Row[string]
}

const good = (column: string, ...pairs: readonly (readonly [wire: unknown, reads: Row[string]])[]): GoodDatum[] =>
  pairs.map(([wire, reads]) => ({ column, wire, reads }))
const same = (column: string, ...values: readonly (string | number | boolean)[]): GoodDatum[] =>
  good(column, ...values.map((value) => [value, value] as const))
const id = (at: number): readonly [string, string] => ['uuid', u(at)]
const count = (length: number): number[] => Array.from({ length }, (_, at) => at)
const wireMap = (...pairs: readonly (readonly [unknown, unknown])[]): unknown => ['map', pairs]

export const goodData: readonly GoodDatum[] = [
  ...same('integer', 0, -1, 1000, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
  ...good('integer', [['set', [1]], 1]),
  ...same('real', 0, -1.25, 1000, 1e37, 0.00390625, 1e-300, 1e308, 0.1, 2.22507385850721e-308, 1.79769313486231e308),
  ...good('real', [['set', [1]], 1], [-0, 0], [0.1 + 0.2, 0.3], [1e15 / 3, 333333333333333]), // prettier-ignore
  ...same('boolean', true, false),
  ...good('boolean', [['set', [true]], true]),
  ...same(
    'string',
    '',
    'true',
    '"\\/\b\f\n\r\t',
    'ü€😀',
    '\u0001\u001f\u007f',
    '\u2028\ufeff',
    '}{][',
    'x'.repeat(70_000),
  ),
  ...good('string', [['set', ['']], '']),
  ...good('uuid', [id(1), u(1)], [['set', [id(2)]], u(2)]), // prettier-ignore
  ...same('evenEnum', 1, 6, 8),
  ...same('realEnum', -1.5, 1.5),
  ...same('falseOnly', false),
  ...same('wordEnum', 'abc', 'def'),
  ...good('uuidEnum', [id(1), u(1)], [id(2), u(2)]), // prettier-ignore
  ...same('atLeast5', 5, 6, 12_345),
  ...same('atMostMinus1', -1, -2, -123),
  ...same('tens', -10, -9, 1, 9, 10),
  ...same('realAtLeast5', 5, 5.01, 12_345),
  ...same('realAtMostMinus1', -1, -1.01, -123),
  ...same('realTens', -10, -9.99, 9.99, 10),
  ...same('long2', 'ab', 'abc', '😀😀'),
  ...same('short2', '', 'a', 'ab', '😀😀'),
  ...good('maybe', [true, true], [['set', [false]], false], [['set', []], null]), // prettier-ignore
  ...good('integers', [['set', [0]], [0]], [1, [1]]), // prettier-ignore
  ...[0, 2, 3, 6, 9, 11, 500].flatMap((size) => good('integers', [['set', count(size)], count(size)])),
  ...good(
    'uuids1to3',
    [['set', [id(1)]], [u(1)]],
    [id(2), [u(2)]],
    [
      ['set', [id(3), id(2), id(1)]],
      [u(1), u(2), u(3)],
    ],
  ),
  ...good(
    'strings0to3',
    [['set', []], []],
    ['longer', ['longer']],
    [['set', ['x']], ['x']],
    [
      ['set', ['zzz', 'set', 'map']],
      ['map', 'set', 'zzz'],
    ],
  ),
  ...good('onePair', [wireMap([1, true]), new Map([[1, true]])]),
  ...good(
    'pairs',
    [wireMap([1, true]), new Map([[1, true]])],
    [wireMap([3, false], [0, true], [4, false]), new Map([[0, true], [3, false], [4, false]])], // prettier-ignore
  ),
  ...good('boolKey', [wireMap([true, 1]), new Map([[true, 1]])]),
  ...good(
    'uuidKey',
    [wireMap(), new Map()],
    [wireMap(...[1, 2, 3, 4, 5].map((at) => [id(at), at] as const)), new Map([1, 2, 3, 4, 5].map((at) => [u(at), at]))],
  ),
  ...good('realKey', [wireMap([0.5, id(1)], [-1.5, id(2)]), new Map([[0.5, u(1)], [-1.5, u(2)]])]), // prettier-ignore
  ...good(
    'stringKey',
    [wireMap(['', '']), new Map([['', '']])],
    [wireMap(['map', 'set'], ['ü', '"\\'], ['uuid', 'named-uuid']), new Map([['map', 'set'], ['uuid', 'named-uuid'], ['ü', '"\\']])], // prettier-ignore
    [
      wireMap(...count(10).map((at) => [`k${String(at)}`, 'v'] as const)),
      new Map(count(10).map((at) => [`k${String(at)}`, 'v'])),
    ],
  ),
]

/** What the server must refuse, and the same as a program would write it; `undefined`: the client has no way to say it. */
export interface BadDatum {
  readonly column: string
  readonly wire: unknown
  readonly written: unknown
}

const bad = (column: string, ...values: readonly unknown[]): BadDatum[] =>
  values.map((value) => ({ column, wire: value, written: value }))
const badBoth = (column: string, wire: unknown, written?: unknown): BadDatum => ({ column, wire, written })

export const badData: readonly BadDatum[] = [
  ...bad('integer', 0.5, 'a', true, null, {}),
  badBoth('integer', ['set', []], null),
  badBoth('integer', ['set', [1, 2]], [1, 2]),
  ...bad('real', 'a', '1', true, null),
  ...bad('boolean', 'true', 0, 1, null),
  ...bad('string', 1, true, null, ['a']),
  ...bad('uuid', u(1), 1), // a bare string on the wire; written, it is fine
  badBoth('uuid', ['uuid', 'x'], 'x'),
  badBoth('uuid', ['uuid', u(1).slice(1)], u(1).slice(1)),
  ...bad('evenEnum', 2, 3, 7, 11, -1),
  ...bad('realEnum', -2, -1, 1, 2),
  ...bad('falseOnly', true),
  ...bad('wordEnum', '', 'ab', 'defg', 'DEF'),
  badBoth('uuidEnum', id(3), u(3)),
  ...bad('atLeast5', 0, 4, -5),
  ...bad('atMostMinus1', 0, 1),
  ...bad('tens', -20, -11, 11, 123_576),
  ...bad('realAtLeast5', 0, 4.99),
  ...bad('realAtMostMinus1', 0, -0.99),
  ...bad('realTens', -10.01, 10.01, 1e9),
  // A character beyond the first 65536 is one character, though two units of a JavaScript string.
  ...bad('long2', '', 'a', '😀'),
  ...bad('short2', 'abc', '😀😀😀'),
  badBoth('maybe', ['set', [true, false]], [true, false]),
  badBoth('integers', ['set', [1, 'a']], [1, 'a']),
  badBoth('integers', ['set', [1, 2, 3, 1]], [1, 2, 3, 1]),
  badBoth('integers', ['set', 1]),
  badBoth('uuids1to3', ['set', []], []),
  badBoth('uuids1to3', ['set', [1, 2, 3, 4].map(id)], [1, 2, 3, 4].map(u)),
  badBoth('strings0to3', ['set', ['a', 'b', 'c', 'd']], ['a', 'b', 'c', 'd']),
  badBoth('booleans', ['set', [true, true]], [true, true]),
  badBoth('reals', ['set', [0, -0]], [0, -0]),
  badBoth('strings', ['set', ['asdf', 'ASDF', 'asdf']], ['asdf', 'ASDF', 'asdf']),
  badBoth('uuids', ['set', [id(1), id(2), id(1)]], [u(1), u(2), u(1)]),
  badBoth('onePair', wireMap(), new Map()),
  badBoth('onePair', wireMap([1, true], [2, true]), new Map([[1, true], [2, true]])), // prettier-ignore
  badBoth('pairs', wireMap([1, true], [2, false], [1, false])),
  badBoth('pairs', ['set', [1]], [1]),
  badBoth('pairs', ['map', [[1]]]),
  badBoth('pairs', ['map', [1, true]]),
  badBoth('stringKey', wireMap(['a', 1]), { a: 1 }),
  badBoth('stringKey', wireMap([1, 'a']), new Map([[1, 'a']])),
  badBoth(
    'stringKey',
    wireMap(...count(11).map((at) => [`k${String(at)}`, 'v'] as const)),
    Object.fromEntries(count(11).map((at) => [`k${String(at)}`, 'v'])),
  ),
]

/** What the client refuses by itself because the server could not say it back. */
export const unwritable: readonly (readonly [column: string, written: unknown, why: string])[] = [
  ['integer', 2 ** 53, 'digits are lost in JSON'],
  ['integer', -(2 ** 53), 'digits are lost in JSON'],
  ['integer', 9007199254740993n, 'no JSON'],
  ['integer', Number.NaN, 'no JSON'],
  ['real', Number.NaN, 'no JSON'],
  ['real', Infinity, 'no JSON'],
  ['real', 2.225073858507201e-308, 'the server hangs up on a number that is not normal'],
  ['real', -5e-324, 'the server hangs up on a number that is not normal'],
  ['real', 2.2250738585072014e-308, 'the server would print a number that is not normal'],
  ['real', Number.MAX_VALUE, 'the server would print a number that is too large'],
  ['string', 'a\0b', 'OVSDB strings have no NUL'],
  ['string', '\ud800', 'half a character'],
  ['string', '\udc00x', 'half a character'],
  ['integer', undefined, 'not a value'],
]

/** Steps of one column, each as an update of the whole, whose differences a replica has to follow. */
export const walks: readonly (readonly [column: string, ...values: Row[string][]])[] = [
  ['integer', 0, 2, 0],
  ['boolean', true, false, true],
  ['string', 'AAA', 'BBB', ''],
  ['maybe', null, true, false, null],
  ['atLeast5', 5, 7, null, 6],
  ['strings0to3', ['a', 'b'], ['b', 'c'], ['c'], [], ['x', 'y', 'z']],
  ['integers', [0, 1], [1, 2], [1], [], [0, 1], count(100), [50], []],
  ['stringKey', { a: '1' }, { b: '2' }, { b: '2' }, {}, { b: '2' }, { b: '3' }, { a: '1', b: '4' }],
  ['pairs', new Map([[1, true]]), new Map([[1, false], [2, true]]), new Map([[2, false]])], // prettier-ignore
]
