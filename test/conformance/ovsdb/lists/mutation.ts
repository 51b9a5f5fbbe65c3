import { mapOf, setOf, u } from './database.ts'
import type { TestTables } from './database.ts'
import type { Row } from './steps.ts'

/** One column for each kind of value that mutators treat in their own way. */
export const mutationTables: TestTables = {
  Value: {
    columns: {
      i: { type: 'integer' },
      bounded: { type: { key: { type: 'integer', minInteger: 0, maxInteger: 2 } } },
      r: { type: 'real' },
      boundedReal: { type: { key: { type: 'real', minReal: -2.5, maxReal: 1.75 } } },
      b: { type: 'boolean' },
      s: { type: 'string' },
      u: { type: 'uuid' },
      ints: { type: setOf({ type: 'integer', maxInteger: 5 }) },
      few: { type: setOf('integer', 1, 2) },
      reals: { type: setOf({ type: 'real', maxReal: 6 }) },
      bools: { type: setOf('boolean') },
      strings: { type: setOf('string') },
      uuids: { type: setOf('uuid') },
      map: { type: mapOf('integer', 'integer') },
    },
    isRoot: true,
  },
}

/** a value, or the first word of an error */
type Result = Row[string]
/** A mutation of one column, and for each value that it starts from what it makes of it: a value, or an error in one word. */
export type MutationRow = readonly [mutator: string, argument: Row[string], results: readonly Result[]]

export interface MutationTable {
  readonly column: string
  readonly from: readonly Row[string][]
  readonly mutations: readonly MutationRow[]
}

const refuse = 'constraint' as const
const set = (...atoms: (number | string | boolean)[]): Row[string] => atoms
const map = (...pairs: [number, number][]): Row[string] => new Map(pairs)
/** 2^63 - 1024: the largest 64-bit integer that a JavaScript number has; the client refuses to write it, but a server computes it */
const most = 2 ** 63 - 1024
const safe = Number.MAX_SAFE_INTEGER

/** A table column by column; the values come from the rules in RFC 7047 §5.1. */
export const mutationTable: readonly MutationTable[] = [
  {
    column: 'i',
    from: [0, 1, 2, -7],
    mutations: [
      ['+=', 1, [1, 2, 3, -6]],
      ['-=', 2, [-2, -1, 0, -9]],
      ['*=', 3, [0, 3, 6, -21]],
      // Division goes towards zero, and the rest has the sign of the dividend.
      ['/=', 4, [0, 0, 0, -1]],
      ['%=', 2, [0, 1, 0, -1]],
      ['/=', -1, [0, -1, -2, 7]],
      ['/=', 0, ['domain', 'domain', 'domain', 'domain']],
      ['%=', 0, ['domain', 'domain', 'domain', 'domain']],
    ],
  },
  {
    column: 'bounded',
    from: [0, 1, 2],
    mutations: [
      ['+=', 1, [1, 2, refuse]],
      ['-=', 2, [refuse, refuse, 0]],
      ['*=', 3, [0, refuse, refuse]],
      ['/=', 4, [0, 0, 0]],
      ['%=', 2, [0, 1, 0]],
    ],
  },
  {
    column: 'r',
    from: [0, -2.5, 1.25, 1.7e308, -1.7e308],
    mutations: [
      ['+=', 0.5, [0.5, -2, 1.75, 1.7e308, -1.7e308]],
      ['-=', 1.5, [-1.5, -4, -0.25, 1.7e308, -1.7e308]],
      ['*=', 2.5, [0, -6.25, 3.125, 'range', 'range']],
      ['/=', 4, [0, -0.625, 0.3125, 4.25e307, -4.25e307]],
      ['/=', 0.5, [0, -5, 2.5, 'range', 'range']],
      ['+=', 1.7e308, [1.7e308, 1.7e308, 1.7e308, 'range', 0]],
      ['-=', 1.7e308, [-1.7e308, -1.7e308, -1.7e308, 0, 'range']],
      ['/=', 0, ['domain', 'domain', 'domain', 'domain', 'domain']],
    ],
  },
  {
    column: 'boundedReal',
    from: [0, -2.5, 1.25],
    mutations: [
      ['+=', 0.5, [0.5, -2, 1.75]],
      ['-=', 1.5, [-1.5, refuse, -0.25]],
      ['*=', 2.5, [0, refuse, refuse]],
      ['/=', 4, [0, -0.625, 0.3125]],
    ],
  },
  {
    column: 'ints',
    from: [set(), set(0), set(0, 1), set(0, 1, 2)],
    mutations: [
      ['+=', 1, [set(), set(1), set(1, 2), set(1, 2, 3)]],
      ['-=', 2, [set(), set(-2), set(-2, -1), set(-2, -1, 0)]],
      ['*=', 3, [set(), set(0), set(0, 3), refuse]],
      // Members that became the same are refused, not merged.
      ['/=', 4, [set(), set(0), refuse, refuse]],
      ['%=', 2, [set(), set(0), set(0, 1), refuse]],
      ['insert', set(1), [set(1), set(0, 1), set(0, 1), set(0, 1, 2)]],
      ['insert', set(2, 3), [set(2, 3), set(0, 2, 3), set(0, 1, 2, 3), set(0, 1, 2, 3)]],
      ['insert', set(), [set(), set(0), set(0, 1), set(0, 1, 2)]],
      ['delete', set(1), [set(), set(0), set(0), set(0, 2)]],
      ['delete', set(2, 3), [set(), set(0), set(0, 1), set(0, 1)]],
    ],
  },
  {
    column: 'few',
    // Not from [0], the default: a clustered 3.1.0 takes an insert into it for a replacement.
    from: [set(3), set(2), set(1, 3)],
    mutations: [
      ['insert', set(1), [set(1, 3), set(1, 2), set(1, 3)]],
      ['insert', set(2), [set(2, 3), set(2), refuse]],
      ['delete', set(1), [set(3), set(2), set(3)]],
      ['delete', set(2), [set(3), refuse, set(1, 3)]],
      ['delete', set(1, 3), [refuse, set(2), refuse]],
    ],
  },
  {
    column: 'reals',
    from: [set(), set(0.5), set(0.5, 1.5), set(0.5, 1.5, 2.5)],
    mutations: [
      ['+=', 0.5, [set(), set(1), set(1, 2), set(1, 2, 3)]],
      ['-=', 1.5, [set(), set(-1), set(-1, 0), set(-1, 0, 1)]],
      ['*=', 2.5, [set(), set(1.25), set(1.25, 3.75), refuse]],
      ['/=', 4, [set(), set(0.125), set(0.125, 0.375), set(0.125, 0.375, 0.625)]],
      ['*=', 0, [set(), set(0), refuse, refuse]],
      ['insert', set(1.5), [set(1.5), set(0.5, 1.5), set(0.5, 1.5), set(0.5, 1.5, 2.5)]],
      ['insert', set(3), [set(3), set(0.5, 3), set(0.5, 1.5, 3), set(0.5, 1.5, 2.5, 3)]],
      ['delete', set(1.5, 3.5), [set(), set(0.5), set(0.5), set(0.5, 2.5)]],
      ['delete', set(0.5, 1.5, 2.5), [set(), set(), set(), set()]],
    ],
  },
  {
    column: 'bools',
    from: [set(), set(false), set(true), set(false, true)],
    mutations: [
      ['insert', set(false), [set(false), set(false), set(false, true), set(false, true)]],
      ['insert', set(true), [set(true), set(false, true), set(true), set(false, true)]],
      ['insert', set(false, true), [set(false, true), set(false, true), set(false, true), set(false, true)]],
      ['delete', set(false), [set(), set(), set(true), set(true)]],
      ['delete', set(true), [set(), set(false), set(), set(false)]],
      ['delete', set(false, true), [set(), set(), set(), set()]],
    ],
  },
  {
    column: 'strings',
    from: [set(), set('a'), set('a', 'b'), set('a', 'b', 'c', 'ü😀')],
    mutations: [
      ['insert', set('a'), [set('a'), set('a'), set('a', 'b'), set('a', 'b', 'c', 'ü😀')]],
      ['insert', set('b'), [set('b'), set('a', 'b'), set('a', 'b'), set('a', 'b', 'c', 'ü😀')]],
      [
        'insert',
        set('c', 'ü😀'),
        [set('c', 'ü😀'), set('a', 'c', 'ü😀'), set('a', 'b', 'c', 'ü😀'), set('a', 'b', 'c', 'ü😀')],
      ],
      ['delete', set('a'), [set(), set(), set('b'), set('b', 'c', 'ü😀')]],
      ['delete', set('b'), [set(), set('a'), set('a'), set('a', 'c', 'ü😀')]],
      ['delete', set('c', 'ü😀'), [set(), set('a'), set('a', 'b'), set('a', 'b')]],
    ],
  },
  {
    column: 'uuids',
    from: [set(), set(u(1)), set(u(2)), set(u(3))],
    mutations: [
      ['insert', set(u(1)), [set(u(1)), set(u(1)), set(u(1), u(2)), set(u(1), u(3))]],
      ['insert', set(u(2)), [set(u(2)), set(u(1), u(2)), set(u(2)), set(u(2), u(3))]],
      ['insert', set(u(3)), [set(u(3)), set(u(1), u(3)), set(u(2), u(3)), set(u(3))]],
      ['delete', set(u(1)), [set(), set(), set(u(2)), set(u(3))]],
      ['delete', set(u(2)), [set(), set(u(1)), set(), set(u(3))]],
      ['delete', set(u(1), u(3)), [set(), set(), set(u(2)), set()]],
    ],
  },
  {
    column: 'map',
    from: [map(), map([1, 2]), map([1, 3], [2, 3]), map([3, 5])],
    mutations: [
      // A key that is there keeps its value.
      ['insert', map([1, 2]), [map([1, 2]), map([1, 2]), map([1, 3], [2, 3]), map([1, 2], [3, 5])]],
      [
        'insert',
        map([2, 4], [3, 5]),
        [map([2, 4], [3, 5]), map([1, 2], [2, 4], [3, 5]), map([1, 3], [2, 3], [3, 5]), map([2, 4], [3, 5])],
      ],
      // A pair goes only if its value is the same, too; a key goes with any.
      ['delete', map([1, 2]), [map(), map(), map([1, 3], [2, 3]), map([3, 5])]],
      ['delete', map([2, 3]), [map(), map([1, 2]), map([1, 3]), map([3, 5])]],
      ['delete', set(1), [map(), map(), map([2, 3]), map([3, 5])]],
      ['delete', set(2, 3), [map(), map([1, 2]), map([1, 3]), map()]],
    ],
  },
]

type Steps = readonly (readonly [mutator: string, argument: number])[]
const nearMost: Steps = [['+=', safe], ['*=', 512], ['*=', 2]] // prettier-ignore
const nearLeast: Steps = [['-=', safe], ['*=', 512], ['*=', 2]] // prettier-ignore

/** Where the server stops 64-bit integers: steps of one transaction on a row with 0, and the result. */
export const overflows: readonly (readonly [steps: Steps, result: Result])[] = [
  [[...nearMost], most],
  [[...nearMost, ['+=', 1024]], 'range'],
  [[...nearMost, ['*=', 2]], 'range'],
  [[...nearLeast, ['-=', 1024]], -(2 ** 63)],
  [[...nearLeast, ['-=', 1025]], 'range'],
  [[...nearLeast, ['-=', 1024], ['/=', -1]], 'range'],
]

/** Mutators that a type doesn't have, with an argument of the right type. */
export const misfits: readonly (readonly [column: string, mutator: string, argument: unknown])[] = [
  ['i', 'xxx', 1],
  ['i', 'insert', 1],
  ['i', 'delete', 2],
  ['r', '%=', 0.5],
  ['r', 'insert', 1.5],
  ['r', 'delete', 2.5],
  ...['+=', '-=', '*=', '/=', '%=', 'insert', 'delete'].flatMap((mutator) => [
    ['b', mutator, true] as const,
    ['s', mutator, 'a'] as const,
    ['u', mutator, ['uuid', u(1)]] as const,
  ]),
  ...['+=', '-=', '*=', '/=', '%='].flatMap((mutator) => [
    ['bools', mutator, true] as const,
    ['strings', mutator, 'a'] as const,
    ['map', mutator, 1] as const,
  ]),
  ['reals', '%=', 1],
]
